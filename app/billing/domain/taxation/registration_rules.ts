import type { CalendarDate } from '#app/shared/time/calendar'
import type { TaxRegistration } from '#app/billing/domain/taxation/seller_tax'
import { subdivisions } from '#app/billing/domain/taxation/subdivisions'
import { euCountries } from '#app/billing/domain/taxation/tax_place'
import { overlap, refuseValidity, type ValidityError } from '#app/billing/domain/taxation/validity'

export type RegistrationError =
  'oss_outside_eu' | 'region_missing' | 'region_unknown' | 'overlaps' | ValidityError

/** Why a registration cannot be; null when it can. States register in the US; provinces may in Canada; nobody else has parts. */
export function refuseRegistration(
  wish: TaxRegistration,
  { existing, today }: { existing: readonly TaxRegistration[]; today: CalendarDate }
): RegistrationError | null {
  const refusal = refuseValidity(wish, today)
  if (refusal) return refusal
  if (wish.scheme === 'oss' && !euCountries.has(wish.country)) return 'oss_outside_eu'
  if (wish.region === null && wish.country === 'US') return 'region_missing'
  if (wish.region !== null && !subdivisions[wish.country]?.[wish.region]) return 'region_unknown'
  const isTaken = existing.some((other) => isSameDuty(other, wish) && overlap(other, wish))
  return isTaken ? 'overlaps' : null
}

function isSameDuty(a: TaxRegistration, b: TaxRegistration): boolean {
  if (a.scheme === 'oss' || b.scheme === 'oss') return a.scheme === b.scheme
  return a.country === b.country && a.region === b.region
}
