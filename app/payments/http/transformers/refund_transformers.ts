import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { refundStatuses, refundWays } from '#app/payments/domain/refund'
import type { NamedLimit } from '#app/payments/queries/find_refund_limit'
import type { ListedRefund } from '#app/payments/queries/list_refunds'

const text = () => vine.string().nullable()
const moneyRule = () => vine.object({ amount: vine.string(), currency: vine.string() })

/** As its customer sees it. */
export function showRefund(refund: ListedRefund) {
  return {
    id: showId('refund', refund.id),
    status: refund.status,
    way: refund.way,
    money: toWire(refund.money),
    payment_id: refund.paymentId && showId('payment', refund.paymentId),
    card: refund.method,
    invoice_id: refund.invoiceId && showId('invoice', refund.invoiceId),
    invoice_reference: refund.invoiceReference,
    credit_note_id: refund.creditNoteId && showId('creditNote', refund.creditNoteId),
    credit_note_reference: refund.creditNoteReference,
    claim_url: refund.claimUrl,
    created_at: refund.createdAt.toISOString(),
    succeeded_at: refund.succeededAt?.toISOString() ?? null,
    returned_at: refund.returnedAt?.toISOString() ?? null,
  }
}

export const refundFields = {
  id: vine.string(),
  status: vine.enum(refundStatuses),
  way: vine.enum(refundWays),
  money: moneyRule(),
  payment_id: text(),
  card: vine.object({ brand: text(), last4: text() }).nullable(),
  invoice_id: text(),
  invoice_reference: text(),
  credit_note_id: text(),
  credit_note_reference: text(),
  claim_url: text(),
  created_at: vine.string(),
  succeeded_at: text(),
  returned_at: text(),
}
export const refundShape = vine.create(refundFields)

/** For staff: with the reason, who asked and agreed, and what the gateway said. */
export function showStaffRefund(refund: ListedRefund) {
  return {
    ...showRefund(refund),
    customer_id: showId('customer', refund.customerId),
    customer_name: refund.customerName,
    gateway: refund.gatewayName,
    gateway_reference: refund.gatewayReference,
    origin: refund.origin,
    reason: refund.reason,
    failure: refund.failure,
    requested_by: refund.requestedByName,
    decided_by: refund.decidedByName,
    sent_reference: refund.sentReference,
    next_check_at: refund.nextCheckAt?.toISOString() ?? null,
  }
}

export const staffRefundShape = vine.create({
  ...refundFields,
  customer_id: vine.string(),
  customer_name: vine.string(),
  gateway: text(),
  gateway_reference: text(),
  origin: vine.enum(['staff', 'gateway'] as const),
  reason: vine.string(),
  failure: vine.object({ code: vine.string(), message: vine.string() }).nullable(),
  requested_by: text(),
  decided_by: text(),
  sent_reference: text(),
  next_check_at: text(),
})

export function showRefundLimit({ role, label, currency, amount }: NamedLimit) {
  return { role, label, currency, amount: amount === null ? null : `${amount}` }
}

export const refundLimitShape = vine.create({
  role: vine.string(),
  /** What a role of the tenant's own is called. */
  label: text(),
  currency: vine.string(),
  amount: text(),
})
