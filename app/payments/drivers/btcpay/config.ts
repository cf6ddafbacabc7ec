import type { Money } from '#app/shared/money/money'
import { Fraction } from '#app/shared/money/fraction'
import type { GatewaySettings, SettingsComplaint, SettingsField } from '#app/payments/drivers/contract'
import { toMinorUnits } from '#app/payments/drivers/btcpay/amounts'

/** Settings of one store on one server. */
export interface BtcpayConfig {
  /** Of the server, without a slash at its end. */
  baseUrl: string
  storeId: string
  isLive: boolean
  timeoutMs: number
  speedPolicy: string
  /** How long the rate of a payment holds. */
  expirationMinutes: number
  /** How long after that the server still looks for coins. */
  monitoringMinutes: number
  /** What may be missing of an amount that counts as paid all the same: a share of it … */
  tolerancePercent: string
  /** … and in major units of its currency; the smaller of the two holds. */
  toleranceMax: string
  apiKey: string
  webhookSecret: string
}

/** How many blocks make a payment final. @see https://docs.btcpayserver.org/FAQ/Stores/#consider-the-invoice-confirmed-when-the-payment-transaction */
export const speedPolicies = ['MediumSpeed', 'LowMediumSpeed', 'LowSpeed', 'HighSpeed'] as const

export const settingsForm: readonly SettingsField[] = [
  { name: 'baseUrl', kind: 'text', isRequired: true, example: 'https://pay.example.com' },
  { name: 'storeId', kind: 'text', isRequired: true, example: '9uYbHqX4wTz2LmR6vKdPfGsNcAeJ3o1…' },
  { name: 'apiKey', kind: 'secret', isRequired: true, example: '5a17b0c7f2e94d83…' },
  { name: 'network', kind: 'choice', isRequired: true, saysMode: true, choices: ['mainnet', 'testnet'] },
  { name: 'speedPolicy', kind: 'choice', isRequired: false, choices: speedPolicies },
  { name: 'tolerancePercent', kind: 'text', isRequired: false, example: '1' },
  { name: 'toleranceMax', kind: 'text', isRequired: false, example: '1.00' },
  { name: 'webhookSecret', kind: 'secret', isRequired: false, comesWithWebhook: true },
]

export function readConfig({ config, secrets }: Pick<GatewaySettings, 'config' | 'secrets'>): BtcpayConfig {
  const text = (name: string, fallback = '') => {
    const value = config[name]
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : fallback
  }
  const whole = (name: string, fallback: number) => {
    const value = config[name]
    return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : fallback
  }
  return {
    baseUrl: text('baseUrl').replace(/\/+$/, ''),
    storeId: text('storeId'),
    isLive: isLiveNetwork({ config }),
    timeoutMs: whole('timeoutMs', 10_000),
    speedPolicy: text('speedPolicy', 'MediumSpeed'),
    expirationMinutes: whole('expirationMinutes', 15),
    monitoringMinutes: whole('monitoringMinutes', 1440),
    tolerancePercent: text('tolerancePercent', '0'),
    toleranceMax: text('toleranceMax', '1.00'),
    apiKey: secrets.apiKey ?? '',
    webhookSecret: secrets.webhookSecret ?? '',
  }
}

/** A server has no test mode: which chain its store is on was said when it was connected, and its addresses are held against it. */
export function isLiveNetwork({ config }: Pick<GatewaySettings, 'config'>): boolean {
  return typeof config.network === 'string' ? config.network === 'mainnet' : config.isLive === true
}

export function checkConfig(settings: GatewaySettings): SettingsComplaint[] {
  const config = readConfig(settings)
  const isAddress = URL.canParse(config.baseUrl) && /^https?:$/.test(new URL(config.baseUrl).protocol)
  const complaints: [boolean, SettingsComplaint][] = [
    [!isAddress, { field: 'baseUrl', type: 'no_address' }],
    [
      isAddress && config.isLive && !config.baseUrl.startsWith('https:'),
      { field: 'baseUrl', type: 'no_https' },
    ],
    [!/^[A-Za-z0-9]{20,80}$/.test(config.storeId), { field: 'storeId', type: 'no_store' }],
    [!/^[a-f0-9]{40}$/i.test(config.apiKey), { field: 'apiKey', type: 'no_key_of_40' }],
    [
      config.webhookSecret !== '' && config.webhookSecret.length < 16,
      { field: 'webhookSecret', type: 'too_short', values: { count: '16' } },
    ],
    [
      !speedPolicies.some((known) => known === config.speedPolicy),
      { field: 'speedPolicy', type: 'unknown_choice' },
    ],
    [!isShare(config.tolerancePercent), { field: 'tolerancePercent', type: 'no_share' }],
    [!isDecimal(config.toleranceMax), { field: 'toleranceMax', type: 'no_amount' }],
  ]
  return complaints.filter(([isWrong]) => isWrong).map(([, complaint]) => complaint)
}

const isDecimal = (text: string) => /^\d{1,9}(\.\d{1,4})?$/.test(text)
const isShare = (text: string) => /^(10|\d(\.\d{1,2})?)$/.test(text)

/** What may be missing of an amount that counts as paid all the same, in minor units; the smaller of share and sum, cut down. */
export function toleranceOf(
  { amount, currency }: Money,
  { tolerancePercent, toleranceMax }: BtcpayConfig
): bigint {
  const share = new Fraction(amount).times(Fraction.fromPercent(tolerancePercent))
  const byShare = share.numerator / share.denominator
  const sum = toMinorUnits(Fraction.fromDecimal(toleranceMax), currency)
  const bySum = sum.numerator / sum.denominator
  return byShare < bySum ? byShare : bySum
}
