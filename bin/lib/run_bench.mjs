import { command } from './database_steps.mjs'
import { buildFrontend } from './frontend.mjs'
import { applicationProgram, runWithTerminal } from './programs.mjs'
import { readEnvironment, readSettings } from './settings.mjs'
import { openTestCluster } from './test_cluster.mjs'

/** Runs the measurements on a migrated database of their own. @param {string[]} args */
export async function runBench(args) {
  const settings = readSettings(readEnvironment())
  const { environment, release } = await openTestCluster({ settings, purpose: 'bench' })
  try {
    await buildFrontend(environment)
    await command(['migrate'], environment)
    return await runWithTerminal({ args: applicationProgram('bench/main.ts', args), environment })
  } finally {
    await release()
  }
}
