import { type EventKind, fact, type NewFact } from '#app/shared/events/event'
import type { Refund } from '#app/payments/domain/refund'
import {
  type RefundFact,
  refundActionRequired,
  refundApprovalNeeded,
  refundCancelled,
  refundFailed,
  refundRequested,
  refundSucceeded,
} from '#app/payments/events'

export type RefundNotice =
  'requested' | 'approval_needed' | 'succeeded' | 'failed' | 'cancelled' | 'action_required'

const kinds: Record<RefundNotice, EventKind> = {
  requested: refundRequested,
  approval_needed: refundApprovalNeeded,
  succeeded: refundSucceeded,
  failed: refundFailed,
  cancelled: refundCancelled,
  action_required: refundActionRequired,
}

/** A notice about a refund as a fact for the event log. */
export function toRefundFact(refund: Refund, news: RefundNotice): NewFact {
  const { id, customerId, money } = refund
  const data: RefundFact = {
    refundId: id,
    paymentId: refund.paymentId,
    invoiceId: refund.invoiceId,
    way: refund.way,
    origin: refund.origin,
    amount: money.amount.toString(),
    currency: money.currency,
    failure: refund.failure,
    isReturned: refund.returnedAt !== null,
  }
  return fact(kinds[news], { kind: 'refund', id }, { customerId, data })
}
