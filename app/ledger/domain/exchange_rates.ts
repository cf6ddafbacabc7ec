import { currencyExponent } from '#app/shared/money/currency'
import { type Money, shareOf } from '#app/shared/money/money'
import { Fraction } from '#app/shared/money/fraction'

/** The currency against which rates are published and kept. */
export const pivotCurrency = 'EUR'

const rateScale = 10n ** 10n
const rateOfOne = '1.0000000000'

/** Units of a currency for one euro, as kept: `{ USD: '1.0850' }`. */
export type RatesPerEuro = ReadonlyMap<string, string>

/** What one unit of `from` is worth in `to`, exactly. Throws when no rate of either is known: enter one of your own. */
export function rateBetween(rates: RatesPerEuro, from: string, to: string): Fraction {
  if (from === to) return new Fraction(1n)
  return perEuro(rates, to, { from, to }).dividedBy(perEuro(rates, from, { from, to }))
}

function perEuro(
  rates: RatesPerEuro,
  currency: string,
  { from, to }: { from: string; to: string }
): Fraction {
  if (currency === pivotCurrency) return new Fraction(1n)
  const kept = rates.get(currency)
  if (kept === undefined)
    throw new RangeError(`No exchange rate from ${from} to ${to}: none is kept for ${currency}`)
  return Fraction.fromDecimal(kept)
}

/** A rate as a posting keeps it: a plain decimal with ten places. The amount beside it comes from the exact fraction. */
export function rateToText(rate: Fraction): string {
  const digits = rate.times(new Fraction(rateScale)).roundHalfAwayFromZero().toString().padStart(11, '0')
  return `${digits.slice(0, -10)}.${digits.slice(-10)}`
}

/** Minor units of one currency in minor units of another. */
export function convert(amount: bigint, rate: Fraction, currencies: { from: string; to: string }): bigint {
  const shift = BigInt(currencyExponent(currencies.to) - currencyExponent(currencies.from))
  const scale = shift >= 0n ? new Fraction(10n ** shift) : new Fraction(1n, 10n ** -shift)
  return shareOf(amount, rate.times(scale))
}

export interface ReportingAmount {
  amount: bigint
  rate: string
}

/**
 * What each posting is in the reporting currency. Each is rounded alone, and what rounding left over goes to the largest
 * posting of its currency, so that an entry balances in the reporting currency too. A posting that continues an earlier one
 * (revenue out of what was deferred) brings its reporting amount along: it keeps the rate of that earlier day.
 */
export function reportPostings(
  postings: { amount: bigint; currency: string; reportingAmount?: bigint }[],
  { rates, reportingCurrency }: { rates: RatesPerEuro; reportingCurrency: string }
): ReportingAmount[] {
  const reported = postings.map((posting) => {
    const { amount, currency } = posting
    // Most books are kept in the currency that is sold in.
    if (currency === reportingCurrency && posting.reportingAmount === undefined)
      return { amount, rate: rateOfOne }
    const rate = rateBetween(rates, currency, reportingCurrency)
    if (posting.reportingAmount !== undefined) {
      const kept = { from: posting, to: { amount: posting.reportingAmount, currency: reportingCurrency } }
      return { amount: posting.reportingAmount, rate: rateToText(rateOf(kept) ?? rate) }
    }
    return {
      amount: convert(amount, rate, { from: currency, to: reportingCurrency }),
      rate: rateToText(rate),
    }
  })
  for (const currency of new Set(postings.map((posting) => posting.currency))) {
    const members = postings.flatMap((posting, index) => (posting.currency === currency ? [index] : []))
    const rest = members.reduce((sum, index) => sum + reported[index]!.amount, 0n)
    const largest = members.reduce((a, b) => (size(postings[b]!.amount) > size(postings[a]!.amount) ? b : a))
    reported[largest]!.amount -= rest
  }
  return reported
}

/** The rate that lies between two amounts; null where one of them is nothing, or their signs differ. */
function rateOf({ from, to }: { from: Money; to: Money }): Fraction | null {
  if (from.amount === 0n || to.amount === 0n || from.amount > 0n !== to.amount > 0n) return null
  const shift = BigInt(currencyExponent(from.currency) - currencyExponent(to.currency))
  const ratio = new Fraction(to.amount, from.amount)
  return ratio.times(shift >= 0n ? new Fraction(10n ** shift) : new Fraction(1n, 10n ** -shift))
}

function size(amount: bigint): bigint {
  return amount < 0n ? -amount : amount
}
