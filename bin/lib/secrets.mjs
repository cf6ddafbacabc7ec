import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from './refusal.mjs'

const token = (/** @type {number} */ bytes) => randomBytes(bytes).toString('base64url')
const word = (/** @type {number} */ bytes) => randomBytes(bytes).toString('hex')

/** How each secret of a development or demo installation is made. Production brings its own. */
const recipes = {
  appKey: () => token(32),
  encryptionKeys: () => `k1:${randomBytes(32).toString('base64')}`,
  databaseSuperuserPassword: () => token(24),
  databaseOwnerPassword: () => token(24),
  databaseAppPassword: () => token(24),
  sandboxStripeSecretKey: () => `sk_test_${word(24)}`,
  sandboxStripePublishableKey: () => `pk_test_${word(24)}`,
  sandboxStripeWebhookSecret: () => `whsec_${word(24)}`,
  sandboxBtcpayApiKey: () => word(20),
  sandboxBtcpayWebhookSecret: () => word(24),
  sandboxCoinbaseKeySecret: () => randomBytes(32).toString('base64'),
  sandboxCoinbaseWebhookSecret: () => word(24),
  sandboxPayPalClientId: () => word(24),
  sandboxPayPalClientSecret: () => word(24),
  sandboxVirtfusionToken: () => token(36),
}

/** @typedef {{ [Name in keyof typeof recipes]: string }} Secrets */

/**
 * Reads the secrets of this installation, making those that are missing. Once made they never change:
 * the database's passwords and every encrypted column depend on them.
 * @param {string} varDir @returns {Secrets}
 */
export function loadSecrets(varDir) {
  const file = join(varDir, 'secrets.json')
  const known = readSecrets(file)
  const missing = Object.entries(recipes).filter(([name]) => !known[name])
  const all = { ...known, ...Object.fromEntries(missing.map(([name, make]) => [name, make()])) }
  if (missing.length > 0) writeSecrets(file, all)
  else chmodSync(file, 0o600)
  return /** @type {Secrets} */ (all)
}

/** @param {string} file @returns {Record<string, string>} */
function readSecrets(file) {
  if (!existsSync(file)) return {}
  try {
    const value = JSON.parse(readFileSync(file, 'utf8'))
    if (value && typeof value === 'object' && !Array.isArray(value)) return value
  } catch (error) {
    if (!(error instanceof SyntaxError)) {
      throw new Refusal(`${file} cannot be read by this user: start as the user who owns it.`)
    }
  }
  throw new Refusal(
    `${file} is damaged: restore it from a backup, or remove the whole folder to begin again with an empty demo.`
  )
}

/** @param {string} file @param {Record<string, string>} secrets */
function writeSecrets(file, secrets) {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, file)
}
