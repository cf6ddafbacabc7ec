import edge from 'edge.js'
import testUtils from '@adonisjs/core/services/test_utils'
import { keepPlans } from '#app/shared/database/kept_plans'
import { createHttpServer } from '#start/http_server'
import { watchFailures } from '#tests/simulation/failures'
import { commandFor, readSettings, type Settings, SettingsError } from '#tests/simulation/settings'
import type { MonthReport, Report } from '#tests/simulation/report'
import { simulate } from '#tests/simulation/simulation'
import { setUp, tearDown } from '#tests/support/setup'

/** The entrance of `bin/ace simulate`. @returns the exit code: 0 clean, 1 something was found, 2 it could not run */
export async function main(args: string[]): Promise<number> {
  const settings = readOrRefuse(args)
  if (!settings) return 2
  await testUtils.boot()
  // As in production: a template is read once.
  edge.configure({ cache: true })
  // One process does what web and worker processes do, for hours.
  keepPlans(2_000)
  const failures = watchFailures()
  let stopServer = async () => {}
  let isClean = true
  try {
    await setUp()
    stopServer = await testUtils.httpServer().start(createHttpServer)
    const say = settings.isJson ? () => undefined : (text: string) => process.stdout.write(`${text}\n`)
    say(commandFor(settings))
    const report = await simulate(settings, (month) => say(lineOf(month)))
    process.stdout.write(settings.isJson ? `${JSON.stringify(report, null, 2)}\n` : summary(report))
    isClean = report.isClean
    return isClean ? 0 : 1
  } catch (error) {
    isClean = false
    const texts = [(error as Error).stack, failures.last(), `Replay: ${commandFor(settings)}`]
    process.stderr.write(`${texts.filter((text) => text).join('\n')}\n`)
    return 2
  } finally {
    await stopServer()
    // What was found is looked at in its tables, until the next run begins.
    await tearDown({ keepsDatabase: !isClean })
    if (!isClean)
      process.stderr.write(`Kept until the next run: the database ${process.env.TEST_DATABASE_NAME}\n`)
  }
}

/** Before anything is set up: who mistyped a setting is told so at once. */
function readOrRefuse(args: string[]): Settings | null {
  try {
    return readSettings(args)
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    process.stderr.write(`${error.message}\n`)
    return null
  }
}

function lineOf({ month, findings, wallSeconds, processorSeconds, questions }: MonthReport): string {
  const { application, database, sandbox } = processorSeconds
  const processors = `${application} s application, ${database} s database, ${sandbox} s sandbox`
  const asked = Object.entries(questions)
  const total = asked.reduce((sum, [, count]) => sum + count, 0)
  const verdict = findings.length === 0 ? 'clean' : `${findings.length} findings`
  return `${month}  ${wallSeconds} s (${processors})  ${verdict}\n  ${total} questions: ${line(Object.fromEntries(asked.slice(0, 12)))}`
}

function summary({
  settings,
  months,
  isClean,
  wallSeconds,
  diary,
  tally,
  counts,
  steps,
  unfinished,
}: Report): string {
  const findings = months.flatMap(({ month, findings: found }) =>
    found.map(
      ({ invariant, check, found: what }) => `  ${month}  invariant ${invariant}, ${check}:\n    ${what}`
    )
  )
  return [
    '',
    isClean
      ? `Clean after ${months.length} months in ${wallSeconds} s.`
      : `Seed ${settings.seed} found something:`,
    ...findings,
    ...(isClean ? [] : [`Replay: ${commandFor(settings)}`]),
    `Counts: ${line(counts)}`,
    `Deeds: ${line(diary)}`,
    `Steps of time: ${line(steps)}`,
    `Work: ${tally.jobs} jobs, ${tally.sweeps} sweeps, ${tally.letters} messages of gateways, ${tally.deaths} deaths of a process`,
    `Died in: ${line(tally.diedIn)}`,
    `Milliseconds: ${line(Object.fromEntries(Object.entries(tally.spentMs).slice(0, 25)))}`,
    ...Object.entries(tally.failures).map(([what, times]) => `  failed ${times} times: ${what}`),
    ...unfinished.map((text) => `  unfinished: ${text}`),
    '',
  ].join('\n')
}

function line(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')
}
