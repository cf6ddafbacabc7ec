import { type BillingPolicies, consequenceOn } from '#app/billing/index'
import { type CalendarDate } from '#app/shared/time/calendar'
import type { SubscriptionStatus } from '#app/subscriptions/domain/subscription_state'

export interface OverdueSituation {
  status: SubscriptionStatus
  /** Due date of the oldest unpaid invoice of the subscription. */
  dueOn: CalendarDate
  today: CalendarDate
  /** Whether a try to collect that invoice was made, as far as one was planned. */
  wasTried: boolean
  /** Whether money for it is on its way: until the answer is known nothing is taken from the customer. */
  isPaymentUnderWay: boolean
}

export type OverdueDecision = 'wait' | 'suspend' | 'terminate'

/**
 * What an unpaid invoice means for a subscription today. One step at a time and in order, even when days were missed: what was
 * never tried is tried first, what is not suspended is suspended before it is terminated.
 */
export function decideOverdue(
  situation: OverdueSituation,
  policies: Pick<BillingPolicies, 'suspensionDays' | 'terminationDays' | 'noticeDaysBefore'>
): OverdueDecision {
  const { status, dueOn, today } = situation
  if (situation.isPaymentUnderWay || !situation.wasTried) return 'wait'
  if (status === 'suspended') {
    return today >= consequenceOn(dueOn, 'termination', policies) ? 'terminate' : 'wait'
  }
  if (status !== 'active' && status !== 'past_due') return 'wait'
  return today >= consequenceOn(dueOn, 'suspension', policies) ? 'suspend' : 'wait'
}
