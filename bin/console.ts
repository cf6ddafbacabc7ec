/** Runs one operator's command: `bin/ace <command>`. */
import 'reflect-metadata'
import { Ignitor, prettyPrintError } from '@adonisjs/core'

const APP_ROOT = new URL('../', import.meta.url)

new Ignitor(APP_ROOT, { importer: (path) => import(path) })
  .tap((app) => {
    app.booting(async () => {
      await import('#start/env')
    })
    app.listen('SIGTERM', () => app.terminate())
    app.listen('SIGINT', () => app.terminate())
  })
  .ace()
  .configure(async (app) => {
    const { errorHandler } = await app.container.make('ace')
    const render = errorHandler.render.bind(errorHandler)
    errorHandler.render = (error, kernel) => (isBehind(error) ? sayBehind() : render(error, kernel))
  })
  .handle(process.argv.splice(2))
  .catch((error) => {
    process.exitCode = 1
    prettyPrintError(error)
  })

async function sayBehind(): Promise<void> {
  process.exitCode = 1
  process.stderr.write(
    'The database is empty, or older than this code: run bin/ace migrate (or npm start) first.\n'
  )
}

/** Whether a table or a column was asked for that the database does not have (PostgreSQL, appendix A: 42P01, 42703, 3F000). */
function isBehind(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === '42P01' || code === '42703' || code === '3F000'
}
