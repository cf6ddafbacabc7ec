import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { root } from './host.mjs'

/**
 * @typedef {import('./settings.mjs').Settings} Settings
 * @typedef {import('./settings.mjs').Environment} Environment
 * @typedef {import('./secrets.mjs').Secrets} Secrets
 * @typedef {{ ownerUrl: string, appUrl: string | undefined }} DatabaseUrls
 */

/** The gateways that the demo's seed connects: the stand-ins send their webhooks there from their first moment on. */
const demoGateway = 'gw_01j0000000e008000000000051'
const demoCoinsGateway = 'gw_01j0000000e008000000000053'
const demoCoinbaseGateway = 'gw_01j0000000e008000000000054'
const demoPayPalGateway = 'gw_01j0000000e008000000000052'

/**
 * Everything the application reads, spelled out: whatever the operator gave wins over what we made.
 * @param {{ settings: Settings, secrets: Secrets, urls: DatabaseUrls }} parts
 * @returns {Environment}
 */
export function applicationEnvironment({ settings, secrets, urls }) {
  const { given, port, sandboxPort, smtpPort } = settings
  return {
    APP_KEY: secrets.appKey,
    ENCRYPTION_KEYS: secrets.encryptionKeys,
    SANDBOX_URL: `http://127.0.0.1:${sandboxPort}`,
    // Tests ask no feed unless they start one.
    EXCHANGE_RATES_URL: settings.mode === 'test' ? 'off' : `http://127.0.0.1:${sandboxPort}`,
    VIES_URL:
      settings.mode === 'test' ? 'off' : `http://127.0.0.1:${sandboxPort}/taxation_customs/vies/rest-api`,
    // Tests ask no name server unless they start one: nothing listens there.
    DNS_SERVERS: settings.mode === 'test' ? '127.0.0.1:9' : `127.0.0.1:${sandboxPort}`,
    ...scanner(settings),
    SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    LOG_LEVEL: 'info',
    TZ: 'UTC',
    // More pools of memory than two, one for each thread, keep some 20 MB more for a process that does nothing.
    MALLOC_ARENA_MAX: '2',
    // Compiled code is kept between starts, which saves a sixth of each.
    NODE_COMPILE_CACHE: join(settings.varDir, 'run', 'compiled'),
    ...sandboxSecrets(secrets),
    ...payPalAuthority(),
    ...given,
    NODE_ENV: settings.mode,
    HOST: settings.host,
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
    SANDBOX_SMTP_PORT: String(smtpPort),
    PUBLIC_BASE_HOST: settings.baseHost,
    VAR_DIR: settings.varDir,
    DATABASE_URL: urls.ownerUrl,
    APP_DATABASE_URL: given.APP_DATABASE_URL ?? urls.appUrl,
    PATH: [join(root, 'node_modules/.bin'), given.PATH].filter(Boolean).join(delimiter),
  }
}

/**
 * The sandbox stands for other people's systems: of our secrets it learns only those we share with them.
 * @param {{ settings: Settings, secrets: Secrets }} parts
 * @returns {Environment}
 */
export function sandboxEnvironment({ settings, secrets }) {
  const { given, sandboxPort, smtpPort, varDir } = settings
  const passed = Object.entries(given).filter(([name]) =>
    /^(SANDBOX_|PATH$|HOME$|LANG$|TMPDIR$|LOG_LEVEL$)/.test(name)
  )
  return {
    TZ: 'UTC',
    SANDBOX_HOST: settings.host,
    SANDBOX_DIR: join(varDir, 'sandbox'),
    SANDBOX_STRIPE_WEBHOOK_URL: `http://${settings.baseHost}/webhooks/stripe/${demoGateway}`,
    SANDBOX_BTCPAY_WEBHOOK_URL: `http://${settings.baseHost}/webhooks/btcpay/${demoCoinsGateway}`,
    SANDBOX_COINBASE_WEBHOOK_URL: `http://${settings.baseHost}/webhooks/coinbase/${demoCoinbaseGateway}`,
    SANDBOX_PAYPAL_WEBHOOK_URL: `http://${settings.baseHost}/webhooks/paypal/${demoPayPalGateway}`,
    ...sandboxSecrets(secrets),
    ...Object.fromEntries(passed),
    NODE_ENV: settings.mode,
    SANDBOX_PORT: String(sandboxPort),
    SANDBOX_SMTP_PORT: String(smtpPort),
  }
}

/** @param {Secrets} secrets */
function sandboxSecrets(secrets) {
  return {
    SANDBOX_STRIPE_SECRET_KEY: secrets.sandboxStripeSecretKey,
    SANDBOX_STRIPE_PUBLISHABLE_KEY: secrets.sandboxStripePublishableKey,
    SANDBOX_STRIPE_WEBHOOK_SECRET: secrets.sandboxStripeWebhookSecret,
    SANDBOX_BTCPAY_API_KEY: secrets.sandboxBtcpayApiKey,
    SANDBOX_BTCPAY_WEBHOOK_SECRET: secrets.sandboxBtcpayWebhookSecret,
    SANDBOX_COINBASE_KEY_SECRET: secrets.sandboxCoinbaseKeySecret,
    SANDBOX_COINBASE_WEBHOOK_SECRET: secrets.sandboxCoinbaseWebhookSecret,
    SANDBOX_PAYPAL_CLIENT_ID: secrets.sandboxPayPalClientId,
    SANDBOX_PAYPAL_CLIENT_SECRET: secrets.sandboxPayPalClientSecret,
    SANDBOX_VIRTFUSION_TOKEN: secrets.sandboxVirtfusionToken,
  }
}

/** The stand-in listens in the sandbox's folder; longer names of sockets are cut off by the system. @param {Settings} settings */
function scanner({ mode, varDir }) {
  const path = join(varDir, 'sandbox', 'clamd.sock')
  return mode === 'test' || path.length > 100 ? {} : { CLAMD_ADDRESS: `unix:${path}` }
}

/** Whom the platform has to trust when PayPal's stand-in signs its webhooks. Not there where the sandbox is not shipped. */
function payPalAuthority() {
  const file = join(root, 'sandbox/paypal/pem/authority.pem')
  return existsSync(file) ? { SANDBOX_PAYPAL_AUTHORITY: readFileSync(file, 'utf8') } : {}
}
