import { join } from 'node:path'
import { databaseIdentity, migrateAndSeed } from './database_steps.mjs'
import { prepareVarFolder } from './disk.mjs'
import { sandboxEnvironment } from './environment.mjs'
import { buildFrontend } from './frontend.mjs'
import { InstanceLock } from './instance_lock.mjs'
import { checkPortIsFree } from './ports.mjs'
import { prepareInstallation } from './prepare.mjs'
import { applicationProgram, endRunning, sandboxProgram } from './programs.mjs'
import { Refusal } from './refusal.mjs'
import { placeOf, readEnvironment, readSettings } from './settings.mjs'
import { stopRequest } from './stop_requests.mjs'
import { SupervisedProgram } from './supervised_program.mjs'
import { Supervisor } from './supervisor.mjs'
import { welcome } from './welcome.mjs'

/**
 * @typedef {import('./settings.mjs').Settings} Settings
 * @typedef {import('./prepare.mjs').Prepared} Prepared
 */

class Stopped extends Refusal {}

const say = (/** @type {string} */ sentence) => void process.stdout.write(`${sentence}\n`)

const alreadyRunning = (/** @type {number} */ pid) =>
  `It is already running (process ${pid}): stop that one first, or set VAR_DIR and PORT for a second installation.`

/** The whole demo in one terminal: database, web, worker and sandbox, until somebody stops it. */
export async function startDemo() {
  const beganAt = Date.now()
  const settings = readSettings(readEnvironment())
  if (settings.mode !== 'development') {
    throw new Refusal(
      `"npm start" is for development and demonstration, and NODE_ENV is "${settings.mode}": unset it, or run bin/server and bin/worker (docs/operations/production.md).`
    )
  }
  // A reader that goes away (npm start | head) is no reason to leave the database running.
  process.stdout.on('error', () => undefined)
  prepareVarFolder(settings.varDir)
  const lock = new InstanceLock(settings.varDir, alreadyRunning, placeOf(settings))
  await lock.take()
  const stop = stopRequest(lock.instance.parent)
  try {
    await runUntilStopped({ settings, lock, stop, beganAt })
    return 0
  } catch (error) {
    if (error instanceof Stopped) return 130
    throw error
  } finally {
    lock.release()
  }
}

/** @param {{ settings: Settings, lock: InstanceLock, stop: Promise<string>, beganAt: number }} run */
async function runUntilStopped({ settings, lock, stop, beganAt }) {
  await checkPorts(settings)
  const prepared = await prepareInstallation(settings)
  const supervisor = assemble({ settings, prepared, lock })
  const interrupted = stop.then(() => {
    throw new Stopped('Stopped before the start was complete.')
  })
  // Only the race below listens to it; after the start a stop is no failure.
  interrupted.catch(() => undefined)
  let isRefused = false
  try {
    await Promise.race([bringUp({ settings, prepared, supervisor, beganAt }), interrupted])
    await Promise.race([stop, supervisor.watchDatabase()])
  } catch (error) {
    // The sentence that says why is the only one that matters then.
    isRefused = !(error instanceof Stopped)
    throw error
  } finally {
    if (!isRefused) say('Stopping ...')
    await endRunning()
    await supervisor.stop()
    await prepared.release()
    if (!isRefused) say('Stopped.')
  }
}

/** @param {Settings} settings */
async function checkPorts({ host, port, sandboxPort, smtpPort }) {
  await checkPortIsFree({ host, port, setting: 'PORT', what: 'web' })
  await checkPortIsFree({ host, port: sandboxPort, setting: 'SANDBOX_PORT', what: 'sandbox' })
  await checkPortIsFree({
    host,
    port: smtpPort,
    setting: 'SANDBOX_SMTP_PORT',
    what: "the sandbox's mail server",
  })
}

/** @param {{ settings: Settings, prepared: Prepared, lock: InstanceLock }} parts */
function assemble({ settings, prepared, lock }) {
  const { environment, secrets } = prepared
  const forSandbox = sandboxEnvironment({ settings, secrets })
  const plans = [
    { name: 'web', args: applicationProgram('bin/server.ts'), environment, stopMs: 8_000 },
    { name: 'worker', args: applicationProgram('bin/worker.ts'), environment, stopMs: 12_000 },
    { name: 'sandbox', args: sandboxProgram(), environment: forSandbox, stopMs: 5_000 },
  ]
  /** @type {SupervisedProgram[]} */
  const programs = []
  const changed = () => lock.recordChildren(programs.flatMap((program) => program.process ?? []))
  for (const plan of plans) {
    const logFile = join(settings.varDir, 'log', `${plan.name}.log`)
    programs.push(new SupervisedProgram({ ...plan, logFile, say, changed }))
  }
  return new Supervisor({ programs, reviveDatabase: prepared.reviveDatabase, say })
}

/** @param {{ settings: Settings, prepared: Prepared, supervisor: Supervisor, beganAt: number }} parts */
async function bringUp({ settings, prepared, supervisor, beganAt }) {
  const { environment } = prepared
  const identity = await databaseIdentity(String(environment.DATABASE_URL))
  const [access] = await Promise.all([migrateAndSeed({ environment, identity }), buildFrontend(environment)])
  supervisor.start()
  const web = `http://127.0.0.1:${settings.port}`
  await supervisor.waitUntilReady([
    { name: 'sandbox', url: `http://127.0.0.1:${settings.sandboxPort}/` },
    { name: 'web', url: `${web}/health/live` },
  ])
  await supervisor.waitUntilSettled(`${web}/health/ready`)
  say(welcome({ settings, access, seconds: (Date.now() - beganAt) / 1000 }))
}
