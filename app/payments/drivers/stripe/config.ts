import type { GatewaySettings, SettingsField } from '#app/payments/drivers/contract'

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
  { name: 'publishableKey', kind: 'text', isRequired: true, example: 'pk_live_…' },
  { name: 'secretKey', kind: 'secret', isRequired: true, example: 'rk_live_…' },
  { name: 'webhookSecret', kind: 'secret', isRequired: false, example: 'whsec_…', comesWithWebhook: true },
]

/** Each of Stripe's keys says by itself which of the two it is. */
export function isLiveKey({ config }: Pick<GatewaySettings, 'config'>): boolean {
  return typeof config.publishableKey === 'string' && config.publishableKey.startsWith('pk_live_')
}

export function checkConfig(settings: GatewaySettings): string[] {
  const config = readConfig(settings)
  const mode = config.isLive ? 'live' : 'test'
  const complaints: [boolean, string][] = [
    [!URL.canParse(config.baseUrl), 'baseUrl is not an address.'],
    [!URL.canParse(config.scriptUrl), 'scriptUrl is not an address.'],
    [
      !new RegExp(`^pk_${mode}_`).test(config.publishableKey),
      `The publishable key must start with pk_${mode}_.`,
    ],
    [
      !new RegExp(`^(sk|rk)_${mode}_`).test(config.secretKey),
      `The secret key must start with sk_${mode}_ or rk_${mode}_.`,
    ],
    [
      config.webhookSecret !== '' && !config.webhookSecret.startsWith('whsec_'),
      'The webhook secret must start with whsec_.',
    ],
  ]
  return complaints.filter(([isWrong]) => isWrong).map(([, sentence]) => sentence)
}

export function originsOf(settings: Pick<GatewaySettings, 'config'>): string[] {
  const { baseUrl, scriptUrl } = readConfig({ ...settings, secrets: {} })
  if (baseUrl === liveBaseUrl) return liveOrigins
  return [
    ...new Set([baseUrl, scriptUrl].filter((url) => URL.canParse(url)).map((url) => new URL(url).origin)),
  ]
}
