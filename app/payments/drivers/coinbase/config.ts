import { keyIn } from '#app/payments/drivers/coinbase/token'
import type { GatewaySettings, SettingsComplaint, SettingsField } from '#app/payments/drivers/contract'

/** Settings of one business at Coinbase. */
export interface CoinbaseConfig {
  baseUrl: string
  isLive: boolean
  timeoutMs: number
  keyId: string
  keySecret: string
  webhookSecret: string
}

const liveBaseUrl = 'https://business.coinbase.com'

export const settingsForm: readonly SettingsField[] = [
  { name: 'environment', kind: 'choice', isRequired: true, saysMode: true, choices: ['live', 'sandbox'] },
  { name: 'keyId', kind: 'text', isRequired: true, example: 'organizations/…/apiKeys/…' },
  { name: 'keySecret', kind: 'secret', isRequired: true },
  { name: 'baseUrl', kind: 'text', isRequired: false, example: liveBaseUrl },
  { name: 'webhookSecret', kind: 'secret', isRequired: false },
]

export function readConfig({ config, secrets }: Pick<GatewaySettings, 'config' | 'secrets'>): CoinbaseConfig {
  const text = (name: string, fallback = '') => {
    const value = config[name]
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : fallback
  }
  return {
    baseUrl: text('baseUrl', liveBaseUrl).replace(/\/+$/, ''),
    isLive: isLiveBusiness({ config }),
    timeoutMs: typeof config.timeoutMs === 'number' ? config.timeoutMs : 10_000,
    keyId: text('keyId'),
    keySecret: secrets.keySecret ?? '',
    webhookSecret: secrets.webhookSecret ?? '',
  }
}

/** Keys of both look alike: which it is was chosen when it was connected. */
export function isLiveBusiness({ config }: Pick<GatewaySettings, 'config'>): boolean {
  return typeof config.environment === 'string' ? config.environment === 'live' : config.isLive === true
}

export function checkConfig(settings: GatewaySettings): SettingsComplaint[] {
  const config = readConfig(settings)
  const isAddress = URL.canParse(config.baseUrl) && /^https?:$/.test(new URL(config.baseUrl).protocol)
  // Said once: of an address that is none, or is read by everybody on the way, it does not matter whose it is.
  const isSafe = isAddress && config.baseUrl.startsWith('https:')
  const complaints: [boolean, SettingsComplaint][] = [
    [!isAddress, { field: 'baseUrl', type: 'no_address' }],
    [
      isAddress && config.isLive && !config.baseUrl.startsWith('https:'),
      { field: 'baseUrl', type: 'no_https' },
    ],
    [isSafe && config.isLive && !isCoinbase(config.baseUrl), { field: 'baseUrl', type: 'no_vendor' }],
    [!config.isLive && config.baseUrl === liveBaseUrl, { field: 'baseUrl', type: 'address_of_sandbox' }],
    [config.keyId === '', { field: 'keyId', type: 'missing' }],
    [keyIn(config.keySecret) === null, { field: 'keySecret', type: 'no_private_key' }],
  ]
  return complaints.filter(([isWrong]) => isWrong).map(([, complaint]) => complaint)
}

/** Under which of its names the interface is reached may change; that a key for real money goes to nobody else may not. */
function isCoinbase(address: string): boolean {
  return /(^|\.)coinbase\.com$/.test(new URL(address).hostname)
}
