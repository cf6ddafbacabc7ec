import type { CalendarDate } from '#app/shared/time/calendar'
import { Fraction } from '#app/shared/money/fraction'
import { type MoneyOnWire, shareOf, toWire } from '#app/shared/money/money'
import { convert, type FoundRate, rateToText } from '#app/ledger/index'
import type { PricingContext } from '#app/billing/domain/price_item'
import type { PricedDocument } from '#app/billing/domain/price_lines'
import { euCountries } from '#app/billing/domain/taxation/tax_place'

/** The tax of a document in the national currency of the state that it is owed to (Directive 2006/112/EC Art. 230; BT-6, BT-111). */
export interface NationalTax {
  /** What one unit of the document's currency was worth in it, a plain decimal. */
  rate: string
  /** The day of that rate. */
  rate_on: CalendarDate
  total: MoneyOnWire
}

/** Where the currency is another one than the euro; of countries that are not named the tenant keeps its books in the right one. */
const nationalCurrencies = new Map(
  Object.entries({
    AU: 'AUD', CA: 'CAD', CH: 'CHF', CZ: 'CZK', DK: 'DKK', GB: 'GBP', HU: 'HUF', IM: 'GBP', IN: 'INR', IS: 'ISK', JP: 'JPY', LI: 'CHF',
    MC: 'EUR', NO: 'NOK', NZ: 'NZD', PL: 'PLN', RO: 'RON', SE: 'SEK', SG: 'SGD', TR: 'TRY', US: 'USD', ZA: 'ZAR',
  })
) // prettier-ignore

export interface Books {
  sellerCountry: string | null
  reportingCurrency: string
}

export interface CurrencyPair {
  from: string
  to: string
}

/** What a currency was worth in another on the day of issue; null where no rate is known. */
export type RateLookup = (pair: CurrencyPair) => FoundRate | null

/**
 * The currency in which a state's tax is accounted for. What a seller in the EU owes to another member state it declares at home (OSS),
 * and the rules of home hold for its invoices (Art. 219a); a seller from elsewhere declares it in euro (Art. 366).
 */
export function vatCurrencyOf(taxCountry: string, { sellerCountry, reportingCurrency }: Books): string {
  const isOfUnion = euCountries.has(taxCountry)
  if (isOfUnion && !(sellerCountry && euCountries.has(sellerCountry))) return 'EUR'
  const state = isOfUnion ? sellerCountry! : taxCountry
  if (euCountries.has(state)) return nationalCurrencies.get(state) ?? 'EUR'
  return nationalCurrencies.get(state) ?? reportingCurrency
}

/** The pairs of currencies whose rates a document may need, known before it is priced. */
export function vatPairsOf(pricing: PricingContext, books: Books): CurrencyPair[] {
  const { currency: from, tax, taxByProductKind = {} } = pricing
  return [tax, ...Object.values(taxByProductKind)].flatMap(({ country, percent }) => {
    const to = country && percent !== '0' ? vatCurrencyOf(country, books) : from
    return to === from ? [] : [{ from, to }]
  })
}

/**
 * The tax of a document as it is sealed beside it: in the national currency, converted in all and rounded once. Null where the document is
 * in that currency, where no tax is charged, and where no rate is known: an invoice is not held up by it.
 */
export function nationalTaxOf(
  { currency: from, taxGroups, taxTotal }: Pick<PricedDocument, 'currency' | 'taxGroups' | 'taxTotal'>,
  books: Books,
  rateOf: RateLookup
): NationalTax | null {
  const country = taxGroups.find(({ taxAmount }) => taxAmount !== 0n)?.country
  if (!country || taxTotal === 0n) return null
  const to = vatCurrencyOf(country, books)
  const found = to === from ? null : rateOf({ from, to })
  if (!found) return null
  return {
    rate: rateToText(found.rate),
    rate_on: found.from.map(({ on }) => on).reduce((last, on) => (on > last ? on : last)),
    total: toWire({ amount: convert(taxTotal, found.rate, { from, to }), currency: to }),
  }
}

/**
 * What a credit note takes back of it: at the rate of its invoice, and in step with the tax. After every note that is the part of the
 * whole that was given back so far, rounded once, so that notes which take back everything take back that too.
 */
export function nationalTaxGivenBack(
  sealed: NationalTax,
  { whole, before, now }: { whole: bigint; before: bigint; now: bigint }
): NationalTax | null {
  if (whole === 0n || now === 0n) return null
  const { currency } = sealed.total
  const partOf = (tax: bigint) => shareOf(BigInt(sealed.total.amount), new Fraction(tax, whole))
  return { ...sealed, total: toWire({ amount: partOf(before + now) - partOf(before), currency }) }
}
