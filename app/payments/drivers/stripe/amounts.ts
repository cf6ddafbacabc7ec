import { currencyExponent } from '#app/shared/money/currency'
import type { Money } from '#app/shared/money/money'

/**
 * Stripe's own digits per currency, where they differ from two. ISK and UGX have none by ISO 4217 but are sent with two.
 * @see https://docs.stripe.com/currencies
 */
const zeroDecimal = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '))
const threeDecimal = new Set('BHD JOD KWD OMR TND'.split(' '))

export function stripeExponent(currency: string): number {
  if (zeroDecimal.has(currency)) return 0
  return threeDecimal.has(currency) ? 3 : 2
}

/** The amount as Stripe counts it, or null when it cannot be said there exactly. Never rounds. */
export function toStripeAmount({ amount, currency }: Money): number | null {
  const [ours, theirs] = [currencyExponent(currency), stripeExponent(currency)]
  const scaled = amount * 10n ** BigInt(Math.max(theirs - ours, 0))
  const divisor = 10n ** BigInt(Math.max(ours - theirs, 0))
  if (scaled % divisor !== 0n) return null
  // The last of three decimals must be zero: card networks know only two.
  if (theirs === 3 && scaled % 10n !== 0n) return null
  return Number(scaled / divisor)
}

/** Stripe's amount in our minor units. */
export function fromStripeAmount(amount: number, currency: string): bigint {
  const code = currency.toUpperCase()
  const [ours, theirs] = [currencyExponent(code), stripeExponent(code)]
  return (
    (BigInt(amount) * 10n ** BigInt(Math.max(ours - theirs, 0))) / 10n ** BigInt(Math.max(theirs - ours, 0))
  )
}
