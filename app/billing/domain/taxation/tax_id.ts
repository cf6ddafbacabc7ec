import { addMilliseconds } from '#app/shared/time/calendar'
import { countryOfVatNumber, normaliseTaxId } from '#app/customers/index'
import { euCountries } from '#app/billing/domain/taxation/tax_place'

export type TaxIdStatus = 'unchecked' | 'valid' | 'invalid' | 'unavailable'

/** Where the check of a tax id stands. */
export interface TaxIdState {
  status: TaxIdStatus
  /** Until when "valid" is believed without an answer. */
  trustedUntil: Date | null
  /** Times in a row without a verdict, or, for an invalid one, times it was looked up again. */
  tries: number
  nextCheckAt: Date | null
}

/** As it is shown: a confirmation that nobody believes any more has lapsed, though nobody has said otherwise. */
export const taxIdStandings = ['unchecked', 'valid', 'lapsed', 'invalid', 'unavailable'] as const
export type TaxIdStanding = (typeof taxIdStandings)[number]

export function standingAt({ status, trustedUntil }: TaxIdState, now: Date): TaxIdStanding {
  const isTrusted = trustedUntil !== null && trustedUntil > now
  return status === 'valid' && !isTrusted ? 'lapsed' : status
}

/** `blocked`: the authority does not want to be asked by us. */
export type TaxIdOutcome = 'valid' | 'invalid' | 'unavailable' | 'blocked'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** A confirmation is asked for again after this time … */
export const recheckAfterMs = 30 * day
/** … and believed for as long again while nobody answers. */
const graceMs = 30 * day
/** Pauses while the authority does not answer; the last one repeats. */
const pausesMs = [minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour, day]
/** New registrations appear days late, so "invalid" is looked up again after these. */
const invalidPausesMs = [day, 3 * day, 7 * day]

/** Where the check stands after an answer, or after none. An outage never makes an id invalid. */
export function afterCheck(state: TaxIdState, outcome: TaxIdOutcome, now: Date): TaxIdState {
  if (outcome === 'valid') {
    return {
      status: 'valid',
      trustedUntil: addMilliseconds(now, recheckAfterMs + graceMs),
      tries: 0,
      nextCheckAt: addMilliseconds(now, recheckAfterMs),
    }
  }
  if (outcome === 'invalid') {
    const tries = state.status === 'invalid' ? state.tries + 1 : 0
    const pause = invalidPausesMs[tries]
    const nextCheckAt = pause === undefined ? null : addMilliseconds(now, pause)
    return { status: 'invalid', trustedUntil: null, tries, nextCheckAt }
  }
  return withoutVerdict(state, outcome, now)
}

function withoutVerdict(state: TaxIdState, outcome: 'unavailable' | 'blocked', now: Date): TaxIdState {
  const isTrusted = standingAt(state, now) === 'valid'
  const isFirst = state.status !== 'unavailable' && !isTrusted
  const next = isFirst ? 0 : state.tries + 1
  // Who asks on while it is blocked stays blocked: the longest pause at once.
  const tries = outcome === 'blocked' ? Math.max(next, pausesMs.length - 1) : next
  const pause = pausesMs[Math.min(tries, pausesMs.length - 1)]!
  return {
    status: isTrusted ? 'valid' : 'unavailable',
    trustedUntil: isTrusted ? state.trustedUntil : null,
    tries,
    nextCheckAt: addMilliseconds(now, pause),
  }
}

/** The country whose tax id this is, by its form; where that tells none, that of the customer. */
export function countryOfTaxId(value: string, customerCountry: string | null): string | null {
  return countryOfVatNumber(value) ?? customerCountry
}

/**
 * The seller's own id as the authorities of member states take it for who asks; null where it is of no member state. Northern Ireland
 * (XI) is none for services. With any other id they would answer nothing but that they do not know us.
 */
export function requesterFrom(ownTaxId: string | null): string | null {
  const value = normaliseTaxId(ownTaxId ?? '', null)
  const country = countryOfVatNumber(value)
  return country !== null && euCountries.has(country) ? value : null
}
