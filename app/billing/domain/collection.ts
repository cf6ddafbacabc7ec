import { addDays, atHour, type CalendarDate, dateIn } from '#app/shared/time/calendar'
import type { InvoiceStatus } from '#app/billing/domain/invoice_state'
import type { BillingPolicies } from '#app/billing/domain/policies'

type CollectionPolicies = Pick<BillingPolicies, 'collectionDays' | 'collectionHour'>

/** Why a try to collect an invoice did not work; `domain.md` and docs/billing.md say what follows each. */
export const collectionFailures = [
  'hard_decline',
  'insufficient_funds',
  'try_later',
  'authentication_required',
  'soft_decline',
  'no_payment_method',
  'not_chargeable',
  'too_small',
] as const
export type CollectionFailure = (typeof collectionFailures)[number]

/**
 * Whether an open invoice goes with the next one of its customer: so little is due that it cannot be charged alone. Until then nothing
 * follows from its being unpaid.
 */
export function isCarried(invoice: {
  status: InvoiceStatus
  collectionFailure: CollectionFailure | null
}): boolean {
  return invoice.status === 'open' && invoice.collectionFailure === 'too_small'
}

export interface CollectionPlan {
  dueOn: CalendarDate
  timeZone: string
  policies: CollectionPolicies
}

/** The instants at which an unpaid invoice is charged, in order: the due date and the days after that the tenant chose. */
export function collectionInstants({ dueOn, timeZone, policies }: CollectionPlan): Date[] {
  return policies.collectionDays.map((day) => atHour(timeZone, addDays(dueOn, day), policies.collectionHour))
}

export function firstAttemptAt({ dueOn, timeZone, policies }: CollectionPlan): Date | null {
  const [first] = policies.collectionDays
  return first === undefined ? null : atHour(timeZone, addDays(dueOn, first), policies.collectionHour)
}

/** The same for many invoices: a billing run asks about a handful of due dates, and zones are slow to compute. */
export function firstAttempts(
  timeZone: string
): (dueOn: CalendarDate, policies: CollectionPolicies) => Date | null {
  const known = new Map<string, Date | null>()
  return (dueOn, policies) => {
    const key = `${dueOn} ${policies.collectionDays[0]} ${policies.collectionHour}`
    const instant = known.get(key)
    if (instant !== undefined) return instant
    const fresh = firstAttemptAt({ timeZone, dueOn, policies })
    known.set(key, fresh)
    return fresh
  }
}

const endsTries: ReadonlySet<CollectionFailure> = new Set([
  'hard_decline',
  'authentication_required',
  'too_small',
])

/**
 * When to try again after a try at `now`. Tries that were missed while nothing ran are made up for by the one that has just
 * been made: a customer's card is never charged twice in a row for our downtime.
 *
 * A hard decline (card lost, closed, stolen) ends the tries until another method is saved, because networks fine merchants who insist; so
 * does a bank that wants its customer, whom a mail asks, and an amount that is too small, which goes with the next invoice. A bank that could not be asked is asked again on the next day, as long as a
 * listed day is still ahead. Everything else waits for the next listed day.
 */
export function nextAttemptAt(
  plan: CollectionPlan,
  { now, failure }: { now: Date; failure: CollectionFailure | null }
): Date | null {
  if (failure && endsTries.has(failure)) return null
  const listed = collectionInstants(plan).find((instant) => instant > now) ?? null
  if (failure !== 'try_later' || listed === null) return listed
  const { timeZone, policies } = plan
  const nextDay = atHour(timeZone, addDays(dateIn(timeZone, now), 1), policies.collectionHour)
  return nextDay < listed ? nextDay : listed
}
