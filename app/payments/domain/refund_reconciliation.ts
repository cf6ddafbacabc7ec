import type { GatewayRefund } from '#app/payments/domain/gateway_values'
import {
  mayMoveRefund,
  type Refund,
  type RefundFailure,
  type RefundStatus,
} from '#app/payments/domain/refund'

export type RefundNews = 'succeeded' | 'failed' | 'cancelled' | 'action_required'

/** What an answer of the gateway changes in our record of a refund. */
export interface RefundReconciliation {
  status: RefundStatus
  failure: RefundFailure | null
  /** What to book: the money left, it came back, or nothing moved. */
  books: 'sent' | 'returned' | null
  news: RefundNews[]
}

type Known = Pick<Refund, 'status' | 'failure' | 'succeededAt' | 'returnedAt'>

/**
 * Decides what an answer means. Answers may be late, repeated and out of order: money that left is believed, the same answer twice says
 * nothing new, and what a bank sent back once does not leave again.
 */
export function reconcileRefund(refund: Known, answer: GatewayRefund): RefundReconciliation {
  const target = answer.state
  const isAllowed = mayMoveRefund(refund.status, target) && !(target === 'succeeded' && refund.returnedAt)
  const moved = target !== refund.status && isAllowed
  if (!moved) return { status: refund.status, failure: refund.failure, books: null, news: [] }
  const failure = target === 'failed' || target === 'cancelled' ? answer.failure : null
  return { status: target, failure, books: bookingOf(refund, target), news: newsOf(target) }
}

function bookingOf(refund: Known, target: RefundStatus): RefundReconciliation['books'] {
  if (target === 'succeeded') return 'sent'
  return refund.status === 'succeeded' && !refund.returnedAt ? 'returned' : null
}

function newsOf(status: RefundStatus): RefundNews[] {
  switch (status) {
    case 'succeeded':
    case 'failed':
    case 'cancelled':
    case 'action_required':
      return [status]
    case 'awaiting_approval':
    case 'created':
    case 'processing':
    case 'unknown':
      return []
  }
}
