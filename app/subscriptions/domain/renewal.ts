import type { CalendarDate } from '#app/shared/time/calendar'
import {
  invoicedWith,
  invoiceDay,
  type InvoicingTerms,
  type Period,
  periodFrom,
  type Rhythm,
} from '#app/subscriptions/domain/periods'

export interface Renewal {
  period: Period
  /**
   * The start of the period or the day of its summary, or the day of issue when the invoice comes late: nobody owes before being
   * asked.
   */
  dueOn: CalendarDate
  next: { currentPeriodStartsOn: CalendarDate; renewsOn: CalendarDate; invoiceOn: CalendarDate }
}

/** What renewing once means: the period to invoice, when it is due, and where the subscription stands after. */
export function renew(
  subscription: Rhythm & { renewsOn: CalendarDate; trialEndsOn?: CalendarDate | null },
  { today, terms }: { today: CalendarDate; terms: InvoicingTerms }
): Renewal {
  const { interval, trialEndsOn } = subscription
  const period = periodFrom(subscription.renewsOn, subscription)
  // The first paid period after a trial is asked for on its own day.
  const isAfterTrial = period.startsOn === trialEndsOn
  const invoicedOn = isAfterTrial ? period.startsOn : invoicedWith(period.startsOn, interval, terms)
  return {
    period,
    dueOn: invoicedOn > today ? invoicedOn : today,
    next: {
      currentPeriodStartsOn: period.startsOn,
      renewsOn: period.endsOn,
      invoiceOn: invoiceDay(period.endsOn, interval, terms),
    },
  }
}
