import { addDays, type CalendarDate, daysBetween } from '#app/shared/time/calendar'
import type { BillingPolicies } from '#app/billing/domain/policies'

type OverduePolicies = Pick<BillingPolicies, 'suspensionDays' | 'terminationDays' | 'noticeDaysBefore'>

/** What awaits the services of an invoice that stays unpaid. */
export type OverdueConsequence = 'suspension' | 'termination'

export const overdueConsequences: readonly OverdueConsequence[] = ['suspension', 'termination']

/** The day on which an unpaid invoice has its consequence. */
export function consequenceOn(
  dueOn: CalendarDate,
  consequence: OverdueConsequence,
  policies: OverduePolicies
): CalendarDate {
  return addDays(dueOn, consequence === 'suspension' ? policies.suspensionDays : policies.terminationDays)
}

export interface OverdueNotice {
  consequence: OverdueConsequence
  daysBefore: number
  takesPlaceOn: CalendarDate
}

/**
 * The notices that are due about an unpaid invoice on a day: for each consequence still ahead, the one nearest to it. A notice
 * that was missed is not sent late beside the next, and none is sent after the fact, which has its own message.
 */
export function noticesDue(
  invoice: { dueOn: CalendarDate },
  today: CalendarDate,
  policies: OverduePolicies
): OverdueNotice[] {
  return overdueConsequences.flatMap((consequence) => {
    const takesPlaceOn = consequenceOn(invoice.dueOn, consequence, policies)
    const daysLeft = daysBetween(today, takesPlaceOn)
    if (daysLeft <= 0 || today < invoice.dueOn) return []
    const reached = policies.noticeDaysBefore.filter((days) => days >= daysLeft)
    return reached.length === 0 ? [] : [{ consequence, daysBefore: Math.min(...reached), takesPlaceOn }]
  })
}

/** How many days before its due date an invoice can meet its earliest notice, for a search that needs no policy per row. */
export function earliestNoticeDays(policies: OverduePolicies): number {
  return policies.suspensionDays - Math.max(0, ...policies.noticeDaysBefore)
}
