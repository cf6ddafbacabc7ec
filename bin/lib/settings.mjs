import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { root } from './host.mjs'
import { Refusal } from './refusal.mjs'

/**
 * What an operator has chosen, checked; every value has a default, so that nothing must be set to start.
 * @typedef {Record<string, string | undefined>} Environment
 * @typedef {{
 *   mode: 'development' | 'test' | 'production', host: string, port: number, sandboxPort: number, smtpPort: number,
 *   varDir: string, databaseUrl: string | null, baseHost: string, given: Environment
 * }} Settings
 */

const modes = /** @type {const} */ (['development', 'test', 'production'])

/**
 * The environment of this process over the file .env; an empty variable counts as unset.
 * @returns {Environment}
 */
export function readEnvironment() {
  const file = join(root, '.env')
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  return Object.fromEntries(
    Object.entries({ ...fromFile, ...process.env }).filter(([, value]) => value !== '')
  )
}

/** What decides where an installation is and answers. */
const places = [
  'HOST',
  'PORT',
  'SANDBOX_PORT',
  'SANDBOX_SMTP_PORT',
  'PUBLIC_BASE_HOST',
  'DATABASE_URL',
  'APP_DATABASE_URL',
]

/** Of the settings, those that another command needs to find the same installation. @param {Settings} settings @returns {Environment} */
export function placeOf({ given }) {
  return Object.fromEntries(places.flatMap((name) => (given[name] ? [[name, given[name]]] : [])))
}

/** @param {Environment} given @returns {Settings} */
export function readSettings(given) {
  const port = readPort(given, 'PORT', 3333)
  return {
    mode: readMode(given.NODE_ENV),
    host: given.HOST ?? defaultHost(),
    port,
    sandboxPort: readPort(given, 'SANDBOX_PORT', port + 1),
    smtpPort: readPort(given, 'SANDBOX_SMTP_PORT', port + 2),
    varDir: resolve(root, given.VAR_DIR ?? 'var'),
    databaseUrl: given.DATABASE_URL ? checkDatabaseUrl(given.DATABASE_URL) : null,
    baseHost: given.PUBLIC_BASE_HOST ?? `localhost:${port}`,
    given,
  }
}

/** @param {string | undefined} name */
function readMode(name = 'development') {
  const mode = modes.find((known) => known === name)
  if (mode) return mode
  throw new Refusal(`NODE_ENV must be one of ${modes.join(', ')}; it is "${name}".`)
}

/** @param {Environment} given @param {string} name @param {number} fallback */
function readPort(given, name, fallback) {
  const text = given[name] ?? String(fallback)
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port >= 1 && port <= 65535) return port
  if (given[name] === undefined) {
    throw new Refusal(
      `PORT is too high for the ports of the sandbox that follow it: set PORT to 65533 or lower, or set ${name}.`
    )
  }
  throw new Refusal(`${name} must be a port number from 1 to 65535; it is "${text}".`)
}

/**
 * The loopback only: a demo with well-known sign-ins is nobody else's business. A container has a loopback of its
 * own that its host cannot reach, so there it listens everywhere and the host decides which port to publish.
 */
function defaultHost() {
  return existsSync('/.dockerenv') || existsSync('/run/.containerenv') ? '0.0.0.0' : '127.0.0.1'
}

/** @param {string} text */
export function checkDatabaseUrl(text, name = 'DATABASE_URL') {
  const url = URL.canParse(text) ? new URL(text) : null
  const isPostgres = url?.protocol === 'postgres:' || url?.protocol === 'postgresql:'
  if (isPostgres && url.pathname.length > 1) return text
  throw new Refusal(
    `${name} must look like postgres://user:password@host:5432/database; what is set does not.`
  )
}
