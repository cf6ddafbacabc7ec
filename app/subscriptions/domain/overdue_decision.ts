import { consequenceOn, type DunningTerms } from '#app/billing/index'
import { type CalendarDate } from '#app/shared/time/calendar'
import type { SubscriptionStatus } from '#app/subscriptions/domain/subscription_state'

export interface OverdueSituation {
  status: SubscriptionStatus
  /** Since when the subscription owes: the due date of its oldest unpaid invoice, or the first day of what that pays for. */
  owedSince: CalendarDate
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
export function decideOverdue(situation: OverdueSituation, terms: DunningTerms): OverdueDecision {
  const { status, owedSince, today } = situation
  if (situation.isPaymentUnderWay || !situation.wasTried) return 'wait'
  if (status === 'suspended') {
    return today >= consequenceOn(owedSince, 'termination', terms) ? 'terminate' : 'wait'
  }
  if (status !== 'active' && status !== 'past_due') return 'wait'
  return today >= consequenceOn(owedSince, 'suspension', terms) ? 'suspend' : 'wait'
}
