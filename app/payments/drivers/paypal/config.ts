import { X509Certificate } from 'node:crypto'
import type { GatewaySettings, SettingsComplaint, SettingsField } from '#app/payments/drivers/contract'

/** Settings of one REST app at PayPal. */
export interface PayPalConfig {
  /** The gateway's id: its access token is kept under it. */
  gatewayId: string
  environment: (typeof environments)[number]
  isLive: boolean
  baseUrl: string
  timeoutMs: number
  clientId: string
  clientSecret: string
  /** Part of what each message is signed over; empty until the webhook is set up. */
  webhookId: string
  verification: (typeof verifications)[number]
  /** Name of the seller on PayPal's page; the account's own when empty. */
  brandName: string
  /** PEM of the authority that a stand-in signs with; never with PayPal itself. */
  trustRoot: string | null
  /** What the address of a signing certificate must begin with. Nothing else is ever fetched. */
  certificatePrefixes: string[]
}

const environments = ['live', 'sandbox'] as const
/** By the certificate alone, or by asking PayPal where the certificate cannot be had. */
const verifications = ['certificate', 'certificate_or_call'] as const

const baseUrls = { live: 'https://api-m.paypal.com', sandbox: 'https://api-m.sandbox.paypal.com' }
const certificateHosts = { live: 'https://api.paypal.com', sandbox: 'https://api.sandbox.paypal.com' }
const certificatePath = '/v1/notifications/certs/'

export const settingsForm: readonly SettingsField[] = [
  { name: 'environment', kind: 'choice', isRequired: true, saysMode: true, choices: environments },
  { name: 'clientId', kind: 'text', isRequired: true, example: 'AeA1QIZXiflr1_-r0U2UbWTziOWX1GRQer5jkUq4ZfWT5qwb' },
  { name: 'clientSecret', kind: 'secret', isRequired: true },
  { name: 'brandName', kind: 'text', isRequired: false },
  { name: 'webhookId', kind: 'text', isRequired: false, example: '5GP028458E2496506', comesWithWebhook: true },
  { name: 'verification', kind: 'choice', isRequired: false, choices: verifications },
] // prettier-ignore

export function readConfig({ id, config, secrets }: GatewaySettings): PayPalConfig {
  const text = (name: string, fallback = '') => (typeof config[name] === 'string' ? config[name] : fallback)
  const environment = isLive({ config }) ? 'live' : 'sandbox'
  const baseUrl = text('baseUrl', baseUrls[environment]).replace(/\/$/, '')
  const isStandIn = baseUrl !== baseUrls[environment]
  return {
    gatewayId: id,
    environment,
    isLive: environment === 'live',
    baseUrl,
    timeoutMs: typeof config.timeoutMs === 'number' ? config.timeoutMs : 20_000,
    clientId: text('clientId'),
    clientSecret: secrets.clientSecret ?? '',
    webhookId: text('webhookId'),
    verification: text('verification') === 'certificate_or_call' ? 'certificate_or_call' : 'certificate',
    brandName: text('brandName').slice(0, 127),
    trustRoot: isStandIn ? text('trustRoot') || null : null,
    certificatePrefixes: [isStandIn ? baseUrl + certificatePath : certificateHosts[environment] + certificatePath],
  }
} // prettier-ignore

/** PayPal's ids do not say it, so it is chosen. */
export function isLive({ config }: Pick<GatewaySettings, 'config'>): boolean {
  return typeof config.environment === 'string' ? config.environment === 'live' : config.isLive === true
}

export function checkConfig(settings: GatewaySettings): SettingsComplaint[] {
  const config = readConfig(settings)
  const { isLive: saidLive, trustRoot } = settings.config
  const isStandIn = config.baseUrl !== baseUrls[config.environment]
  const complaints: [boolean, SettingsComplaint][] = [
    [!URL.canParse(config.baseUrl), { field: null, type: 'installation', values: { what: 'baseUrl' } }],
    [
      config.isLive ? isStandIn : config.baseUrl === baseUrls.live,
      { field: null, type: 'installation', values: { what: 'baseUrl' } },
    ],
    [
      typeof saidLive === 'boolean' && saidLive !== config.isLive,
      { field: 'environment', type: 'other_mode' },
    ],
    [!/^[\w-]{10,255}$/.test(config.clientId), { field: 'clientId', type: 'letters_only' }],
    [!/^[\w-]{10,255}$/.test(config.clientSecret), { field: 'clientSecret', type: 'letters_only' }],
    [!/^[A-Za-z0-9]{0,50}$/.test(config.webhookId), { field: 'webhookId', type: 'letters_only' }],
    [Boolean(trustRoot) && !isStandIn, { field: null, type: 'installation', values: { what: 'trustRoot' } }],
    [
      config.trustRoot !== null && !isCertificate(config.trustRoot),
      { field: null, type: 'installation', values: { what: 'trustRoot' } },
    ],
  ]
  return complaints.filter(([isWrong]) => isWrong).map(([, complaint]) => complaint)
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).ca
  } catch {
    return false
  }
}
