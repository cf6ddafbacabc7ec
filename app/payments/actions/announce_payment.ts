import { type EventKind, fact, type NewFact } from '#app/shared/events/event'
import { type Payment, purposeOf } from '#app/payments/domain/payment'
import type { PaymentNotice } from '#app/payments/domain/payment_facts'
import type { PaymentNews } from '#app/payments/domain/reconciliation'
import { paymentActionRequired, paymentAuthorised, paymentCancelled, paymentDeclined, paymentFailed, paymentReviewClosed, paymentSucceeded } from '#app/payments/events' // prettier-ignore

const kinds: Record<PaymentNews, EventKind> = {
  authorised: paymentAuthorised,
  succeeded: paymentSucceeded,
  failed: paymentFailed,
  declined: paymentDeclined,
  action_required: paymentActionRequired,
  cancelled: paymentCancelled,
}

/** Notices about a payment as facts for the event log. */
export function toNewFacts({ id, customerId }: Payment, notices: PaymentNotice[]): NewFact[] {
  return notices.map(({ news, data }) => fact(kinds[news], { kind: 'payment', id }, { customerId, data }))
}

/** What there is to tell when somebody has decided at the gateway about a payment that was put under review there. */
export function reviewFacts(before: Payment, after: Payment): NewFact[] {
  const outcome = after.risk?.review
  if (before.risk?.review !== 'open' || !outcome || outcome === 'open') return []
  const { id, customerId, invoiceId, orderId } = after
  const data = { paymentId: id, invoiceId, orderId, purpose: purposeOf(after), outcome }
  return [fact(paymentReviewClosed, { kind: 'payment', id }, { customerId, data })]
}
