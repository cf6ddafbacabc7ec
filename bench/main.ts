/**
 * Measures the platform beside a bound taken in the same run on the same machine: `npm run bench` prints a table, `npm run bench
 * -- --json` the figures; both are kept in bench/results. `npm run bench -- billing_run` runs one measurement by its name.
 */
import 'reflect-metadata'
import { mkdir, writeFile } from 'node:fs/promises'
import { Ignitor, prettyPrintError } from '@adonisjs/core'
import { prepareTestEnvironment } from '../tests/support/environment.js'
import { benches } from './benches.js'
import { type BenchReport, printReports } from './support/report.js'

const root = new URL('../', import.meta.url)

async function main(args: string[]): Promise<void> {
  const wanted = args.filter((arg) => !arg.startsWith('-'))
  const chosen = benches.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  if (chosen.length === 0) throw new Error(`There is no measurement ${wanted.join(', ')}: ${benches.map(({ name }) => name).join(', ')}`) // prettier-ignore
  const reports: BenchReport[] = []
  for (const bench of chosen) {
    if (!args.includes('--json')) process.stderr.write(`${bench.name} …\n`)
    reports.push({ name: bench.name, ...(await bench.run()) })
  }
  await keep(reports)
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`)
  else printReports(reports)
}

async function keep(reports: BenchReport[]): Promise<void> {
  await mkdir(new URL('bench/results/', root), { recursive: true })
  for (const report of reports) {
    await writeFile(
      new URL(`bench/results/${report.name}.json`, root),
      `${JSON.stringify(report, null, 2)}\n`
    )
  }
}

const app = new Ignitor(root, { importer: (path) => import(path) })
  .tap((application) => {
    application.booting(async () => {
      await import('#start/env')
    })
  })
  .createApp('console')

try {
  if (process.env.TEST_DATABASE_URL && !process.env.DATABASE_URL) await prepareTestEnvironment()
  await app.init()
  await app.boot()
  await app.start(async () => {
    const { openQueue, closeQueue } = await import('#app/shared/jobs/queue')
    await openQueue({ isWorker: false })
    try {
      await main(process.argv.slice(2))
    } finally {
      await closeQueue()
    }
  })
  await app.terminate()
} catch (error) {
  process.exitCode = 1
  await prettyPrintError(error)
  await app.terminate()
}
