import { addDays, atHour, type CalendarDate } from '#app/shared/time/calendar'
import type { BillingPolicies } from '#app/billing/domain/policies'

type CollectionPolicies = Pick<BillingPolicies, 'collectionDays' | 'collectionHour'>

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
export function firstAttempts(plan: Omit<CollectionPlan, 'dueOn'>): (dueOn: CalendarDate) => Date | null {
  const known = new Map<CalendarDate, Date | null>()
  return (dueOn) => {
    const instant = known.get(dueOn)
    if (instant !== undefined) return instant
    const fresh = firstAttemptAt({ ...plan, dueOn })
    known.set(dueOn, fresh)
    return fresh
  }
}

/**
 * When to try again after a try at `now`. Tries that were missed while nothing ran are made up for by the one that has just
 * been made: a customer's card is never charged twice in a row for our downtime. A hard decline (card lost, closed, stolen)
 * ends the tries, because networks fine merchants who insist.
 */
export function nextAttemptAt(
  plan: CollectionPlan,
  { now, isHardDecline }: { now: Date; isHardDecline: boolean }
): Date | null {
  if (isHardDecline) return null
  return collectionInstants(plan).find((instant) => instant > now) ?? null
}
