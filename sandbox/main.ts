import { resolveLocalNames } from './core/local_names.ts'
import { Sandbox } from './core/sandbox.ts'
import { readSettings, SettingsError } from './core/settings.ts'
import { systems } from './systems.ts'

/** Starts every stand-in on one port, and stops them when asked to. */
async function main(): Promise<void> {
  resolveLocalNames()
  const sandbox = new Sandbox(readSettings(process.env), systems)
  await sandbox.start()
  console.log(`sandbox: ${sandbox.url}`)

  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    await sandbox.stop()
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

main().catch((error: unknown) => {
  console.error(`sandbox: ${sentenceFor(error)}`)
  process.exit(1)
})

function sentenceFor(error: unknown): string {
  if (error instanceof SettingsError) return error.message
  if (!(error instanceof Error)) return String(error)
  const { code, port } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE') {
    const name = port === Number(process.env.SANDBOX_SMTP_PORT || 3335) ? 'SANDBOX_SMTP_PORT' : 'SANDBOX_PORT'
    return `port ${port} is taken; stop the program that uses it or set ${name} to a free port.`
  }
  if (code === 'ERR_SQLITE_ERROR') {
    return `the state on disk cannot be used (${error.message}); free some space, or remove SANDBOX_DIR to begin anew.`
  }
  if (code === 'EACCES') return `no permission: ${error.message}.`
  return error.stack ?? error.message
}
