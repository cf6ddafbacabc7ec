/**
 * Measures the platform beside a bound taken in the same run on the same machine: `npm run bench` prints a table, `npm run bench
 * -- --json` the figures; they are kept in bench/results. `npm run bench -- --only api_read` runs one measurement by its name (may be
 * repeated), `--subscriptions 5000` a smaller billing run, `--events 500000` a smaller audit log, for a machine that has other
 * things to do.
 */
import 'reflect-metadata'
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { Ignitor, prettyPrintError } from '@adonisjs/core'
import { dropTestDatabase, prepareTestEnvironment } from '../tests/support/environment.js'
import { benches } from './benches.js'
import { type Bench, type BenchReport, type BenchWish, printReports } from './support/report.js'

const root = new URL('../', import.meta.url)

async function main(args: string[]): Promise<void> {
  const { only, isJson, wish } = readArgs(args)
  const chosen = choose(only)
  const reports: BenchReport[] = []
  for (const bench of chosen) {
    if (!isJson) process.stderr.write(`${bench.name} …\n`)
    const report =
      bench.hasOwnProcess && chosen.length > 1 ? await measureApart(bench) : await measure(bench, wish)
    if (report) reports.push(report)
  }
  if (isJson) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`)
  else printReports(reports)
}

async function measureApart({ name }: Bench): Promise<BenchReport | null> {
  const args = [...process.execArgv, fileURLToPath(import.meta.url), '--only', name, '--json']
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args)
    return JSON.parse(stdout)[0] ?? null
  } catch (error) {
    process.exitCode = 1
    process.stderr.write(`${name} could not be measured: ${reasonOf(error)}\n`)
    return null
  }
}

/** One measurement that breaks costs the others nothing: it is told, and the whole run ends as failed. */
async function measure(bench: Bench, wish: BenchWish): Promise<BenchReport | null> {
  try {
    const report = { name: bench.name, ...(await bench.run(wish)) }
    await keep(report)
    return report
  } catch (error) {
    process.exitCode = 1
    process.stderr.write(`${bench.name} could not be measured: ${reasonOf(error)}\n`)
    return null
  }
}

function readArgs(args: string[]) {
  const options = { json: { type: 'boolean' }, only: { type: 'string', multiple: true }, subscriptions: { type: 'string' }, events: { type: 'string' } } as const // prettier-ignore
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const wish = {
    subscriptions: readCount('Subscriptions', values.subscriptions, { least: 1_000, most: 1_000_000 }),
    events: readCount('Events', values.events, { least: 10_000, most: 50_000_000 }),
  }
  return { only: [...(values.only ?? []), ...positionals], isJson: values.json === true, wish }
}

function readCount(
  what: string,
  text: string | undefined,
  { least, most }: { least: number; most: number }
): number | null {
  if (text === undefined) return null
  const count = Number(text)
  if (Number.isInteger(count) && count >= least && count <= most) return count
  throw new Refusal(
    `${what} are a whole number from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}.`
  )
}

function choose(only: string[]): Bench[] {
  const names = benches.map(({ name }) => name)
  const unknown = only.filter((name) => !names.includes(name))
  if (unknown.length > 0) throw new Refusal(`There is no measurement ${unknown.join(', ')}; there are: ${names.join(', ')}.`) // prettier-ignore
  return benches.filter(({ name, isNightly }) => (only.length === 0 ? !isNightly : only.includes(name)))
}

async function keep(report: BenchReport): Promise<void> {
  await mkdir(new URL('bench/results/', root), { recursive: true })
  const file = new URL(`bench/results/${report.name}.json`, root)
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`)
}

/** Something that whoever called can put right: said in one sentence, without a stack. */
class Refusal extends Error {}

const app = new Ignitor(root, { importer: (path) => import(path) })
  .tap((application) => {
    application.booting(async () => {
      await import('#start/env')
    })
  })
  .createApp('console')

/** Every run has a database of its own, which is gone afterwards. */
async function prepareDatabase(): Promise<void> {
  const server = process.env.TEST_DATABASE_URL
  if (!server) throw new Refusal('There is no database: run `npm run bench`, which starts one, or set TEST_DATABASE_URL to a server where databases may be created.') // prettier-ignore
  try {
    await prepareTestEnvironment()
  } catch (error) {
    const place = URL.canParse(server) ? new URL(server).host : 'TEST_DATABASE_URL'
    throw new Refusal(`The database server at ${place} cannot be used: ${reasonOf(error)}`)
  }
}

/** A refused connection is an error without words of its own. */
function reasonOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string }
  return message || code || String(error)
}

async function run(args: string[]): Promise<void> {
  choose(readArgs(args).only)
  await prepareDatabase()
  try {
    await app.init()
    await app.boot()
    await app.start(async () => {
      const { openQueue, closeQueue } = await import('#app/shared/jobs/queue')
      const { closeStage } = await import('./support/stage.js')
      await openQueue({ isWorker: false })
      try {
        await main(args)
      } finally {
        await closeStage()
        await closeQueue()
      }
    })
  } finally {
    await app.terminate()
    await dropTestDatabase()
  }
}

try {
  await run(process.argv.slice(2))
} catch (error) {
  process.exitCode = 1
  if (error instanceof Refusal) process.stderr.write(`${error.message}\n`)
  else await prettyPrintError(error)
}
