import { type EventKind, fact, type NewFact } from '#app/shared/events/event'
import type { Payment } from '#app/payments/domain/payment'
import type { PaymentNotice } from '#app/payments/domain/payment_facts'
import type { PaymentNews } from '#app/payments/domain/reconciliation'
import { paymentActionRequired, paymentAuthorised, paymentCancelled, paymentDeclined, paymentFailed, paymentSucceeded } from '#app/payments/events' // prettier-ignore

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
