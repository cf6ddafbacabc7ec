import type { CalendarDate } from '#app/shared/time/calendar'
import type { TaxRounding } from '#app/billing/domain/price_item'
import { isInForce } from '#app/billing/domain/taxation/tax_rate'
import { euCountries } from '#app/billing/domain/taxation/tax_place'

/**
 * `standard`: the seller collects from everybody there. `consumers`: only from those who are no registered business (VOEC in
 * Norway, simplified GST in Canada). `oss`: one registration for the consumers of all member states.
 */
export const registrationSchemes = ['standard', 'consumers', 'oss'] as const
export type RegistrationScheme = (typeof registrationSchemes)[number]

/** Where else the seller is registered, on the days `[validFrom, validUntil)`. */
export interface TaxRegistration {
  country: string
  /** A state of the US, or a province with a tax of its own. */
  region: string | null
  scheme: RegistrationScheme
  number: string | null
  validFrom: CalendarDate
  validUntil: CalendarDate | null
}

/** The seller's own side of every tax decision. */
export interface SellerTax {
  /** Where the seller is established, which is a registration by itself, except in the US, where states register. */
  country: string
  taxId: string | null
  /** Collects nothing at home, by the national scheme for small enterprises. */
  isSmallBusiness: boolean
  /** What the invoice has to say about that, in the words of the national law. */
  smallBusinessNote: string | null
  /** Whether sales to consumers of other member states pass the threshold of Art. 59c (EUR 10,000 in this year or the last). */
  isOverEuThreshold: boolean
  pricesIncludeTax: boolean
  taxRounding: TaxRounding
  registrations: readonly TaxRegistration[]
}

export function isSellerInEu({ country }: SellerTax): boolean {
  return euCountries.has(country)
}

export function hasOss(seller: SellerTax, on: CalendarDate): boolean {
  return seller.registrations.some(({ scheme, ...validity }) => scheme === 'oss' && isInForce(validity, on))
}

/** The registrations that make the seller collect in a country on a day. */
export function registrationsIn(seller: SellerTax, country: string, on: CalendarDate): TaxRegistration[] {
  return seller.registrations.filter(
    (registration) =>
      registration.scheme !== 'oss' && registration.country === country && isInForce(registration, on)
  )
}

/** Whether a registration makes the seller collect a rate. One of the whole country does not reach taxes that come on top of it. */
export function covers(
  registration: { region: string | null },
  rate: { region: string | null; isAdditional: boolean }
): boolean {
  return registration.region === rate.region || (registration.region === null && !rate.isAdditional)
}
