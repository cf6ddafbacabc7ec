import { currencyExponent } from '#app/shared/money/currency'
import type { Money } from '#app/shared/money/money'
import type { Amount } from '#app/payments/drivers/paypal/api_types'

/** Currencies that PayPal takes from anywhere, and those of them without decimals there. HUF and TWD differ from ISO 4217. */
const taken = new Set(
  'AUD BRL CAD CNY CZK DKK EUR HKD HUF ILS JPY MYR MXN TWD NZD NOK PHP PLN GBP SGD SEK CHF THB USD'.split(' ')
)
const withoutDecimals = new Set(['HUF', 'JPY', 'TWD'])

export function takesCurrency(currency: string): boolean {
  return taken.has(currency)
}

export function paypalExponent(currency: string): number {
  return withoutDecimals.has(currency) ? 0 : 2
}

/** The amount in PayPal's words, or null where it cannot be said exactly or the currency is not taken. Never rounds. */
export function toAmount({ amount, currency }: Money): Amount | null {
  if (!takesCurrency(currency) || amount < 0n) return null
  const [ours, theirs] = [currencyExponent(currency), paypalExponent(currency)]
  const scaled = amount * 10n ** BigInt(Math.max(theirs - ours, 0))
  const divisor = 10n ** BigInt(Math.max(ours - theirs, 0))
  if (scaled % divisor !== 0n) return null
  const digits = String(scaled / divisor).padStart(theirs + 1, '0')
  const value = theirs === 0 ? digits : `${digits.slice(0, -theirs)}.${digits.slice(-theirs)}`
  return { currency_code: currency, value }
}

/** PayPal's amount in our minor units; what goes out of the account is negative. */
export function fromAmount({ currency_code: currency, value }: Amount): Money {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value)
  if (!match) throw new Error(`PayPal told an amount that is none: ${value} ${currency}`)
  const [, sign, whole, decimals = ''] = match
  const exponent = currencyExponent(currency)
  const kept = decimals.slice(0, exponent).padEnd(exponent, '0')
  if (/[1-9]/.test(decimals.slice(exponent)))
    throw new Error(`PayPal told an amount finer than its currency: ${value} ${currency}`)
  const minor = BigInt(`${whole}${kept}`)
  return { amount: sign === '-' ? -minor : minor, currency }
}
