import { addMilliseconds } from '#app/shared/time/calendar'
import { countryOfVatNumber } from '#app/customers/index'

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

export type TaxIdOutcome = 'valid' | 'invalid' | 'unavailable'

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
  return withoutVerdict(state, now)
}

function withoutVerdict(state: TaxIdState, now: Date): TaxIdState {
  const isTrusted = state.status === 'valid' && state.trustedUntil !== null && state.trustedUntil > now
  const isFirst = state.status !== 'unavailable' && !isTrusted
  const tries = isFirst ? 0 : state.tries + 1
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
