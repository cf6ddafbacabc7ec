import type { CalendarDate } from '#app/shared/time/calendar'

export const taxKinds = ['vat', 'gst', 'hst', 'pst', 'sales_tax'] as const
export type TaxKind = (typeof taxKinds)[number]

/** Classes of what is sold, as taxes tell them apart. */
export const taxedProductKinds = [
  'vps', 'dedicated', 'hosting', 'game', 'workspace', 'domain', 'certificate', 'licence', 'software', 'colocation', 'consulting',
] as const // prettier-ignore

/** A rate of one jurisdiction, in force on the days `[validFrom, validUntil)`. */
export interface TaxRate {
  id: string
  country: string
  /** The part of the country (its code without the country), or null for all of it. */
  region: string | null
  /** Only where the postal code begins so: city and county taxes. */
  postalPrefix: string | null
  name: string
  /** A plain decimal such as `19` or `19.0000`. */
  percent: string
  /** The part of the price that is taxed, in percent: 80 for data processing in Texas. */
  taxablePercent: string
  kind: TaxKind
  /** Null: everything that is sold. */
  productKinds: readonly string[] | null
  /** Null: everybody. */
  customerKind: 'person' | 'company' | null
  /** Whether it comes on top of the other rate of the place; otherwise the narrowest one replaces the wider ones. */
  isAdditional: boolean
  validFrom: CalendarDate
  validUntil: CalendarDate | null
}

/** Rates by country, so that a run over many customers looks only at those of the customer's country. */
export type RateBook = ReadonlyMap<string, readonly TaxRate[]>

export function toRateBook(rates: readonly TaxRate[]): RateBook {
  return Map.groupBy(rates, ({ country }) => country)
}

export interface RateWish {
  country: string
  region: string | null
  postalCode: string | null
  productKind: string | null
  customerKind: 'person' | 'company'
  on: CalendarDate
}

/** The rates that apply to one sale: the narrowest base rate, and every additional one once. */
export function pickRates(book: RateBook, wish: RateWish): TaxRate[] {
  const fitting = (book.get(wish.country) ?? []).filter((rate) => fits(rate, wish))
  const base = narrowest(fitting.filter((rate) => !rate.isAdditional))
  const additional = Map.groupBy(
    fitting.filter((rate) => rate.isAdditional),
    ({ region, postalPrefix, name }) => `${region}|${postalPrefix}|${name}`
  )
  return [base, ...[...additional.values()].map(narrowest)].filter((rate) => rate !== null)
}

/** Whom a tax is owed to, as the ledger names it: `DE`, `US-TX`. */
export function jurisdictionOf({ country, region }: { country: string; region: string | null }): string {
  return region ? `${country}-${region}` : country
}

export function isInForce(
  { validFrom, validUntil }: { validFrom: CalendarDate; validUntil: CalendarDate | null },
  on: CalendarDate
): boolean {
  return validFrom <= on && (validUntil === null || on < validUntil)
}

function fits(rate: TaxRate, { region, postalCode, productKind, customerKind, on }: RateWish): boolean {
  return (
    isInForce(rate, on) &&
    (rate.region === null || rate.region === region) &&
    (rate.postalPrefix === null || (postalCode ?? '').startsWith(rate.postalPrefix)) &&
    (rate.productKinds === null || (productKind !== null && rate.productKinds.includes(productKind))) &&
    (rate.customerKind === null || rate.customerKind === customerKind)
  )
}

function narrowest(rates: readonly TaxRate[]): TaxRate | null {
  return [...rates].sort((a, b) => width(a) - width(b) || (a.validFrom < b.validFrom ? 1 : -1))[0] ?? null
}

function width({ region, postalPrefix, productKinds, customerKind }: TaxRate): number {
  return (postalPrefix ? 0 : 8) + (region ? 0 : 4) + (productKinds ? 0 : 2) + (customerKind ? 0 : 1)
}
