import { isAlive } from './processes.mjs'

const WATCH_MS = 250

/**
 * Resolves when somebody wants us to stop: a signal, the closed terminal, or the death of the npm or the Node.js
 * above us, which cannot pass on a `kill -9`.
 * @param {import('./processes.mjs').ProcessName | null} npm
 * @returns {Promise<string>} the reason, for the terminal
 */
export function stopRequest(npm) {
  return new Promise((done) => {
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
      process.on(signal, () => done(signal))
    process.on('disconnect', () => done('the process above is gone'))
    process.channel?.unref()
    if (npm) setInterval(() => !isAlive(npm) && done('npm is gone'), WATCH_MS).unref()
  })
}
