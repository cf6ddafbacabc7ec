import { databaseIdentity, migrateAndSeed } from './database_steps.mjs'
import { buildFrontend } from './frontend.mjs'
import { prepareInstallation } from './prepare.mjs'
import { readEnvironment, readSettings } from './settings.mjs'

/** Builds the pages, migrates and seeds, and leaves the machine as quiet as it was. */
export async function setUp() {
  const { environment, release } = await prepareInstallation(readSettings(readEnvironment()))
  try {
    await buildFrontend(environment)
    const identity = await databaseIdentity(String(environment.DATABASE_URL))
    await migrateAndSeed({ environment, identity })
  } finally {
    await release()
  }
  process.stdout.write('Everything is set up: "npm start" runs it.\n')
  return 0
}
