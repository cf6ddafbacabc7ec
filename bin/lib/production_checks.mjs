import { Refusal } from './refusal.mjs'
import { checkDatabaseUrl } from './settings.mjs'

/** @typedef {import('./settings.mjs').Environment} Environment */

const weakWords =
  /^(?:.*(?:change.?me|example|default|secret|password|passwd|your.?).*|postgres|platform|admin|root|test|demo|billing)$/i
const DISTINCT_CHARACTERS_MIN = 10
const APP_KEY_LENGTH_MIN = 32
const PASSWORD_LENGTH_MIN = 12
const numbers = [
  'DATABASE_POOL',
  'API_REQUESTS_PER_MINUTE',
  'API_REQUESTS_PER_MINUTE_AND_ADDRESS',
  'API_REQUESTS_PER_MINUTE_AND_TENANT',
  'DEAR_REQUESTS_PER_MINUTE',
]

/**
 * The environment of a production process, or the reason why it must not start. Nothing is made up here: what a
 * development machine generates for itself, production is given.
 * @param {import('./settings.mjs').Settings} settings
 * @returns {Environment}
 */
export function productionEnvironment({ given, host, port, varDir }) {
  checkKey(require(given, 'APP_KEY'))
  checkEncryptionKeys(require(given, 'ENCRYPTION_KEYS'))
  for (const name of ['DATABASE_URL', 'APP_DATABASE_URL']) {
    if (name === 'DATABASE_URL' || given[name])
      checkDatabase(name, checkDatabaseUrl(require(given, name), name), given)
  }
  checkBaseHost(require(given, 'PUBLIC_BASE_HOST'))
  checkMailServer(require(given, 'SMTP_URL'))
  for (const name of numbers) checkNumber(name, given[name])
  checkAccess(given)
  checkScanner(given.CLAMD_ADDRESS)
  checkCollector(given)
  const stray = Object.keys(given).find((name) => name.startsWith('SANDBOX_'))
  if (stray) throw new Refusal(`${stray} is set, and production has no sandbox: unset it.`)
  const listenOn = given.HOST ?? '0.0.0.0'
  return {
    LOG_LEVEL: 'info',
    TZ: 'UTC',
    ...given,
    NODE_ENV: 'production',
    HOST: listenOn || host,
    PORT: String(port),
    VAR_DIR: varDir,
  }
}

/** @param {string} name @param {string} text @param {Environment} given */
function checkDatabase(name, text, given) {
  checkPassword(name, text)
  const url = new URL(text)
  const machine = url.searchParams.get('host') ?? url.hostname
  if (isHere(machine) || machinesWithoutTls(given).includes(machine)) return
  // The driver checks the certificate in this mode alone, whatever later versions make of the others.
  if (url.searchParams.get('sslmode') === 'verify-full') return
  throw new Refusal(
    `${name} leads to "${machine}" without TLS that checks its certificate: add sslmode=verify-full to it, or name the machine in WITHOUT_TLS when the way there is private.`
  )
}

/** This machine: no name, a socket's folder, or the loopback. @param {string} machine */
const isHere = (machine) =>
  /^(?:|\/.*|localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/.test(decodeURIComponent(machine))

/** @param {Environment} given */
const machinesWithoutTls = ({ WITHOUT_TLS: names = '' }) => names.split(',').map((name) => name.trim())

/** @param {string} text What is said of it does not repeat it: it holds a password. */
function checkMailServer(text) {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url && /^smtps?:$/.test(url.protocol) && url.hostname !== '') return
  throw new Refusal(
    'SMTP_URL must look like smtp://user:password@host:587 or smtps://user:password@host; what is set does not.'
  )
}

/** @param {Environment} given */
function checkCollector(given) {
  const text = given.AUDIT_COLLECTOR_URL
  const url = text && URL.canParse(text) ? new URL(text) : null
  if (url?.username || url?.password)
    throw new Refusal(
      'AUDIT_COLLECTOR_URL must hold no name and no password: AUDIT_COLLECTOR_TOKEN is for that.'
    )
  if (!text || url?.protocol === 'https:') return
  if (url?.protocol === 'http:' && (isHere(url.hostname) || machinesWithoutTls(given).includes(url.hostname)))
    return
  throw new Refusal('AUDIT_COLLECTOR_URL must begin with https://, unless it leads to this machine.')
}

/** @param {string | undefined} text */
function checkScanner(text) {
  if (!text || /^unix:\/./.test(text) || (URL.canParse(text) && /^tcp:\/\/[^/]+$/.test(text))) return
  throw new Refusal(
    `CLAMD_ADDRESS must look like tcp://host:3310 or unix:/run/clamav/clamd.ctl; it is "${text}".`
  )
}

/** @param {string} name @param {string | undefined} text */
function checkNumber(name, text) {
  if (text === undefined || /^[1-9]\d{0,8}$/.test(text)) return
  throw new Refusal(`${name} must be a whole number from 1; it is "${text}".`)
}

/** @param {Environment} given */
function checkAccess({ ACCESS_TEAM: team, ACCESS_AUDIENCE: audience }) {
  if (!team && !audience) return
  if (team && /^[0-9a-f]{64}$/.test(audience ?? '')) return
  throw new Refusal(
    'ACCESS_TEAM and ACCESS_AUDIENCE belong together: the name of the team and the 64 hexadecimal digits of the application.'
  )
}

/** @param {Environment} given @param {string} name */
function require(given, name) {
  const value = given[name]
  if (value) return value
  throw new Refusal(`${name} is not set, and production does not start without it: .env.example explains it.`)
}

/** @param {string} key */
function checkKey(key) {
  if (key.length >= APP_KEY_LENGTH_MIN && isVaried(key) && !weakWords.test(key)) return
  throw new Refusal(
    `APP_KEY is weak or a default: it needs at least ${APP_KEY_LENGTH_MIN} random characters, for instance from "openssl rand -base64 32".`
  )
}

/** @param {string} keys */
function checkEncryptionKeys(keys) {
  for (const key of keys.split(',')) {
    const [id, text = '', ...rest] = key.trim().split(':')
    const bytes = Buffer.from(text, 'base64')
    const isSound =
      Boolean(id) &&
      rest.length === 0 &&
      bytes.length === 32 &&
      new Set(bytes).size >= DISTINCT_CHARACTERS_MIN
    if (isSound) continue
    throw new Refusal(
      'ENCRYPTION_KEYS is weak or malformed: it must be <id>:<32 random bytes in base64>, newest first and separated by commas, for instance "k1:$(openssl rand -base64 32)".'
    )
  }
}

/** @param {string} name @param {string} text A connection without a password (a socket, a certificate) is the server's business. */
function checkPassword(name, text) {
  const { password, username } = new URL(text)
  const isSound =
    password.length >= PASSWORD_LENGTH_MIN &&
    isVaried(password, 6) &&
    !weakWords.test(password) &&
    password !== username
  if (password === '' || isSound) return
  throw new Refusal(
    `The password in ${name} is weak or a default: use at least ${PASSWORD_LENGTH_MIN} random characters.`
  )
}

/** @param {string} host */
function checkBaseHost(host) {
  if (
    /^[a-z0-9.-]+\.[a-z]{2,}(:\d+)?$/i.test(host) &&
    !/(^|\.)localhost(:|$)|(^|\.)example\.(com|org|net)(:|$)/i.test(host)
  )
    return
  throw new Refusal(
    `PUBLIC_BASE_HOST must be the public name of the installation, for instance "billing.your-company.tld"; it is "${host}".`
  )
}

const isVaried = (/** @type {string} */ text, least = DISTINCT_CHARACTERS_MIN) => new Set(text).size >= least
