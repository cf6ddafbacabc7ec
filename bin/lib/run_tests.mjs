import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildFrontend } from './frontend.mjs'
import { root } from './host.mjs'
import { endRunning } from './programs.mjs'
import { Refusal } from './refusal.mjs'
import { readEnvironment, readSettings } from './settings.mjs'
import { everyCheck, programChecks, specFiles, suiteCheck, suites, suitesByName } from './test_checks.mjs'
import { openTestCluster } from './test_cluster.mjs'
import { exitCodeOf, mergeParts, slowestFiles, summary } from './test_report.mjs'

/**
 * @typedef {import('./test_checks.mjs').Check} Check
 * @typedef {import('./test_report.mjs').Report} Report
 */

// Whoever runs a suite waits for half of the time, for the database or for another program: two lanes keep a processor busy.
const LANES = 2 * Math.min(availableParallelism(), 4)
// These never show a page: whoever runs only them need not wait for pages to be built.
const withoutPages = new Set([
  'unit',
  'conformance',
  'sandbox',
  'architecture',
  'types',
  'lint',
  'advisories',
])

/** @param {string[]} args @returns {Promise<number>} the exit code */
export async function runTests(args) {
  const plan = planChecks(args)
  const settings = readSettings(readEnvironment())
  const { environment, release } = await openTestCluster({ settings, purpose: 'test' })
  const interrupt = () =>
    void endRunning()
      .then(() => release())
      .then(() => process.exit(130))
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  try {
    const reports = await runInLanes(withPages(plan, environment), environment)
    for (const { details } of reports) for (const text of details) process.stdout.write(`\n${text}\n`)
    const whole = mergeParts(reports)
    const slowest = slowestFiles(whole)
    process.stdout.write(`${slowest && `\n${slowest}\n`}\n${summary(whole)}\n`)
    return exitCodeOf(reports)
  } finally {
    await release()
  }
}

/** Everything, or what the arguments name. @param {string[]} args @returns {Check[]} */
function planChecks(args) {
  if (args.length === 0) return everyCheck()
  const { values } = readArguments(args)
  const checks = new Map(
    [
      ...[...suites, ...suitesByName].map((suite) => suiteCheck(suite, filtersFrom(values))),
      ...programChecks(),
    ].map((check) => [check.name, check])
  )
  const wanted = (values.suite ?? suites).flatMap((name) => name.split(','))
  return wanted.map((name) => {
    const check = checks.get(name)
    if (!check)
      throw new Refusal(`There is no suite "${name}": choose from ${[...checks.keys()].join(', ')}.`)
    return check
  })
}

/** @param {string[]} args */
function readArguments(args) {
  const several = /** @type {const} */ ({ type: 'string', multiple: true })
  try {
    return parseArgs({
      args,
      options: { suite: several, files: several, tests: several, groups: several, tags: several },
    })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Refusal(`${reason} Known are --suite, --files, --tests, --groups and --tags.`)
  }
}

/**
 * The runner's own filters; a folder stands for the specs below it, which the runner does not know.
 * @param {Record<string, string[] | undefined>} values
 */
function filtersFrom(values) {
  const filters = []
  for (const name of ['tests', 'groups', 'tags'])
    for (const value of values[name] ?? []) filters.push(`--${name}=${value}`)
  for (const path of (values.files ?? []).flatMap((value) => value.split(','))) {
    const full = resolve(root, path)
    const files = existsSync(full) ? specFiles(full).map((file) => relative(root, file)) : [path]
    filters.push(...files.map((file) => `--files=${file}`))
  }
  return filters
}

/**
 * Pages are built beside the checks that show none; the others wait for them.
 * @param {Check[]} plan @param {import('./settings.mjs').Environment} environment @returns {Check[]}
 */
function withPages(plan, environment) {
  if (plan.every(({ name }) => withoutPages.has(name))) return plan
  const built = buildFrontend(environment)
  // Whoever waits for it fails with it; until then nobody does.
  built.catch(() => undefined)
  return plan.map((check) =>
    withoutPages.has(check.name) ? check : { ...check, run: (given) => built.then(() => check.run(given)) }
  )
}

/**
 * Each lane takes the next check until none is left; every suite has a database of its own.
 * @param {Check[]} plan @param {import('./settings.mjs').Environment} environment
 */
async function runInLanes(plan, environment) {
  const queue = plan.map((check, index) => ({ check, index }))
  /** @type {Report[]} */
  const reports = []
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const report = await next.check.run(environment)
      reports[next.index] = report
      process.stdout.write(
        `${report.failed > 0 ? '✖' : '✔'} ${report.name} (${report.seconds.toFixed(1)} s)\n`
      )
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return reports
}
