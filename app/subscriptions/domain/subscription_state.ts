import { err, ok, type Result } from '#app/shared/result'

export const subscriptionStatuses = [
  'pending',
  'trialing',
  'active',
  'past_due',
  'suspended',
  'cancelled',
] as const

export type SubscriptionStatus = (typeof subscriptionStatuses)[number]

export type SubscriptionMove =
  'begin_trial' | 'convert' | 'activate' | 'fall_behind' | 'catch_up' | 'suspend' | 'restore' | 'cancel'

/** Cancelled is the end: whoever comes back orders anew. */
const moves: Record<SubscriptionStatus, Partial<Record<SubscriptionMove, SubscriptionStatus>>> = {
  pending: { begin_trial: 'trialing', activate: 'active', cancel: 'cancelled' },
  trialing: { convert: 'active', suspend: 'suspended', cancel: 'cancelled' },
  active: { fall_behind: 'past_due', suspend: 'suspended', cancel: 'cancelled' },
  past_due: { catch_up: 'active', suspend: 'suspended', cancel: 'cancelled' },
  suspended: { restore: 'active', cancel: 'cancelled' },
  cancelled: {},
}

export interface MoveNotAllowed {
  type: 'move_not_allowed'
  status: SubscriptionStatus
  move: SubscriptionMove
}

export function moveSubscription(
  status: SubscriptionStatus,
  move: SubscriptionMove
): Result<SubscriptionStatus, MoveNotAllowed> {
  const next = moves[status][move]
  return next ? ok(next) : err({ type: 'move_not_allowed', status, move })
}
