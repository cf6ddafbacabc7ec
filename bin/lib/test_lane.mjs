import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { command } from './database_steps.mjs'
import { applicationEnvironment } from './environment.mjs'
import { InstanceLock } from './instance_lock.mjs'
import { findFreePort } from './ports.mjs'
import { PostgresCluster } from './postgres_cluster.mjs'
import { asSuperuser, prepareDatabase, urlsFor } from './postgres_roles.mjs'
import { PostgresUsers } from './postgres_users.mjs'
import { loadSecrets } from './secrets.mjs'
import { prepareVarFolder } from './disk.mjs'

/**
 * A lane runs one check after the other with a database, ports and a folder of its own.
 * @typedef {import('./settings.mjs').Environment} Environment
 * @typedef {import('./settings.mjs').Settings} Settings
 * @typedef {{ environments: Environment[], release: () => Promise<void> }} Lanes
 */

// A test database that a power cut destroys is made again, so it need not wait for the disk.
const hasty = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']

/**
 * Starts the test cluster (never the demo's own) and gives each lane a freshly migrated database.
 * @param {{ settings: Settings, purpose: 'test' | 'bench', count: number }} wish
 * @returns {Promise<Lanes>}
 */
export async function openLanes({ settings, purpose, count }) {
  const varDir = join(settings.varDir, purpose)
  prepareVarFolder(varDir)
  const lock = new InstanceLock(
    varDir,
    (pid) => `Another run uses ${varDir} (process ${pid}): wait for it, or set VAR_DIR.`
  )
  await lock.take()
  const secrets = loadSecrets(varDir)
  const cluster = new PostgresCluster({
    dataFolder: join(varDir, 'postgres'),
    logFile: join(varDir, 'log', 'postgres.log'),
    superuserPassword: secrets.databaseSuperuserPassword,
    // A bench measures what an operator would get; tests only want to be quick.
    settings: purpose === 'test' ? hasty : [],
  })
  const users = new PostgresUsers(varDir, 'postgres')
  const release = async () => {
    lock.release()
    if (users.leave()) await cluster.stop()
  }
  users.enter()
  try {
    const { port } = await cluster.start()
    const environments = await openDatabases({ settings, varDir, port, secrets, purpose, count })
    return { environments, release }
  } catch (error) {
    await release()
    throw error
  }
}

/**
 * Migrates once and copies the result: a copy takes a few hundredths of a second.
 * @param {{ settings: Settings, varDir: string, port: number, secrets: import('./secrets.mjs').Secrets, purpose: string, count: number }} wish
 */
async function openDatabases({ settings, varDir, port, secrets, purpose, count }) {
  const pattern = `platform_${purpose}_`
  const names = Array.from({ length: count }, (_, index) => `${pattern}${index + 1}`)
  const template = `platform_${purpose}_template`
  await recreate({ port, secrets, names: [template, ...names] })
  await prepareDatabase({ port, database: template, secrets })
  const environmentFor = (/** @type {string} */ database, /** @type {string} */ folder) =>
    laneEnvironment({ settings, secrets, varDir: folder, urls: urlsFor({ port, database, secrets }) })
  await command(['migrate'], await environmentFor(template, varDir))
  const environments = []
  for (const [index, name] of names.entries()) {
    await asSuperuser({ port, database: 'postgres', secrets }, (client) =>
      client.query(`create database ${name} template ${template} owner platform_owner`)
    )
    const environment = await environmentFor(name, join(varDir, `lane-${index + 1}`))
    environments.push({ ...environment, TEST_SHARD: String(index + 1) })
  }
  return environments
}

/** @param {{ port: number, secrets: import('./secrets.mjs').Secrets, names: string[] }} databases */
async function recreate({ port, secrets, names }) {
  await asSuperuser({ port, database: 'postgres', secrets }, async (client) => {
    for (const name of names) await client.query(`drop database if exists ${name} with (force)`)
  })
}

/**
 * Nothing of the operator's own settings reaches a test, or it would pass on one machine and fail on another.
 * @param {{ settings: Settings, secrets: import('./secrets.mjs').Secrets, varDir: string, urls: { ownerUrl: string, appUrl: string } }} parts
 * @returns {Promise<Environment>}
 */
async function laneEnvironment({ settings, secrets, varDir, urls }) {
  mkdirSync(varDir, { recursive: true })
  const [port, sandboxPort, smtpPort] = [await findFreePort(), await findFreePort(), await findFreePort()]
  const kept =
    /^(PATH|HOME|LANG|TMPDIR|CI|CHROMIUM_PATH|BENCH_\w+|TEST_\w+|npm_\w+|FORCE_COLOR|NO_COLOR|USER)$/
  const given = Object.fromEntries(Object.entries(settings.given).filter(([name]) => kept.test(name)))
  const own = {
    ...settings,
    mode: /** @type {const} */ ('test'),
    host: '127.0.0.1',
    port,
    sandboxPort,
    smtpPort,
    varDir,
    given,
  }
  const environment = applicationEnvironment({
    settings: { ...own, baseHost: `localhost:${port}` },
    secrets,
    urls,
  })
  return {
    ...environment,
    LOG_LEVEL: settings.given.LOG_LEVEL ?? 'error',
    SANDBOX_DIR: join(varDir, 'sandbox'),
  }
}
