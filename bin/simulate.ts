/** Runs simulated years inside the application, on a database of their own: see docs/simulation.md. */
import 'reflect-metadata'
import { Ignitor, prettyPrintError } from '@adonisjs/core'
import { prepareTestEnvironment } from '../tests/support/environment.js'

const APP_ROOT = new URL('../', import.meta.url)
await prepareTestEnvironment()

new Ignitor(APP_ROOT, {
  importer: (path) => (path.startsWith('./') ? import(new URL(path, APP_ROOT).href) : import(path)),
})
  .tap((app) => {
    app.booting(async () => {
      await import('#start/env')
    })
    app.listen('SIGTERM', () => app.terminate())
  })
  .testRunner()
  .run(async () => {
    const { main } = await import('#tests/simulation/main')
    process.exit(await main(process.argv.slice(2)))
  })
  .catch(async (error) => {
    await prettyPrintError(error)
    process.exit(2)
  })
