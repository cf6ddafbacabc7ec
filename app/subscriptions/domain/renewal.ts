import type { CalendarDate } from '#app/shared/time/calendar'
import { invoiceDay, type Period, periodFrom, type Rhythm } from '#app/subscriptions/domain/periods'

export interface Renewal {
  period: Period
  /** The start of the period, or the day of issue when the invoice comes late: nobody owes before being asked. */
  dueOn: CalendarDate
  next: { currentPeriodStartsOn: CalendarDate; renewsOn: CalendarDate; invoiceOn: CalendarDate }
}

/** What renewing once means: the period to invoice, when it is due, and where the subscription stands after. */
export function renew(
  subscription: Rhythm & { renewsOn: CalendarDate },
  { today, leadDays }: { today: CalendarDate; leadDays: number }
): Renewal {
  const period = periodFrom(subscription.renewsOn, subscription)
  return {
    period,
    dueOn: period.startsOn > today ? period.startsOn : today,
    next: {
      currentPeriodStartsOn: period.startsOn,
      renewsOn: period.endsOn,
      invoiceOn: invoiceDay(period.endsOn, leadDays),
    },
  }
}
