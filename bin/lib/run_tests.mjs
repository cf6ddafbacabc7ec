import { existsSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildFrontend } from './frontend.mjs'
import { root } from './host.mjs'
import { endRunning } from './programs.mjs'
import { Refusal } from './refusal.mjs'
import { readEnvironment, readSettings } from './settings.mjs'
import { programChecks, specFiles, suiteCheck, suites } from './test_checks.mjs'
import { openTestCluster } from './test_cluster.mjs'
import { summary } from './test_report.mjs'

/**
 * @typedef {import('./test_checks.mjs').Check} Check
 * @typedef {import('./test_report.mjs').Report} Report
 */

// Stories and units wait for half of their time: one lane more than processors keeps these busy.
const LANES = 3
// These never show a page: whoever runs only them need not wait for pages to be built.
const withoutPages = new Set(['unit', 'conformance', 'sandbox', 'architecture', 'types', 'lint'])

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
    if (plan.some(({ name }) => !withoutPages.has(name))) await buildFrontend(environment)
    const reports = await runInLanes(plan, environment)
    for (const { details } of reports) for (const text of details) process.stdout.write(`\n${text}\n`)
    process.stdout.write(`\n${summary(reports)}\n`)
    return reports.some(({ failed }) => failed > 0) ? 1 : 0
  } finally {
    await release()
  }
}

/** Everything, or what the arguments name. @param {string[]} args @returns {Check[]} */
function planChecks(args) {
  if (args.length === 0) return [...suites.map((suite) => suiteCheck(suite)), ...programChecks()]
  const { values } = readArguments(args)
  const checks = new Map(
    [...suites.map((suite) => suiteCheck(suite, filtersFrom(values))), ...programChecks()].map((check) => [
      check.name,
      check,
    ])
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
