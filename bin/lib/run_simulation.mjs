import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './host.mjs'
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
  const mutant = process.env.SIMULATE_MUTANT
  const { environment, release } = await openTestCluster({ settings, purpose: 'simulation' })
  try {
    return await runWithTerminal({
      args: withMistake(applicationProgram('bin/simulate.ts', args, { semiSpaceMb: 128 }), mutant),
      environment: { ...environment, DATABASE_POOL: connections, ...(mutant && { SIMULATE_MUTANT: mutant }) },
    })
  } finally {
    await release()
  }
}

/** A mistake is put in where all that TypeScript became passes by. @param {string[]} args @param {string | undefined} mutant */
function withMistake(args, mutant) {
  if (!mutant) return args
  const file = args.findIndex((arg) => !arg.startsWith('-'))
  return args.toSpliced(file, 0, `--import=${pathToFileURL(join(root, 'tests/simulation/mutate.ts')).href}`)
}
