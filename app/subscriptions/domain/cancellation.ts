import type { CalendarDate } from '#app/shared/time/calendar'
import { err, ok, type Result } from '#app/shared/result'
import type { Subscription } from '#app/subscriptions/domain/subscription'

/** `now`: service ends today. `period_end`: it runs through the days that are paid, or running, already. */
export type CancellationTime = 'now' | 'period_end'

export type CancellationError = { type: 'already_cancelled' | 'already_ending' | 'not_started' }

export interface CancellationInput {
  subscription: Pick<Subscription, 'status' | 'cancelAtPeriodEnd' | 'currentPeriodStartsOn' | 'renewsOn'> &
    Partial<Pick<Subscription, 'interval'>>
  when: CancellationTime
  today: CalendarDate
  /** Whether the last invoiced period still waits for its payment. */
  isLastPeriodUnpaid: boolean
}

export interface Cancellation {
  endsOn: CalendarDate
  isImmediate: boolean
  /** The invoiced period that will not run, and whose unpaid invoice is taken back. */
  abandonedFrom: CalendarDate | null
}

/** When a subscription ends. A paid period is used up; one that is unpaid and has not begun is given up. */
export function decideCancellation(input: CancellationInput): Result<Cancellation, CancellationError> {
  const { subscription, when, today, isLastPeriodUnpaid } = input
  const { status, currentPeriodStartsOn, renewsOn } = subscription
  if (status === 'cancelled') return err({ type: 'already_cancelled' })
  const upcoming = currentPeriodStartsOn && currentPeriodStartsOn > today ? currentPeriodStartsOn : null
  const abandonedFrom = upcoming && isLastPeriodUnpaid ? upcoming : null
  // By the hour nothing is paid ahead that could be used up, but where hours begin only when a paid period ends.
  const isByHour = subscription.interval?.unit === 'hour'
  if (isByHour && renewsOn) {
    const isPaidAhead = upcoming && when === 'period_end' && status !== 'suspended'
    if (!isPaidAhead) return ok({ endsOn: today, isImmediate: true, abandonedFrom: null })
    if (subscription.cancelAtPeriodEnd) return err({ type: 'already_ending' })
    return ok({ endsOn: upcoming, isImmediate: false, abandonedFrom: null })
  }
  if (when === 'now') return ok({ endsOn: today, isImmediate: true, abandonedFrom })
  if (subscription.cancelAtPeriodEnd) return err({ type: 'already_ending' })
  if (!renewsOn) return err({ type: 'not_started' })
  const endsOn = abandonedFrom ?? renewsOn
  // A suspended subscription has no days left to use up.
  const isOver = endsOn <= today || status === 'suspended'
  return ok({ endsOn: isOver ? today : endsOn, isImmediate: isOver, abandonedFrom })
}
