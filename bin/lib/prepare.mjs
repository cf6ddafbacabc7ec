import { join } from 'node:path'
import { prepareVarFolder } from './disk.mjs'
import { applicationEnvironment } from './environment.mjs'
import { checkOutsideDatabase } from './outside_database.mjs'
import { PostgresCluster } from './postgres_cluster.mjs'
import { prepareDatabase } from './postgres_roles.mjs'
import { PostgresUsers } from './postgres_users.mjs'
import { loadSecrets } from './secrets.mjs'

/**
 * @typedef {import('./settings.mjs').Settings} Settings
 * @typedef {import('./settings.mjs').Environment} Environment
 * @typedef {import('./secrets.mjs').Secrets} Secrets
 * @typedef {{ cluster: PostgresCluster | null, environment: Environment, secrets: Secrets, release: () => Promise<void>,
 *   reviveDatabase: () => Promise<boolean> }} Prepared
 */

/** Folders, secrets and a database that answers: what every command of this installation stands on.
 * @param {Settings} settings @returns {Promise<Prepared>}
 */
export async function prepareInstallation(settings) {
  prepareVarFolder(settings.varDir)
  const secrets = loadSecrets(settings.varDir)
  if (settings.databaseUrl !== null) {
    await checkOutsideDatabase(settings.databaseUrl)
    const urls = { ownerUrl: settings.databaseUrl, appUrl: undefined }
    const environment = applicationEnvironment({ settings, secrets, urls })
    return {
      cluster: null,
      environment,
      secrets,
      release: async () => undefined,
      reviveDatabase: async () => false,
    }
  }
  return prepareEmbedded(settings, secrets)
}

/** @param {Settings} settings @param {Secrets} secrets @returns {Promise<Prepared>} */
async function prepareEmbedded(settings, secrets) {
  const cluster = new PostgresCluster({
    dataFolder: join(settings.varDir, 'postgres'),
    logFile: join(settings.varDir, 'log', 'postgres.log'),
    superuserPassword: secrets.databaseSuperuserPassword,
  })
  const users = new PostgresUsers(settings.varDir, 'postgres')
  const release = async () => {
    if (users.leave()) await cluster.stop()
  }
  users.enter()
  try {
    const { port } = await cluster.start()
    const urls = await prepareDatabase({ port, database: 'platform', secrets })
    const environment = applicationEnvironment({ settings, secrets, urls })
    const reviveDatabase = () => cluster.revive(port)
    return { cluster, environment, secrets, release, reviveDatabase }
  } catch (error) {
    await release()
    throw error
  }
}
