import { addDays, type CalendarDate, daysBetween } from '#app/shared/time/calendar'
import { err, ok, type Result } from '#app/shared/result'
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
