/**
 * Runs Japa suites inside the application: `bin/test.ts unit api --files tests/ledger`.
 * Each process works on a database of its own (see tests/support/database.ts); `npm test` runs all suites.
 */
import 'reflect-metadata'
import { Ignitor, prettyPrintError } from '@adonisjs/core'
import { configure, processCLIArgs, run } from '@japa/runner'
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
  .configure(async (app) => {
    const { plugins, configureSuite } = await import('#tests/bootstrap')
    const { suites } = await import('#tests/suites')
    processCLIArgs(process.argv.slice(2))
    configure({
      suites,
      plugins,
      configureSuite,
      setup: [
        async () => {
          const { setUp } = await import('#tests/support/setup')
          await setUp()
        },
      ],
      teardown: [
        async () => {
          const { tearDown } = await import('#tests/support/setup')
          await tearDown()
          await app.terminate()
        },
      ],
      forceExit: true,
    })
  })
  .run(() => run())
  .catch(async (error) => {
    await prettyPrintError(error)
    process.exit(1)
  })
