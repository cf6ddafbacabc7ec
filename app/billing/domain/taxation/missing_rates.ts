import { addDays, type CalendarDate } from '#app/shared/time/calendar'
import { hasOss, isSellerInEu, type SellerTax } from '#app/billing/domain/taxation/seller_tax'
import { euCountries } from '#app/billing/domain/taxation/tax_place'
import { isInForce, jurisdictionOf, type RateBook, type TaxRate } from '#app/billing/domain/taxation/tax_rate'

/** Where the seller has to collect. */
interface Duty {
  country: string
  region: string | null
}

export interface MissingRate extends Duty {
  /** The first day, from today on, of which no rate is known. */
  from: CalendarDate
}

const daysAhead = 30

/**
 * Where the seller has to collect and no rate says how much, today or soon. Nothing is collected there meanwhile, and no sale waits: that
 * is why somebody has to be told.
 */
export function missingRates(input: {
  seller: SellerTax
  rates: RateBook
  today: CalendarDate
}): MissingRate[] {
  const { seller, rates, today } = input
  const found = new Map<string, MissingRate>()
  for (let ahead = 0; ahead <= daysAhead; ahead += 1) {
    const from = addDays(today, ahead)
    for (const duty of dutiesOn(seller, from)) {
      const place = jurisdictionOf(duty)
      if (!found.has(place) && lacksRate(duty, rates.get(duty.country) ?? [], from))
        found.set(place, { ...duty, from })
    }
  }
  return [...found.values()]
}

/** As `decideTax` sees them: home, registrations, and the whole Union by OSS or over the threshold. */
function dutiesOn(seller: SellerTax, on: CalendarDate): Duty[] {
  const { country: home, isSmallBusiness } = seller
  const owesUnion = isSellerInEu(seller) && seller.isOverEuThreshold && !isSmallBusiness
  const union = owesUnion || hasOss(seller, on) ? [...euCountries] : []
  const registered = seller.registrations.filter(
    (registration) => registration.scheme !== 'oss' && isInForce(registration, on)
  )
  const collectsAtHome = !isSmallBusiness && home !== 'US'
  const whole = [...(collectsAtHome ? [home] : []), ...union].map((country) => ({ country, region: null }))
  return [...whole, ...registered.map(({ country, region }) => ({ country, region }))].filter(
    ({ country }) => !(isSmallBusiness && country === home)
  )
}

/** Of a part of a country without any row nothing is taxed there, as in some states of the US; what once was has to go on. */
function lacksRate({ region }: Duty, ofCountry: readonly TaxRate[], on: CalendarDate): boolean {
  const own = ofCountry.filter(
    (rate) => rate.region === region && rate.postalPrefix === null && (region !== null || !rate.isAdditional)
  )
  if (own.length === 0) return region === null && ofCountry.length === 0
  // A rate for one product or kind of customer stands in for none that is for everything.
  const forAll = own.filter(
    ({ productKinds, customerKind }) => productKinds === null && customerKind === null
  )
  return !(forAll.length > 0 ? forAll : own).some((rate) => isInForce(rate, on))
}
