import type { GatewaySettings, SettingsComplaint, SettingsField } from '#app/payments/drivers/contract'

/** Settings of one Stripe account. */
export interface StripeConfig {
  baseUrl: string
  /** Where the browser loads Stripe.js. */
  scriptUrl: string
  publishableKey: string
  isLive: boolean
  timeoutMs: number
  secretKey: string
  webhookSecret: string
}

/** Pinned: answers and webhooks keep this form until we change it here and in the tests. */
export const apiVersion = '2026-10-28.endive'
export const apiMajor = 'endive'

const liveBaseUrl = 'https://api.stripe.com'
const liveScriptUrl = `https://js.stripe.com/${apiMajor}/stripe.js`
/** @see https://docs.stripe.com/security/guide#content-security-policy */
const liveOrigins = [
  'https://js.stripe.com',
  'https://*.js.stripe.com',
  'https://api.stripe.com',
  'https://hooks.stripe.com',
]

export function readConfig({ config, secrets }: Pick<GatewaySettings, 'config' | 'secrets'>): StripeConfig {
  const text = (name: string, fallback = '') => (typeof config[name] === 'string' ? config[name] : fallback)
  return {
    baseUrl: text('baseUrl', liveBaseUrl),
    scriptUrl: text('scriptUrl', liveScriptUrl),
    publishableKey: text('publishableKey'),
    isLive: config.isLive === true,
    timeoutMs: typeof config.timeoutMs === 'number' ? config.timeoutMs : 10_000,
    secretKey: secrets.secretKey ?? '',
    webhookSecret: secrets.webhookSecret ?? '',
  }
}

export const settingsForm: readonly SettingsField[] = [
  { name: 'publishableKey', kind: 'text', isRequired: true, example: 'pk_live_…', saysMode: true },
  { name: 'secretKey', kind: 'secret', isRequired: true, example: 'rk_live_…' },
  { name: 'webhookSecret', kind: 'secret', isRequired: false, example: 'whsec_…', comesWithWebhook: true },
]

/** Each of Stripe's keys says by itself which of the two it is. */
export function isLiveKey({ config }: Pick<GatewaySettings, 'config'>): boolean {
  return typeof config.publishableKey === 'string' && config.publishableKey.startsWith('pk_live_')
}

/** The kind of a key and its mode stand at its beginning: `pk_live_…`. */
function readKey(key: string): { kind: string; mode: string } | null {
  const [, kind, mode] = /^([a-z]+)_(live|test)_/.exec(key) ?? []
  return kind && mode ? { kind, mode } : null
}

export function checkConfig(settings: GatewaySettings): SettingsComplaint[] {
  const config = readConfig(settings)
  const mode = config.isLive ? 'live' : 'test'
  const [publishable, secret] = [readKey(config.publishableKey), readKey(config.secretKey)]
  const isSecret = secret?.kind === 'sk' || secret?.kind === 'rk'
  const complaints: [boolean, SettingsComplaint][] = [
    [!URL.canParse(config.baseUrl), installation('baseUrl')],
    [!URL.canParse(config.scriptUrl), installation('scriptUrl')],
    // Real cards and keys for them are Stripe's alone: no stand-in, no proxy.
    [config.isLive && config.baseUrl !== liveBaseUrl, installation('baseUrl')],
    [config.isLive && !config.scriptUrl.startsWith('https://js.stripe.com/'), installation('scriptUrl')],
    [
      publishable?.kind !== 'pk',
      { field: 'publishableKey', type: 'other_key', values: { prefix: 'pk_live_ / pk_test_' } },
    ],
    [
      publishable?.kind === 'pk' && publishable.mode !== mode,
      { field: 'publishableKey', type: 'other_mode' },
    ],
    [!isSecret, { field: 'secretKey', type: 'other_key', values: { prefix: 'rk_ / sk_' } }],
    // Said once: of a publishable key that is none it is not known for which mode it is meant.
    [
      isSecret && publishable?.kind === 'pk' && secret.mode !== mode,
      { field: 'secretKey', type: 'other_mode' },
    ],
    [
      config.webhookSecret !== '' && !config.webhookSecret.startsWith('whsec_'),
      { field: 'webhookSecret', type: 'other_key', values: { prefix: 'whsec_' } },
    ],
  ]
  return complaints.filter(([isWrong]) => isWrong).map(([, complaint]) => complaint)
}

function installation(what: string): SettingsComplaint {
  return { field: null, type: 'installation', values: { what } }
}

export function originsOf(settings: Pick<GatewaySettings, 'config'>): string[] {
  const { baseUrl, scriptUrl } = readConfig({ ...settings, secrets: {} })
  if (baseUrl === liveBaseUrl) return liveOrigins
  return [
    ...new Set([baseUrl, scriptUrl].filter((url) => URL.canParse(url)).map((url) => new URL(url).origin)),
  ]
}
