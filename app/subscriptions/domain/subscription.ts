import type { CalendarDate } from '#app/shared/time/calendar'
import type { Rhythm } from '#app/subscriptions/domain/periods'
import type { SubscriptionStatus } from '#app/subscriptions/domain/subscription_state'

/** The agreement to pay a price every interval. Dates are null until its first period begins. */
export interface Subscription extends Rhythm {
  id: string
  customerId: string
  orderLineId: string | null
  planId: string
  status: SubscriptionStatus
  currency: string
  startedOn: CalendarDate | null
  /** The day its free days end and its first paid period begins; null when it began without a trial. */
  trialEndsOn: CalendarDate | null
  /** Start of the last period that was invoiced; it may lie a few days ahead. */
  currentPeriodStartsOn: CalendarDate | null
  /** End of the last period that was invoiced: the next one starts here. */
  renewsOn: CalendarDate | null
  invoiceOn: CalendarDate | null
  recurringAmount: bigint
  paymentMethodId: string | null
  cancelAtPeriodEnd: boolean
  cancelReason: string | null
  endsOn: CalendarDate | null
  pastDueSince: CalendarDate | null
  suspendedAt: Date | null
  cancelledAt: Date | null
  createdAt: Date
}
