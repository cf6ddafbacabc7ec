/** Starts the web process: HTTP, pages, REST API and realtime. */
import 'reflect-metadata'
import { Ignitor, prettyPrintError } from '@adonisjs/core'
import { createHttpServer } from '#start/http_server'

const APP_ROOT = new URL('../', import.meta.url)

new Ignitor(APP_ROOT, { importer: (path) => import(path) })
  .tap((app) => {
    app.booting(async () => {
      await import('#start/env')
    })
    app.listen('SIGTERM', () => app.terminate())
    app.listen('SIGINT', () => app.terminate())
  })
  .httpServer()
  .start(createHttpServer)
  .catch(leaveAfter)

/** Half a start holds connections open: without an end it would stay, doing nothing, and nobody would start it again. */
async function leaveAfter(error: object): Promise<never> {
  await prettyPrintError(error)
  process.exit(1)
}
