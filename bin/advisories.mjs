#!/usr/bin/env node
/**
 * Known holes in the packages that production runs. An advisory that stays is written down in docs/advisories.json:
 * `{ "id": "GHSA-…", "package": "…", "reason": "…", "until": "2027-01-31" }`. Where the registry cannot be reached nothing is known, which is said.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** @typedef {{ name: string, severity: string, title: string, url?: string, source?: number }} Advisory */

const root = new URL('../', import.meta.url)
const deadlineMs = 60_000

/**
 * @param {string} text what `npm audit` said
 * @returns {Map<string, Advisory> | null} by their ids; null where the registry did not answer
 */
function readReport(text) {
  try {
    const report = JSON.parse(text)
    if (!report.vulnerabilities) return null
    /** @type {{ via: (string | Advisory)[] }[]} */
    const parts = Object.values(report.vulnerabilities)
    const found = parts.flatMap(({ via }) => via.filter((each) => typeof each === 'object'))
    return new Map(found.map((each) => [each.url?.split('/').at(-1) ?? String(each.source), each]))
  } catch {
    return null
  }
}

const asked = spawnSync('npm', ['audit', '--json', '--omit=dev'], {
  cwd: root,
  encoding: 'utf8',
  timeout: deadlineMs,
})
const found = readReport(asked.stdout ?? '')
if (found) {
  /** @type {{ id: string, until: string }[]} */
  const exceptions = JSON.parse(readFileSync(new URL('docs/advisories.json', root), 'utf8'))
  const today = new Date().toISOString().slice(0, 10)
  const standing = new Set(exceptions.filter(({ until }) => until >= today).map(({ id }) => id))
  const open = [...found].filter(([id]) => !standing.has(id))
  for (const [id, { name, severity, title }] of open) console.error(`${id} ${name} (${severity}): ${title}`)
  console.log(`${found.size} advisories, ${open.length} of them not written down in docs/advisories.json.`)
  process.exitCode = open.length > 0 ? 1 : 0
} else console.log('The registry could not be asked: nothing is known of new advisories.')
