import { addDays, type CalendarDate, dateIn, daysBetween } from '#app/shared/time/calendar'
import { err, ok, type Result } from '#app/shared/result'
import { type CollectionPlan, firstAttemptAt } from '#app/billing/domain/collection'
import { isCollected } from '#app/billing/domain/invoice'
import type { InvoiceStatus } from '#app/billing/domain/invoice_state'

/** How far ahead a promise may lie: beyond it, it is no promise but a loss. */
export const promiseDaysMax = 90

export type PromiseRefusal =
  | { type: 'invoice_not_open'; status: InvoiceStatus }
  | { type: 'promise_in_the_past' }
  | { type: 'promise_too_far'; latest: CalendarDate }

/** Whether a customer may be left in peace until a day, which is the last day of the promise. */
export function decidePromise(
  invoice: { status: InvoiceStatus },
  until: CalendarDate,
  today: CalendarDate
): Result<{ promisedUntil: CalendarDate; collectsOn: CalendarDate }, PromiseRefusal> {
  if (invoice.status !== 'open') return err({ type: 'invoice_not_open', status: invoice.status })
  if (until < today) return err({ type: 'promise_in_the_past' })
  if (daysBetween(today, until) > promiseDaysMax) {
    return err({ type: 'promise_too_far', latest: addDays(today, promiseDaysMax) })
  }
  return ok({ promisedUntil: until, collectsOn: addDays(until, 1) })
}

/** Whether a promise to pay holds on a day. */
export function isPromised(
  { promisedUntil }: { promisedUntil: CalendarDate | null },
  today: CalendarDate
): boolean {
  return promisedUntil !== null && promisedUntil >= today
}

/**
 * When an invoice is tried whose promise ends at an instant. A promise puts a try off and never brings one nearer: nothing is charged before
 * the first try that follows from the due date, and nothing at all where nothing is charged by itself.
 */
export function attemptAfterPromise(
  invoice: Parameters<typeof isCollected>[0],
  endsAt: Date,
  plan: CollectionPlan
): Date | null {
  if (!isCollected(invoice)) return null
  const first = firstAttemptAt(plan)
  return first !== null && first > endsAt ? first : endsAt
}

/** Whether an invoice whose promise is over was tried since then. Until it was, nothing follows from its being unpaid. */
export function isTriedSincePromise(
  { promisedUntil, lastAttemptAt }: { promisedUntil: CalendarDate | null; lastAttemptAt: Date | null },
  timeZone: string
): boolean {
  if (promisedUntil === null) return true
  return lastAttemptAt !== null && dateIn(timeZone, lastAttemptAt) > promisedUntil
}
