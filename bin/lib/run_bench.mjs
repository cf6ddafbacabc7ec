import { buildFrontend } from './frontend.mjs'
import { applicationProgram, runWithTerminal } from './programs.mjs'
import { readEnvironment, readSettings } from './settings.mjs'
import { openLanes } from './test_lane.mjs'

/** Runs the measurements on a database of their own, with the settings an operator would have. @param {string[]} args */
export async function runBench(args) {
  const settings = readSettings(readEnvironment())
  const { environments, release } = await openLanes({ settings, purpose: 'bench', count: 1 })
  try {
    const environment = environments[0] ?? {}
    await buildFrontend(environment)
    return await runWithTerminal({ args: applicationProgram('bench/main.ts', args), environment })
  } finally {
    await release()
  }
}
