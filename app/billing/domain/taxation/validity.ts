import { addDays, type CalendarDate, isCalendarDate } from '#app/shared/time/calendar'
import { isInForce, type TaxRate } from '#app/billing/domain/taxation/tax_rate'

/** The days `[validFrom, validUntil)`. */
export interface Validity {
  validFrom: CalendarDate
  validUntil: CalendarDate | null
}

export function overlap(a: Validity, b: Validity): boolean {
  return (
    (b.validUntil === null || a.validFrom < b.validUntil) &&
    (a.validUntil === null || b.validFrom < a.validUntil)
  )
}

export type ValidityError =
  'start_impossible' | 'starts_too_far_ahead' | 'end_impossible' | 'ends_before_start'

/** Ten years: who means a later day has written another than they meant, and would believe that something holds. */
const daysAheadMax = 3_653

/** Why two days are no validity: there is no such day, nobody who writes it lives to see it, or it would end before it begins. */
export function refuseValidity(
  { validFrom, validUntil }: Validity,
  today: CalendarDate
): ValidityError | null {
  if (!isCalendarDate(validFrom)) return 'start_impossible'
  if (validFrom > addDays(today, daysAheadMax)) return 'starts_too_far_ahead'
  if (validUntil === null) return null
  if (!isCalendarDate(validUntil)) return 'end_impossible'
  return validUntil > validFrom ? null : 'ends_before_start'
}

export type EndingError = 'end_impossible' | 'ended_already' | 'ends_in_past'

/**
 * What ending something on a day does. The past stays: what ended is over, and no end lies before tomorrow. What has not begun by
 * its end is taken back as if it had never been.
 */
export function endOn(
  validity: Validity,
  { on, today }: { on: CalendarDate; today: CalendarDate }
): 'end' | 'take_back' | EndingError {
  if (!isCalendarDate(on)) return 'end_impossible'
  if (validity.validUntil !== null && validity.validUntil <= today) return 'ended_already'
  if (validity.validFrom > today && on <= validity.validFrom) return 'take_back'
  return on > today ? 'end' : 'ends_in_past'
}

/** Whether two rates are for the same sale of one place, so that only one of them can hold on a day. */
export function compete(a: TaxRate, b: TaxRate): boolean {
  const isSamePlace = a.country === b.country && a.region === b.region && a.postalPrefix === b.postalPrefix
  const isSameLevel = a.isAdditional === b.isAdditional && (!a.isAdditional || a.name === b.name)
  return isSamePlace && isSameLevel && a.customerKind === b.customerKind && shareKinds(a, b)
}

function shareKinds({ productKinds: a }: TaxRate, { productKinds: b }: TaxRate): boolean {
  if (a === null || b === null) return a === b
  return a.some((kind) => b.includes(kind))
}

/** `continued`: what was ended and holds again afterwards, each to be written under an id of its own. */
export type RatePlan<Rate extends TaxRate> =
  { ended: Rate[]; continued: Rate[] } | 'starts_in_past' | 'overlaps'

/**
 * Where a new rate finds its place: from today on, ending the one that it replaces on its first day. Where it ends before that one would
 * have, that one holds again from then on: between two rates nothing would be collected. It is refused where another one begins later,
 * within its days: that one is ended or taken back first.
 */
export function planRate<Rate extends TaxRate>(
  rate: TaxRate,
  { existing, today }: { existing: readonly Rate[]; today: CalendarDate }
): RatePlan<Rate> {
  if (rate.validFrom < today) return 'starts_in_past'
  const rivals = existing.filter((other) => compete(other, rate) && overlap(other, rate))
  const replaced = rivals.filter(
    (other) => other.validFrom < rate.validFrom && isInForce(other, rate.validFrom)
  )
  if (replaced.length !== rivals.length) return 'overlaps'
  return { ended: replaced, continued: replaced.flatMap((other) => continuation(other, rate.validUntil)) }
}

function continuation<Rate extends TaxRate>(interrupted: Rate, from: CalendarDate | null): Rate[] {
  const { validUntil } = interrupted
  const goesOn = from !== null && (validUntil === null || from < validUntil)
  return goesOn ? [{ ...interrupted, validFrom: from }] : []
}
