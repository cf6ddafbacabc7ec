import { applicationProgram, runWithTerminal } from './programs.mjs'
import { readEnvironment, readSettings } from './settings.mjs'
import { openTestCluster } from './test_cluster.mjs'

/** As many as work side by side: each connection plans every statement, and those of every key and trigger, some six times for itself. */
const connections = '6'

/**
 * Simulated years run on a PostgreSQL of the tests, never on that of the installation. With little room for young objects a sixth of the
 * processor's time went into collecting them.
 * @param {string[]} args
 */
export async function runSimulation(args) {
  const settings = readSettings(readEnvironment())
  const { environment, release } = await openTestCluster({ settings, purpose: 'simulation' })
  try {
    return await runWithTerminal({
      args: applicationProgram('bin/simulate.ts', args, { semiSpaceMb: 128 }),
      environment: { ...environment, DATABASE_POOL: connections },
    })
  } finally {
    await release()
  }
}
