import { currencyExponent } from '#app/shared/money/currency'
import { shareOf } from '#app/shared/money/money'
import { Fraction } from '#app/shared/money/fraction'

/**
 * Units of a currency for one euro, used for reporting only until a tenant sets its own in `policies.exchangeRates` (same form:
 * `{ "USD": "1.0850" }`, always against the euro). Customers never pay a converted amount: prices exist per currency.
 */
export const defaultRatesPerEuro: Record<string, string> = {
  EUR: '1', USD: '1.0850', GBP: '0.8450', CHF: '0.9550', CAD: '1.4800', AUD: '1.6400', JPY: '163.00', PLN: '4.3000',
  SEK: '11.3000', NOK: '11.6000', DKK: '7.4600', CZK: '25.2000', HUF: '394.00', KWD: '0.3330', BHD: '0.4090',
} // prettier-ignore

const rateScale = 10n ** 10n

/** The rates of a tenant: its own over the defaults. */
export function ratesOf(policies: Record<string, unknown>): Record<string, string> {
  const own = policies.exchangeRates
  return typeof own === 'object' && own !== null
    ? { ...defaultRatesPerEuro, ...(own as Record<string, string>) }
    : defaultRatesPerEuro
}

/** What one unit of `from` is worth in `to`, cut to the ten decimals that a posting keeps. Throws when no rate is known. */
export function rateBetween(rates: Record<string, string>, from: string, to: string): Fraction {
  if (from === to) return new Fraction(1n)
  const [fromRate, toRate] = [rates[from], rates[to]]
  if (!fromRate || !toRate) {
    throw new RangeError(`No exchange rate from ${from} to ${to}: set policies.exchangeRates of the tenant`)
  }
  const exact = Fraction.fromDecimal(toRate).dividedBy(Fraction.fromDecimal(fromRate))
  return new Fraction(exact.times(new Fraction(rateScale)).roundHalfAwayFromZero(), rateScale)
}

/** A rate as the database keeps it: a plain decimal with ten places. */
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
 * posting of its currency, so that an entry balances in the reporting currency too.
 */
export function reportPostings(
  postings: { amount: bigint; currency: string }[],
  { rates, reportingCurrency }: { rates: Record<string, string>; reportingCurrency: string }
): ReportingAmount[] {
  const reported = postings.map(({ amount, currency }) => {
    const rate = rateBetween(rates, currency, reportingCurrency)
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

function size(amount: bigint): bigint {
  return amount < 0n ? -amount : amount
}
