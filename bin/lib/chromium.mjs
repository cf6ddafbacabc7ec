import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * The browser that the tests drive: the one that is named, else the first on the PATH.
 * @param {import('./settings.mjs').Environment} environment
 * @returns {string | undefined}
 */
export function findChromium({ CHROMIUM_PATH, PATH = '' }) {
  if (CHROMIUM_PATH) return existsSync(CHROMIUM_PATH) ? CHROMIUM_PATH : undefined
  const candidates = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  return candidates.find((path) => existsSync(path))
}
