import type { CalendarDate } from '#app/shared/time/calendar'
import {
  invoicedWith,
  invoiceDay,
  isByHour,
  type InvoicingTerms,
  type Period,
  periodFrom,
  type Rhythm,
} from '#app/subscriptions/domain/periods'
import type { SubscriptionStatus } from '#app/subscriptions/domain/subscription_state'

export interface Renewal {
  period: Period
  /**
   * The start of the period or the day of its summary, or the day of issue when the invoice comes late: nobody owes before being
   * asked.
   */
  dueOn: CalendarDate
  /** No day of invoice where nothing more is to come. */
  next: { currentPeriodStartsOn: CalendarDate; renewsOn: CalendarDate; invoiceOn: CalendarDate | null }
}

type Renewable = Rhythm & {
  renewsOn: CalendarDate
  trialEndsOn?: CalendarDate | null
  currentPeriodStartsOn?: CalendarDate | null
  status?: SubscriptionStatus
}

/** What renewing once means: the period to invoice, when it is due, and where the subscription stands after. */
export function renew(
  subscription: Renewable,
  { today, terms }: { today: CalendarDate; terms: InvoicingTerms }
): Renewal {
  const { interval, trialEndsOn } = subscription
  if (isByHour(interval)) return invoiceHours(subscription, today)
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

/** The hours of the month that ends are invoiced, and those of the next begin; for a service that has ended they were the last. */
function invoiceHours(subscription: Renewable, today: CalendarDate): Renewal {
  const { renewsOn, currentPeriodStartsOn, status } = subscription
  const period = { startsOn: currentPeriodStartsOn ?? renewsOn, endsOn: renewsOn }
  const { endsOn } = periodFrom(renewsOn, subscription)
  const next =
    status === 'cancelled'
      ? { currentPeriodStartsOn: period.startsOn, renewsOn, invoiceOn: null }
      : { currentPeriodStartsOn: renewsOn, renewsOn: endsOn, invoiceOn: endsOn }
  return { period, dueOn: today, next }
}
