import type { CalendarDate } from '#app/shared/time/calendar'
import { err, ok, type Result } from '#app/shared/result'

export const offerStatuses = ['draft', 'sent', 'accepted', 'declined', 'expired', 'withdrawn', 'superseded'] as const // prettier-ignore
export type OfferStatus = (typeof offerStatuses)[number]

export type OfferMove = 'send' | 'accept' | 'decline' | 'expire' | 'withdraw' | 'supersede'

const moves: Record<OfferStatus, Partial<Record<OfferMove, OfferStatus>>> = {
  draft: { send: 'sent', withdraw: 'withdrawn' },
  sent: {
    accept: 'accepted',
    decline: 'declined',
    expire: 'expired',
    withdraw: 'withdrawn',
    supersede: 'superseded',
  },
  accepted: { withdraw: 'withdrawn', supersede: 'superseded' },
  declined: {},
  expired: {},
  withdrawn: {},
  superseded: {},
}

export interface OfferStanding {
  status: OfferStatus
  /** The order that it became. */
  orderId: string | null
}

export type OfferMoveNotAllowed =
  { type: 'offer_move_not_allowed'; status: OfferStatus } | { type: 'offer_ordered' }

/** An offer's way to another state. What was ordered stays: from then on it is the order that is called off. */
export function moveOffer(
  { status, orderId }: OfferStanding,
  move: OfferMove
): Result<OfferStatus, OfferMoveNotAllowed> {
  if (orderId) return err({ type: 'offer_ordered' })
  const next = moves[status][move]
  return next ? ok(next) : err({ type: 'offer_move_not_allowed', status })
}

export type AnswerRefusal = {
  type:
    | 'offer_not_sent'
    | 'offer_accepted'
    | 'offer_declined'
    | 'offer_expired'
    | 'offer_withdrawn'
    | 'offer_superseded'
}

/**
 * Whether an offer can be answered on a day: only while it is sent, and until the end of its last day, whether or not anybody has noted
 * yet that it is over.
 */
export function decideAnswer(
  { status, validUntil }: { status: OfferStatus; validUntil: CalendarDate },
  today: CalendarDate
): Result<void, AnswerRefusal> {
  if (status === 'draft') return err({ type: 'offer_not_sent' })
  if (status !== 'sent') return err({ type: `offer_${status}` })
  return today <= validUntil ? ok() : err({ type: 'offer_expired' })
}

/** A new version may be prepared of what was sent, unless it became an order, or another version took its place. */
export function canBeRevised({ status, orderId }: OfferStanding): boolean {
  return orderId === null && status !== 'draft' && status !== 'superseded'
}
