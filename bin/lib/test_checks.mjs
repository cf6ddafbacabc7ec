import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { findChromium } from './chromium.mjs'
import { root } from './host.mjs'
import { applicationProgram, runToEnd } from './programs.mjs'
import { readTestRun } from './test_report.mjs'

/**
 * @typedef {import('./settings.mjs').Environment} Environment
 * @typedef {import('./test_report.mjs').Report} Report
 * @typedef {{ name: string, run: (environment: Environment) => Promise<Report> }} Check
 */

const packageProgram = (/** @type {string} */ path) => join(root, 'node_modules', path)

/** Every suite, the longest first, so that no lane is left with it at the end. */
export const suites = [
  'journeys',
  'unit',
  'browser',
  'api',
  'conformance',
  'sandbox',
  'bootstrap',
  'architecture',
]

/** What runs only when it is named. */
export const suitesByName = ['screens']

/**
 * Stories know nothing of each other. All of them in one process would take as long as everything else together, so each of these
 * parts has a process and a database of its own; the last has all that are not named before.
 */
const partsOfJourneys = [
  ['kill.spec.ts', 'kill_payments.spec.ts', 'billing_run.spec.ts'],
  ['simulation.spec.ts', 'outside_lies.spec.ts', 'purchase.spec.ts', 'unpaid.spec.ts', 'secrets.spec.ts'],
]

/** What `npm test` runs, in this order. @returns {Check[]} */
export function everyCheck() {
  const [longest, ...stories] = journeysInParts()
  const [, unit, browser, api, ...others] = suites.map((suite) => suiteCheck(suite))
  return [longest, unit, browser, api, ...stories, ...others, ...programChecks()].filter(
    (check) => check !== undefined
  )
}

/** @returns {Check[]} */
function journeysInParts() {
  const folder = join(root, 'tests/journeys')
  const named = partsOfJourneys.map((names) => names.map((name) => join(folder, name)))
  const rest = specFiles(folder).filter((file) => !named.flat().includes(file))
  return [...named, rest].map((files) =>
    suiteCheck(
      'journeys',
      files.map((file) => `--files=${relative(root, file)}`)
    )
  )
}

/** @type {Record<string, string[][]>} */
const commands = {
  types: [
    [packageProgram('typescript/bin/tsc'), '--noEmit'],
    [packageProgram('typescript/bin/tsc'), '--noEmit', '-p', 'sandbox'],
    [packageProgram('vue-tsc/bin/vue-tsc.js'), '--noEmit', '-p', 'inertia'],
  ],
  lint: [
    [packageProgram('oxlint/bin/oxlint')],
    [packageProgram('prettier/bin/prettier.cjs'), '--check', '.', '--log-level', 'warn'],
  ],
  // What somebody publishes tonight must not keep a mend from landing: here it is told, and fails `npm run advisories`.
  advisories: [[join(root, 'bin/advisories.mjs'), '--tell']],
}

/** The checks that are one program or a few, counted as one each. @returns {Check[]} */
export function programChecks() {
  return Object.entries(commands).map(([name, programs]) => ({
    name,
    run: (environment) => runPrograms({ name, programs, environment }),
  }))
}

/** @param {{ name: string, programs: string[][], environment: Environment }} check @returns {Promise<Report>} */
async function runPrograms({ name, programs, environment }) {
  const startedAt = Date.now()
  const details = []
  let failed = 0
  for (const args of programs) {
    const { code, output } = await runToEnd({ args, environment })
    const told = output.split('\n').filter((line) => line.startsWith('! '))
    if (code !== 0) failed = 1
    if (code !== 0) details.push(`✖ ${name}\n${output.trim()}`)
    else if (told.length > 0) details.push(told.join('\n'))
  }
  return { name, passed: 1 - failed, failed, skipped: 0, seconds: (Date.now() - startedAt) / 1000, details }
}

/** What a long proof says of itself begins so (`tests/support/progress.ts`). */
const progressMark = '» '

/** @param {string} suite @param {string[]} filters @returns {Check} */
export function suiteCheck(suite, filters = []) {
  return {
    name: suite,
    run: async (environment) => {
      const chromium = findChromium(environment)
      if (['browser', ...suitesByName].includes(suite) && !chromium) return withoutChromium(environment)
      const startedAt = Date.now()
      const args = applicationProgram('bin/test.ts', [suite, '--reporters=ndjson', ...filters])
      const { code, output } = await runToEnd({
        args,
        environment: { ...environment, CHROMIUM_PATH: chromium },
        mark: progressMark,
      })
      return readTestRun({ name: suite, output, code, seconds: (Date.now() - startedAt) / 1000 })
    },
  }
}

/** @param {Environment} environment @returns {Report} */
function withoutChromium(environment) {
  const sentence = 'Chromium is not installed: "apt-get install chromium" brings it, or set CHROMIUM_PATH.'
  const isRequired = environment.CI === 'true'
  const count = countTests(join(root, 'tests/browser'))
  const counts = isRequired ? { failed: 1, skipped: 0 } : { failed: 0, skipped: count }
  return {
    name: 'browser',
    passed: 0,
    ...counts,
    seconds: 0,
    details: [`${isRequired ? '✖' : '!'} browser: ${sentence}`],
  }
}

/** @param {string} folder @returns {number} */
function countTests(folder) {
  return specFiles(folder).reduce(
    (total, file) => total + (readFileSync(file, 'utf8').match(/^\s*test\(/gm) ?? []).length,
    0
  )
}

/** @param {string} path @returns {string[]} the specs at or below a path */
export function specFiles(path) {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  const names = readdirSync(path, { recursive: true }).map(String)
  return names
    .filter((name) => name.endsWith('.spec.ts'))
    .toSorted()
    .map((name) => join(path, name))
}
