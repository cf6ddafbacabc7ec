import { Refusal } from './refusal.mjs'

/**
 * What one check came to, and how long the tests of each file took.
 * @typedef {{ name: string, passed: number, failed: number, skipped: number, seconds: number, details: string[], files?: Record<string, number> }} Report
 */

/**
 * Reads the test runner's line records; whatever else was printed is kept for the case that the run broke down.
 * @param {{ name: string, output: string, code: number, seconds: number }} run
 * @returns {Report}
 */
export function readTestRun({ name, output, code, seconds }) {
  const { records, rest } = splitOutput(output)
  const end = records.find((record) => record.aggregates)
  const totals = end?.aggregates ?? {
    passed: 0,
    failed: 0,
    regression: 0,
    skipped: 0,
    todo: 0,
  }
  const details = records
    .filter((record) => record.event === 'test:end' && record.errors.length > 0)
    .map(describeFailure)
  for (const part of records.filter(({ event }) => event === 'suite:end' || event === 'group:end')) {
    details.push(
      ...(part.errors ?? []).map((/** @type {any} */ failure) =>
        describeFailure({ title: `${part.title ?? name} (${failure.phase})`, errors: [failure] })
      )
    )
  }
  let failed = totals.failed + totals.regression
  // What the runner counted is named at least, should its own record be lost among other output.
  for (const title of end?.failedTestsTitles ?? [])
    if (!details.some((text) => text.includes(title))) details.push(`✖ ${title}  (its record was lost)`)
  if (failed === 0 && code !== 0) {
    failed = 1
    details.push(
      `✖ ${name} ended with exit code ${code} outside of a test; its last words:\n${rest.slice(-40).join('\n')}`
    )
  }
  const { passed, skipped, todo } = totals
  return { name, passed, failed, skipped: skipped + todo, seconds, details, files: secondsByFile(records) }
}

/** @param {any[]} records @returns {Record<string, number>} */
function secondsByFile(records) {
  /** @type {Record<string, number>} */
  const seconds = {}
  for (const { event, relativePath, duration = 0 } of records)
    if (event === 'test:end' && relativePath)
      seconds[relativePath] = (seconds[relativePath] ?? 0) + duration / 1000
  return seconds
}

/**
 * @param {string} output
 * @returns {{ records: any[], rest: string[] }} the records are the runner's own and trusted as such
 */
function splitOutput(output) {
  const records = []
  const rest = []
  for (const line of output.split('\n')) {
    // What a program under test wrote without ending its line stands before the record.
    const start = line.search(/\{"(event|aggregates)":/)
    const record = start < 0 ? null : parse(line.slice(start))
    if (record) records.push(record)
    else if (line.trim() !== '') rest.push(line)
  }
  return { records, rest }
}

/** @param {string} line */
function parse(line) {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

/** @param {{ title: any, relativePath?: string, errors: any[] }} test */
function describeFailure({ title, relativePath, errors }) {
  const name = typeof title === 'string' ? title : (title?.expanded ?? title?.original ?? 'a test')
  const reasons = errors.map(({ error }) => describeError(error))
  return [`✖ ${name}${relativePath ? `  (${relativePath})` : ''}`, ...reasons].join('\n')
}

/** @param {any} error */
function describeError(error) {
  if (typeof error === 'string') return `    ${error}`
  const { stack, message, expected, actual } = error ?? {}
  const lines = String(stack ?? message ?? JSON.stringify(error))
    .split('\n')
    .filter((line) => !line.includes('node_modules'))
  // A test that says what it saw says it in its message: that is kept, and the way to it is cut.
  const said = Math.min(String(message ?? '').split('\n').length, 200)
  const difference =
    expected === undefined && actual === undefined
      ? []
      : [`expected: ${show(expected)}`, `actual:   ${show(actual)}`]
  return [...lines.slice(0, said + 12), ...difference].map((line) => `    ${line}`).join('\n')
}

const show = (/** @type {unknown} */ value) => (JSON.stringify(value) ?? 'undefined').slice(0, 2_000)

/** One report of a suite that ran in parts, which stands where the first of them stood. @param {Report[]} reports @returns {Report[]} */
export function mergeParts(reports) {
  /** @type {Map<string, Report>} */
  const merged = new Map()
  for (const part of reports) {
    const { name, details, files, ...counts } = part
    const whole = merged.get(name) ?? {
      name,
      passed: 0,
      failed: 0,
      skipped: 0,
      seconds: 0,
      details: [],
      files: {},
    }
    for (const key of /** @type {const} */ (['passed', 'failed', 'skipped', 'seconds']))
      whole[key] += counts[key]
    merged.set(name, {
      ...whole,
      details: [...whole.details, ...details],
      files: { ...whole.files, ...files },
    })
  }
  return [...merged.values()]
}

/** Whoever named no test, by a mistyped path say, is not told that all is well. @param {Report[]} reports */
export function exitCodeOf(reports) {
  const ran = reports.some(({ passed, failed, skipped }) => passed + failed + skipped > 0)
  if (!ran) throw new Refusal('No test is named so: look at --suite, --files, --tests, --groups and --tags.')
  return reports.some(({ failed }) => failed > 0) ? 1 : 0
}

/**
 * The one table at the end, and below it, alone on its line, the sum that scripts read.
 * @param {Report[]} reports
 */
export function summary(reports) {
  const sum = (/** @type {'passed' | 'failed' | 'skipped' | 'seconds'} */ key) =>
    reports.reduce((total, report) => total + report[key], 0)
  const row = (/** @type {unknown[]} */ [name, ...cells]) =>
    String(name).padEnd(16) + cells.map((cell) => String(cell).padStart(10)).join('')
  const rows = reports.map(({ name, passed, failed, skipped, seconds }) =>
    row([name, passed, failed, skipped, `${seconds.toFixed(1)} s`])
  )
  const line = '-'.repeat(56)
  const head = row(['check', 'passed', 'failed', 'skipped', 'time'])
  return [
    head,
    line,
    ...rows,
    line,
    `${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`,
  ].join('\n')
}

/**
 * The files that took longest, for whoever wants the next run to be quicker; nothing where only a few ran.
 * @param {Report[]} reports
 */
export function slowestFiles(reports, count = 12) {
  const all = reports.flatMap(({ files = {} }) => Object.entries(files))
  if (all.length <= count) return ''
  const slowest = all.toSorted(([, a], [, b]) => b - a).slice(0, count)
  const rows = slowest.map(([file, seconds]) => `${seconds.toFixed(1).padStart(8)} s  ${file}`)
  return [`The slowest of ${all.length} files:`, ...rows].join('\n')
}
