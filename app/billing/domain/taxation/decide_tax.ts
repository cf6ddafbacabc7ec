import { Fraction } from '#app/shared/money/fraction'
import type { CalendarDate } from '#app/shared/time/calendar'
import {
  addPercents,
  flatTax,
  type TaxCategory,
  type TaxDecision,
  type TaxReason,
  trimPercent,
} from '#app/billing/domain/tax'
import {
  covers,
  hasOss,
  isSellerInEu,
  registrationsIn,
  type SellerTax,
} from '#app/billing/domain/taxation/seller_tax'
import { type TaxNote, taxNote } from '#app/billing/domain/taxation/tax_notes'
import { type TaxPlace, taxPlaceOf } from '#app/billing/domain/taxation/tax_place'
import {
  isInForce,
  jurisdictionOf,
  pickRates,
  type RateBook,
  type TaxRate,
} from '#app/billing/domain/taxation/tax_rate'

/** A certificate by which a customer does not pay a tax, on the days `[validFrom, validUntil)`. */
export interface TaxExemption {
  country: string
  /** Null: every tax of the country. */
  region: string | null
  certificate: string
  validFrom: CalendarDate
  validUntil: CalendarDate | null
}

/** What is known of a customer for taxes. */
export interface CustomerTax {
  country: string | null
  region: string | null
  postalCode: string | null
  kind: 'person' | 'company'
  /** A tax id that its authority confirmed, and whose confirmation is still trusted; with the country whose it is. */
  confirmedTaxId: { country: string } | null
  exemptions: readonly TaxExemption[]
  locale: string
}

export interface TaxRules {
  /** Null until the tenant has said where it is established: then every rate of the table is collected, and nothing else is known. */
  seller: SellerTax | null
  rates: RateBook
}

interface Sale {
  customer: CustomerTax
  place: TaxPlace
  seller: SellerTax
  rates: RateBook
  productKind: string | null
  on: CalendarDate
}

/**
 * Which tax a customer pays on a day for one kind of product, and why: Directive 2006/112/EC Art. 44, 58, 59c and 196 for the
 * European Union, registrations of the seller everywhere else. The cases and their sources are in docs/tax.md.
 */
export function decideTax(input: {
  customer: CustomerTax
  rules: TaxRules
  productKind: string | null
  on: CalendarDate
}): TaxDecision {
  const { customer, rules, productKind, on } = input
  if (!customer.country) return flatTax({ country: null, name: null, percent: '0', reason: 'no_country' })
  const place = taxPlaceOf({ ...customer, country: customer.country })
  const { seller, rates } = rules
  if (!seller) return collectEverywhere({ place, customer, productKind, on }, rates)
  const sale: Sale = { customer, place, seller, rates, productKind, on }
  if (isExemptSmallBusiness(sale)) return none(sale, 'small_business', 'E')
  if (place.isInEu) return decideInEu(sale)
  return decideElsewhere(sale)
}

function collectEverywhere(
  { place, customer, productKind, on }: Pick<Sale, 'place' | 'customer' | 'productKind' | 'on'>,
  rates: RateBook
): TaxDecision {
  const { country } = place
  const found = country ? pickRates(rates, { ...wishAt(place, country, customer), productKind, on }) : []
  if (found.length > 0) return compose(country!, place.region, found)
  return flatTax({ country: customer.country, name: null, percent: '0', reason: 'no_rate' })
}

/** At home, and to member states where the seller has no duty of its own, a small business collects nothing. */
function isExemptSmallBusiness({ seller, place, on }: Sale): boolean {
  if (!seller.isSmallBusiness) return false
  if (place.country === seller.country) return true
  const hasDuty = place.country !== null && registrationsIn(seller, place.country, on).length > 0
  return place.isInEu && isSellerInEu(seller) && !hasDuty && !hasOss(seller, on)
}

function decideInEu(sale: Sale): TaxDecision {
  const { place, seller, on } = sale
  const country = place.country!
  if (country === seller.country) return collect(sale, { country, region: place.region })
  if (isBusinessOf(sale, country)) return none(sale, 'reverse_charge', 'AE')
  const collectsThere = hasOss(seller, on) || registrationsIn(seller, country, on).length > 0
  if (collectsThere) return collect(sale, { country, region: place.region })
  if (!isSellerInEu(seller)) return none(sale, 'not_registered', 'O')
  // Under the threshold the place of supply is the seller's; above it tax is owed in the customer's country, registered or not.
  if (seller.isOverEuThreshold) return collect(sale, { country, region: place.region })
  return collect(sale, { country: seller.country, region: null })
}

function decideElsewhere(sale: Sale): TaxDecision {
  const { place, seller, on, customer } = sale
  const { country } = place
  if (!country) return none(sale, 'outside_scope', 'O')
  const isHome = country === seller.country
  const isBusiness = !isHome && isBusinessOf(sale, country)
  // The recipient accounts for services from abroad in the United Kingdom (VAT Act 1994, s. 8), whoever is registered there.
  if (isBusiness && country === 'GB') return none(sale, 'reverse_charge', 'O')
  const registrations = registrationsIn(seller, country, on)
  const applying = registrations.filter(({ scheme }) => scheme === 'standard' || !isBusiness)
  const implied = isHome && country !== 'US' ? [{ region: null }] : []
  const duties = [...applying, ...implied]
  if (duties.length === 0) {
    if (registrations.length > 0) return none(sale, 'reverse_charge', 'O')
    return none(sale, 'not_registered', 'O')
  }
  const rates = pickRates(sale.rates, {
    ...wishAt(place, country, customer),
    productKind: sale.productKind,
    on,
  })
  const due = rates.filter((rate) => duties.some((duty) => covers(duty, rate)))
  if (due.length > 0) return lessExemptions(sale, country, due)
  const isRegisteredHere = duties.some(({ region }) => region === null || region === place.region)
  return isRegisteredHere ? none(sale, 'not_taxable', 'E') : none(sale, 'not_registered', 'O')
}

/** A confirmed id makes a business of whoever holds it (Reg. 282/2011, Art. 18), in the country whose id it is. */
function isBusinessOf({ customer }: Sale, country: string): boolean {
  return customer.confirmedTaxId?.country === country
}

function collect(sale: Sale, { country, region }: { country: string; region: string | null }): TaxDecision {
  const { customer, productKind, on } = sale
  const wish = {
    country,
    region,
    postalCode: customer.postalCode,
    customerKind: customer.kind,
    productKind,
    on,
  }
  const rates = pickRates(sale.rates, wish)
  if (rates.length === 0) return flatTax({ country, name: null, percent: '0', reason: 'no_rate' })
  return lessExemptions(sale, country, rates)
}

function lessExemptions(sale: Sale, country: string, rates: TaxRate[]): TaxDecision {
  const { customer, on, place } = sale
  const inForce = customer.exemptions.filter((exemption) => isInForce(exemption, on))
  const certificateFor = (rate: TaxRate) =>
    inForce.find(
      ({ country: of, region }) => of === rate.country && (region === null || region === rate.region)
    )
  const due = rates.filter((rate) => !certificateFor(rate))
  if (due.length > 0) return compose(country, place.region, due)
  const { certificate } = certificateFor(rates[0]!)!
  return { ...none(sale, 'exempt', 'E'), note: `${taxNote('exempt', customer.locale)} ${certificate}` }
}

function compose(country: string, region: string | null, rates: readonly TaxRate[]): TaxDecision {
  const components = rates.map((rate) => ({
    jurisdiction: jurisdictionOf(rate),
    name: rate.name,
    percent: effectivePercent(rate),
  }))
  const percent = addPercents(components.map((component) => component.percent))
  const isZero = percent === '0'
  return {
    country,
    region,
    name: components.map(({ name }) => name).join(' + '),
    percent,
    reason: 'rate',
    category: isZero ? 'Z' : 'S',
    components,
    exemptionCode: null,
    note: null,
  }
}

/** Where only a part of the price is taxed, the rate on the whole: 6.25 % of 80 % are 5 %. */
function effectivePercent({ percent, taxablePercent }: TaxRate): string {
  const whole = trimPercent(percent)
  if (trimPercent(taxablePercent) === '100') return whole
  const exact = Fraction.fromDecimal(percent).times(Fraction.fromPercent(taxablePercent))
  const digits = exact
    .times(new Fraction(10n ** 6n))
    .roundHalfAwayFromZero()
    .toString()
    .padStart(7, '0')
  return trimPercent(`${digits.slice(0, -6)}.${digits.slice(-6)}`)
}

function wishAt(place: TaxPlace, country: string, { postalCode, kind }: CustomerTax) {
  return { country, region: place.region, postalCode, customerKind: kind }
}

/** Nothing is collected. Sellers of the EU name the reason by its code (VATEX), as their e-invoices must. */
function none(sale: Sale, reason: TaxReason, category: TaxCategory): TaxDecision {
  const { seller, place, customer } = sale
  const isEuSeller = isSellerInEu(seller)
  const codes: Partial<Record<TaxCategory, string>> = { AE: 'VATEX-EU-AE', O: 'VATEX-EU-O' }
  const needsCode = category === 'AE' || (category === 'O' && isEuSeller)
  return {
    country: place.country ?? customer.country,
    region: place.region,
    name: null,
    percent: '0',
    reason,
    category,
    components: [],
    exemptionCode: needsCode ? (codes[category] ?? null) : null,
    note: noteFor(reason, sale, isEuSeller),
  }
}

function noteFor(reason: TaxReason, { seller, customer }: Sale, isEuSeller: boolean): string | null {
  if (reason === 'small_business')
    return seller.smallBusinessNote ?? taxNote('small_business', customer.locale)
  const notes: Partial<Record<TaxReason, TaxNote>> = {
    reverse_charge: 'reverse_charge',
    not_taxable: 'not_taxable',
    ...(isEuSeller ? { outside_scope: 'outside_scope', not_registered: 'outside_scope' } : {}),
  }
  const note = notes[reason]
  return note ? taxNote(note, customer.locale) : null
}
