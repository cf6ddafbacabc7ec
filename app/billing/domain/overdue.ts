import { addDays, type CalendarDate, daysBetween } from '#app/shared/time/calendar'
import type { DunningTerms } from '#app/billing/domain/dunning'

type OverdueTerms = Pick<
  DunningTerms,
  'suspensionDays' | 'terminationDays' | 'suspensionNoticeDays' | 'terminationNoticeDays' | 'stricterOn'
>

/** What awaits the services of an invoice that stays unpaid. */
export type OverdueConsequence = 'suspension' | 'termination'

export const overdueConsequences: readonly OverdueConsequence[] = ['suspension', 'termination']

/**
 * The day on which an unpaid invoice has its consequence. For what was owed before the terms became stricter there is time for their
 * earliest notice, counted from that day: nobody is stopped by a rule of this morning.
 * @param owedSince the due date, or the first day of the period when that lies after it
 */
export function consequenceOn(
  owedSince: CalendarDate,
  consequence: OverdueConsequence,
  terms: OverdueTerms
): CalendarDate {
  const { days, notices } = stepsTo(consequence, terms)
  const planned = addDays(owedSince, days)
  if (!terms.stricterOn || owedSince >= terms.stricterOn) return planned
  const fair = addDays(terms.stricterOn, Math.max(0, ...notices))
  return planned > fair ? planned : fair
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
  invoice: { owedSince: CalendarDate },
  today: CalendarDate,
  terms: OverdueTerms
): OverdueNotice[] {
  return overdueConsequences.flatMap((consequence) => {
    const takesPlaceOn = consequenceOn(invoice.owedSince, consequence, terms)
    const daysLeft = daysBetween(today, takesPlaceOn)
    if (daysLeft <= 0 || today < invoice.owedSince) return []
    const reached = stepsTo(consequence, terms).notices.filter((days) => days >= daysLeft)
    return reached.length === 0 ? [] : [{ consequence, daysBefore: Math.min(...reached), takesPlaceOn }]
  })
}

function stepsTo(consequence: OverdueConsequence, terms: OverdueTerms) {
  return consequence === 'suspension'
    ? { days: terms.suspensionDays, notices: terms.suspensionNoticeDays }
    : { days: terms.terminationDays, notices: terms.terminationNoticeDays }
}
