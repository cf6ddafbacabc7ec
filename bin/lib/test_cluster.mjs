import { join } from 'node:path'
import { prepareVarFolder } from './disk.mjs'
import { applicationEnvironment } from './environment.mjs'
import { InstanceLock } from './instance_lock.mjs'
import { checkOutsideDatabase } from './outside_database.mjs'
import { findFreePort } from './ports.mjs'
import { PostgresCluster } from './postgres_cluster.mjs'
import { asSuperuser, prepareDatabase } from './postgres_roles.mjs'
import { loadSecrets } from './secrets.mjs'
import { checkDatabaseUrl } from './settings.mjs'

/**
 * @typedef {import('./settings.mjs').Environment} Environment
 * @typedef {import('./settings.mjs').Settings} Settings
 * @typedef {import('./secrets.mjs').Secrets} Secrets
 * @typedef {{ environment: Environment, release: () => Promise<void> }} TestCluster
 */

// A test database that a power cut destroys is made again, so it need not wait for the disk.
// And a statement is planned for any values from its first time on, as it is after the fifth: a quarter of the database's time went into plans.
const hasty = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'plan_cache_mode=force_generic_plan',
]
// Years pass in hours: tables grow so quickly that plans are wrong until they are analysed again, and the log is wanted by nobody.
// A thousand customers are a gigabyte by the end.
const growing = [
  'autovacuum_naptime=60s',
  'shared_buffers=1GB',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=4GB',
  'checkpoint_timeout=1h',
  'update_process_title=off',
]
const settingsFor = { bench: [], test: hasty, simulation: [...hasty, ...growing] }

/**
 * Starts a PostgreSQL for tests or measurements, never the demo's own, and forgets what an earlier run left in it.
 * @param {{ settings: Settings, purpose: 'test' | 'bench' | 'simulation' }} wish
 * @returns {Promise<TestCluster>}
 */
export async function openTestCluster({ settings, purpose }) {
  const varDir = join(settings.varDir, purpose)
  prepareVarFolder(varDir)
  const lock = new InstanceLock(
    varDir,
    (pid) => `Another run uses ${varDir} (process ${pid}): wait for it, or set VAR_DIR.`
  )
  await lock.take()
  const secrets = loadSecrets(varDir)
  const dataFolder = join(varDir, 'postgres')
  const socketFolder = purpose === 'simulation' ? socketFolderIn(dataFolder) : null
  const cluster = new PostgresCluster({
    dataFolder,
    logFile: join(varDir, 'log', 'postgres.log'),
    superuserPassword: secrets.databaseSuperuserPassword,
    // A measurement has the settings that an operator would have; tests only want to be quick.
    settings: [...settingsFor[purpose], ...(socketFolder ? [`unix_socket_directories=${socketFolder}`] : [])],
  })
  const release = async () => {
    await cluster.stop()
    lock.release()
  }
  try {
    const given = await openDatabase({ settings, cluster, secrets, purpose })
    const urls =
      socketFolder && !settings.given.TEST_DATABASE_URL ? throughSocket(given, socketFolder) : given
    return { environment: await environmentFor({ settings, secrets, varDir, urls }), release }
  } catch (error) {
    await release()
    throw error
  }
}

/**
 * Whoever asks a million times notices what a way through the network of the machine costs: a fifth of the processor's time.
 * @param {string} folder @returns {string | null} null where the operating system has no such sockets, or takes no path of this length
 */
function socketFolderIn(folder) {
  return process.platform !== 'win32' && Buffer.byteLength(join(folder, '.s.PGSQL.65535')) < 100
    ? folder
    : null
}

/** @param {import('./environment.mjs').DatabaseUrls} urls @param {string} folder @returns {import('./environment.mjs').DatabaseUrls} */
function throughSocket(urls, folder) {
  const change = (/** @type {string} */ text) => {
    const url = new URL(text)
    url.searchParams.set('host', folder)
    return url.href
  }
  return { ownerUrl: change(urls.ownerUrl), appUrl: urls.appUrl && change(urls.appUrl) }
}

/** @param {{ settings: Settings, cluster: PostgresCluster, secrets: Secrets, purpose: string }} parts */
async function openDatabase({ settings, cluster, secrets, purpose }) {
  const outside = settings.given.TEST_DATABASE_URL
  if (outside) {
    await checkOutsideDatabase(checkDatabaseUrl(outside, 'TEST_DATABASE_URL'))
    return { ownerUrl: outside, appUrl: undefined }
  }
  const { port } = await cluster.start()
  // A simulation works like a test: on a copy of the migrated template.
  const database = purpose === 'bench' ? 'platform_bench' : 'platform_test'
  await forgetDatabases({ port, secrets, pattern: `${database}_%` })
  return prepareDatabase({ port, database, secrets })
}

/**
 * Runs that were killed leave their databases behind; only the migrated template is worth keeping.
 * @param {{ port: number, secrets: Secrets, pattern: string }} parts
 */
async function forgetDatabases({ port, secrets, pattern }) {
  await asSuperuser({ port, database: 'postgres', secrets }, async (client) => {
    const { rows } = await client.query(
      `select datname from pg_database where datname like $1 and datname not like '%\\_template'`,
      [pattern]
    )
    for (const { datname } of rows)
      await client.query(`drop database if exists ${client.escapeIdentifier(datname)} with (force)`)
  })
}

/**
 * Of the operator's own settings none reaches a test, or it would pass on one machine and fail on another.
 * @param {{ settings: Settings, secrets: Secrets, varDir: string, urls: import('./environment.mjs').DatabaseUrls }} parts
 * @returns {Promise<Environment>}
 */
async function environmentFor({ settings, secrets, varDir, urls }) {
  const [port, sandboxPort, smtpPort] = [await findFreePort(), await findFreePort(), await findFreePort()]
  const kept = /^(PATH|HOME|LANG|USER|TMPDIR|CI|CHROMIUM_PATH|FORCE_COLOR|NO_COLOR|(?:BENCH|TEST|npm)_\w+)$/
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
  return { ...environment, TEST_DATABASE_URL: urls.ownerUrl, LOG_LEVEL: settings.given.LOG_LEVEL ?? 'fatal' }
}
