import { isInstalled } from './install.mjs'
import { chosenByRunning } from './instance_lock.mjs'
import { prepareInstallation } from './prepare.mjs'
import { productionEnvironment } from './production_checks.mjs'
import { applicationProgram, runWithTerminal } from './programs.mjs'
import { Refusal, runEntrance } from './refusal.mjs'
import { readEnvironment, readSettings } from './settings.mjs'

/** `bin/ace`: gives an operator's command its environment and a database, and passes its exit code on. */
await runEntrance(async () => {
  const given = readEnvironment()
  const own = readSettings(given)
  const settings =
    own.mode === 'production' ? own : readSettings({ ...chosenByRunning(own.varDir), ...given })
  const args = applicationProgram('bin/console.ts', process.argv.slice(2))
  if (settings.mode === 'production')
    return runWithTerminal({ args, environment: productionEnvironment(settings) })
  if (!isInstalled())
    throw new Refusal('The packages do not match the lock file: run bin/setup (or npm start) first.')
  const { environment, release } = await prepareInstallation(settings)
  try {
    return await runWithTerminal({ args, environment })
  } finally {
    await release()
  }
})
