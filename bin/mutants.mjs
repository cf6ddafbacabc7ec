import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { projectNode, root } from './lib/host.mjs'
import { mutants } from '../tests/simulation/mutants.ts'

/**
 * `node bin/mutants.mjs [NAME …]`: simulates months with one mistake of the engine after the other, and says of each by what the auditor
 * found it. Ends with 1 when one was not found. Half a minute each on a machine of its own.
 */
const asked = process.argv.slice(2)
const size = ['--seed', '9', '--customers', '14', '--months', '3', '--faults', '0.01', '--json']
let unseen = 0
for (const { name, invariant, foundBy } of mutants) {
  if (asked.length > 0 && !asked.includes(name)) continue
  const { stdout, stderr, status } = spawnSync(
    projectNode(),
    [join(root, 'bin/lib/ace.mjs'), 'simulate', ...size],
    {
      cwd: root,
      env: { ...process.env, SIMULATE_MUTANT: name },
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    }
  )
  const found = findingsIn(stdout)
  const checks = [...new Set(found.map(({ check }) => check))]
  const isSeen = checks.some((check) => foundBy.test(check)) || (status === 2 && foundBy.test('stopped'))
  if (!isSeen) unseen += 1
  const how =
    checks.length > 0
      ? `${checks.join('; ')} (${found[0]?.month}: ${found[0]?.found})`
      : stderr.trim().split('\n').slice(0, 4).join(' | ')
  process.stdout.write(`${isSeen ? 'found' : 'NOT FOUND'}  ${invariant}  ${name}: ${how}\n`)
}
process.exitCode = unseen > 0 ? 1 : 0

/** @param {string} json @returns {{ month: string, check: string, found: string }[]} */
function findingsIn(json) {
  try {
    const { months } = JSON.parse(json)
    return months.flatMap((/** @type {{ month: string, findings: object[] }} */ { month, findings }) =>
      findings.map((finding) => ({ month, ...finding }))
    )
  } catch {
    return []
  }
}
