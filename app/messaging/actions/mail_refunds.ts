import type { Fact } from '#app/shared/events/event'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { notifyCustomer, notifyStaff } from '#app/messaging/actions/notify'
import type { MailFact, MailValue } from '#app/messaging/domain/message_content'
import {
  findGiftForMail,
  findRefundForMail,
  type RefundForMail,
} from '#app/messaging/queries/find_money_back'

type RefundFact = Fact<{ refundId: string }>

/** Says that money is on its way back: to the card or account it came from, or another way. (`refund.succeeded`) */
export async function mailRefundSent({ data }: RefundFact): Promise<void> {
  const refund = await findRefundForMail(data.refundId)
  if (!refund) return
  await notifyCustomer({
    kind: 'refund_sent',
    subject: { kind: 'refund', id: refund.id },
    customerId: refund.customer_id,
    content: {
      values: { amount: amountOf(refund), way: refund.way },
      facts: factsOf(refund),
      action: { surface: 'account', path: pathOf(refund) },
    },
  })
}

/**
 * Sends the link under which the customer says where coins are to go. The link is a key: it is put in when the mail is written, and left
 * out of what is kept. (`refund.action_required`)
 */
export async function mailRefundToClaim({ data }: RefundFact): Promise<void> {
  const refund = await findRefundForMail(data.refundId)
  if (!refund) return
  await notifyCustomer({
    kind: 'refund_to_claim',
    subject: { kind: 'refund', id: refund.id },
    customerId: refund.customer_id,
    content: {
      values: { amount: amountOf(refund) },
      facts: factsOf(refund),
      action: { surface: 'account', path: pathOf(refund) },
    },
  })
}

/** Says that a refund did not arrive and that its money lies on the balance. (`refund.failed`) */
export async function mailRefundFailed({ id, data }: RefundFact): Promise<void> {
  const refund = await findRefundForMail(data.refundId)
  if (!refund) return
  await notifyCustomer({
    kind: 'refund_failed',
    // It may be given up, turn out to have worked, and come back later: each time is a cause of its own.
    subject: { kind: 'event', id },
    customerId: refund.customer_id,
    content: {
      values: { amount: amountOf(refund) },
      facts: factsOf(refund),
      action: { surface: 'account', path: '/balance' },
    },
  })
}

/** Asks staff to agree to a refund that somebody else asked for. (`refund.approval_needed`) */
export async function mailStaffRefundToApprove({ data }: RefundFact): Promise<void> {
  const refund = await findRefundForMail(data.refundId)
  if (!refund) return
  const asked: MailFact[] = refund.requested_by_name
    ? [{ label: 'asked_by', value: refund.requested_by_name }]
    : []
  await notifyStaff({
    kind: 'staff_refund_to_approve',
    subject: { kind: 'refund', id: refund.id },
    customerId: refund.customer_id,
    content: {
      values: { amount: amountOf(refund), customer: refund.customer_name },
      facts: [{ label: 'customer', value: refund.customer_name }, ...factsOf(refund), ...asked],
      note: refund.reason,
      action: { surface: 'admin', path: `/refunds/${showId('refund', refund.id)}` },
    },
  })
}

type GiftFact = Fact<{ giftRequestId: string; amount: string; currency: string; reason: string }>

/** Asks staff to agree to a gift that somebody else may not give alone. (`gift.approval_needed`) */
export async function mailStaffGiftToApprove({ data }: GiftFact): Promise<void> {
  const gift = await findGiftForMail(data.giftRequestId)
  if (!gift) return
  const amount: MailValue = { money: toWire({ amount: BigInt(data.amount), currency: data.currency }) }
  await notifyStaff({
    kind: 'staff_gift_to_approve',
    subject: { kind: 'gift_request', id: data.giftRequestId },
    customerId: gift.customer_id,
    content: {
      values: { amount, customer: gift.customer_name },
      facts: [
        { label: 'customer', value: gift.customer_name },
        { label: 'amount', value: amount },
        ...(gift.reference ? [{ label: 'invoice' as const, value: gift.reference }] : []),
        ...(gift.requested_by_name ? [{ label: 'asked_by' as const, value: gift.requested_by_name }] : []),
      ],
      note: data.reason,
      action: { surface: 'admin', path: '/refunds' },
    },
  })
}

/** Tells staff that a refund did not arrive, so that they find another way. (`refund.failed`) */
export async function mailStaffRefundFailed({ id, data }: RefundFact): Promise<void> {
  const refund = await findRefundForMail(data.refundId)
  if (!refund) return
  await notifyStaff({
    kind: 'staff_refund_failed',
    subject: { kind: 'event', id },
    customerId: refund.customer_id,
    content: {
      values: { amount: amountOf(refund), customer: refund.customer_name },
      facts: [{ label: 'customer', value: refund.customer_name }, ...factsOf(refund)],
      action: { surface: 'admin', path: `/refunds/${showId('refund', refund.id)}` },
    },
  })
}

function amountOf({ amount, currency }: RefundForMail): MailValue {
  return { money: toWire({ amount, currency }) }
}

function factsOf(refund: RefundForMail): MailFact[] {
  const method = refund.label ?? (refund.last4 ? `${refund.brand ?? ''} •••• ${refund.last4}`.trim() : null)
  return [
    { label: 'amount', value: amountOf(refund) },
    ...(refund.reference ? [{ label: 'invoice', value: refund.reference }] : []),
    ...(method ? [{ label: 'paid_with', value: method }] : []),
    ...(refund.sent_reference ? [{ label: 'reference', value: refund.sent_reference }] : []),
  ]
}

function pathOf({ invoice_id: invoiceId }: RefundForMail): string {
  return invoiceId ? `/invoices/${showId('invoice', invoiceId)}` : '/balance'
}
