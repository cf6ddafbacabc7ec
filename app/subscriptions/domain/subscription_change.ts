import type { ConfiguredItem } from '#app/catalogue/index'
import type { ChangeTime } from '#app/billing/index'
import type { CalendarDate } from '#app/shared/time/calendar'
import { err, ok, type Result } from '#app/shared/result'
import type { Standing } from '#app/subscriptions/domain/standing'

export const changeStatuses = [
  'awaiting_payment',
  'scheduled',
  'invoiced',
  'applying',
  'done',
  'withdrawn',
  'lapsed',
  'reverted',
] as const
export type ChangeStatus = (typeof changeStatuses)[number]

/**
 * `pay`: its invoice was paid. `invoice`: the renewal under its terms is about to be issued. `begin`: its day has come. `complete`: the
 * service has what is paid for. `revert`: the panel refuses for good.
 */
export type ChangeMove = 'pay' | 'invoice' | 'begin' | 'complete' | 'withdraw' | 'lapse' | 'revert'

const moves: Record<ChangeStatus, Partial<Record<ChangeMove, ChangeStatus>>> = {
  awaiting_payment: { pay: 'applying', withdraw: 'withdrawn', lapse: 'lapsed' },
  scheduled: { invoice: 'invoiced', withdraw: 'withdrawn', lapse: 'lapsed' },
  invoiced: { begin: 'applying', withdraw: 'withdrawn' },
  applying: { complete: 'done', revert: 'reverted' },
  done: {},
  withdrawn: {},
  lapsed: {},
  reverted: {},
}

export interface ChangeMoveNotAllowed {
  type: 'change_move_not_allowed'
  status: ChangeStatus
}

export function moveChange(
  status: ChangeStatus,
  move: ChangeMove
): Result<ChangeStatus, ChangeMoveNotAllowed> {
  const next = moves[status][move]
  return next ? ok(next) : err({ type: 'change_move_not_allowed', status })
}

export function isFinished(status: ChangeStatus): boolean {
  return Object.keys(moves[status]).length === 0
}

/**
 * What takes place at once: asked for and not paid yet, or being carried out. Its plan and its room are promised; what waits for a renewal is
 * looked at again when that comes.
 */
export const promisedChangeStatuses = [
  'awaiting_payment',
  'applying',
] as const satisfies readonly ChangeStatus[]

/** A change of a subscription that was asked for: from what to what, when, and how far it came. */
export interface SubscriptionChange {
  id: string
  subscriptionId: string
  customerId: string
  status: ChangeStatus
  timing: ChangeTime
  effectiveOn: CalendarDate
  currency: string
  fromPlanId: string
  toPlanId: string
  /** For one interval, without tax, in minor units. */
  fromAmount: bigint
  toAmount: bigint
  content: ConfiguredItem
  stood: Standing
  leads: Standing
  invoiceId: string | null
  lapsesOn: CalendarDate | null
  requestedAt: Date
  appliedAt: Date | null
  finishedAt: Date | null
  finishReason: string | null
}

/** Whether a change stayed unpaid until its last day to be paid. */
export function isLapsing(
  { status, lapsesOn }: Pick<SubscriptionChange, 'status' | 'lapsesOn'>,
  today: CalendarDate
): boolean {
  return status === 'awaiting_payment' && lapsesOn !== null && lapsesOn <= today
}
