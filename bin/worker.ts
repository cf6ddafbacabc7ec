/** Starts a worker process: jobs, reactions and sweeps. Any number may run. */
import 'reflect-metadata'
import { Ignitor, prettyPrintError } from '@adonisjs/core'

const APP_ROOT = new URL('../', import.meta.url)

async function main(): Promise<void> {
  const app = new Ignitor(APP_ROOT, { importer: (path) => import(path) })
    .tap((application) => {
      application.booting(async () => {
        await import('#start/env')
      })
    })
    .createApp('console')
  await app.init()
  await app.boot()
  await app.start(async () => {
    const { startWorker } = await import('#start/worker')
    const worker = await startWorker(app)
    app.terminating(() => worker.stop())
  })
  app.listen('SIGTERM', () => app.terminate())
  app.listen('SIGINT', () => app.terminate())
}

main().catch(leaveAfter)

/** Half a start holds connections open: without an end it would stay, doing nothing, and nobody would start it again. */
async function leaveAfter(error: object): Promise<never> {
  await prettyPrintError(error)
  process.exit(1)
}
