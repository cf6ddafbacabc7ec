import { isInstalled } from './install.mjs'
import { chosenByRunning } from './instance_lock.mjs'
import { checkOutsideDatabase } from './outside_database.mjs'
import { prepareInstallation } from './prepare.mjs'
import { productionEnvironment } from './production_checks.mjs'
import { applicationProgram, runWithTerminal } from './programs.mjs'
import { Refusal, runEntrance } from './refusal.mjs'
import { runSimulation } from './run_simulation.mjs'
import { readEnvironment, readSettings } from './settings.mjs'

/** `bin/ace`: gives an operator's command its environment and a database, and passes its exit code on. */
await runEntrance(async () => {
  const given = readEnvironment()
  const [command, ...words] = askedFor(process.argv.slice(2))
  // Simulated years have a database of their own, so they neither wait for that of the installation nor touch it.
  if (command === 'simulate') {
    if (readSettings(given).mode === 'production')
      throw new Refusal('Years are simulated where the project is developed, not in production.')
    return runSimulation(words)
  }
  const own = readSettings(given)
  const settings =
    own.mode === 'production' ? own : readSettings({ ...chosenByRunning(own.varDir), ...given })
  const args = applicationProgram('bin/console.ts', askedFor(process.argv.slice(2)))
  if (settings.mode === 'production') {
    const environment = productionEnvironment(settings)
    if (settings.databaseUrl) await checkOutsideDatabase(settings.databaseUrl)
    return runWithTerminal({ args, environment })
  }
  if (!isInstalled())
    throw new Refusal('The packages do not match the lock file: run bin/setup (or npm start) first.')
  const { environment, release } = await prepareInstallation(settings)
  try {
    return await runWithTerminal({ args, environment })
  } finally {
    await release()
  }
})

/** A command's own --help complains of the arguments that are missing; the command "help" does not. @param {string[]} words */
function askedFor(words) {
  const [command] = words
  const wantsHelp = words.some((word) => word === '--help' || word === '-h')
  return wantsHelp && command && !command.startsWith('-') ? ['help', command] : words
}
