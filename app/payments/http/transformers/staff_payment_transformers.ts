import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { paymentFields, showPayment } from '#app/payments/http/transformers/payment_transformers'
import { messageFields, showInboxMessage } from '#app/payments/http/transformers/inbox_transformers'
import { remoteCallFields, showRemoteCall } from '#app/payments/http/transformers/remote_call_transformers'
import type { ListedPayment } from '#app/payments/queries/list_payments'
import type { PaymentWarning } from '#app/payments/domain/payment_warning'
import type { PaymentFile } from '#app/payments/queries/read_payment_file'
import type { PaymentReceipt } from '#app/payments/records/payment_receipts'

const text = () => vine.string().nullable()
const moneyRule = () => vine.object({ amount: vine.string(), currency: vine.string() })

/** For staff: with customer, gateway and the reasons that customers are spared. */
export function showStaffPayment(payment: ListedPayment) {
  return {
    ...showPayment(payment),
    customer_id: showId('customer', payment.customerId),
    customer_name: payment.customerName,
    gateway_id: showId('gateway', payment.gatewayId),
    gateway_reference: payment.gatewayReference,
    capture: payment.capture,
    is_off_session: payment.isOffSession,
    pending_call: payment.pendingCall,
    next_check_at: payment.nextCheckAt?.toISOString() ?? null,
    check_count: payment.checkCount,
    authorisation_expires_at: payment.authorisationExpiresAt?.toISOString() ?? null,
    failure_detail: payment.failure?.code ?? null,
    risk: payment.risk,
    /** With coins: what is missing but counts as paid. */
    forgiven: toWire({ amount: payment.forgivenAmount, currency: payment.money.currency }),
  }
}

const staffPaymentFields = {
  ...paymentFields,
  customer_id: vine.string(),
  customer_name: vine.string(),
  gateway_id: vine.string(),
  gateway_reference: text(),
  capture: vine.enum(['automatic', 'manual'] as const),
  is_off_session: vine.boolean(),
  pending_call: text(),
  next_check_at: text(),
  check_count: vine.number(),
  authorisation_expires_at: text(),
  failure_detail: text(),
  /** What the gateway's screening for fraud made of it. */
  risk: vine
    .object({
      level: vine.string(),
      score: vine.number().nullable(),
      decision: vine.string(),
      message: text(),
      rule: text(),
      /** `open` while a person is to look at it in the gateway's own pages; how that ended afterwards. */
      review: vine.string().nullable().optional(),
    })
    .nullable(),
  forgiven: moneyRule(),
}
export const staffPaymentShape = vine.create(staffPaymentFields)

/** A transfer of coins: amounts of coins are plain decimals, the rate is one coin in the payment's currency. */
export function showReceipt(receipt: PaymentReceipt, currency: string) {
  return {
    reference: receipt.reference,
    method: receipt.method,
    coin: receipt.coin,
    coin_amount: receipt.coinAmount,
    rate: receipt.rate,
    network_fee: receipt.networkFee,
    amount: toWire({ amount: receipt.amount, currency }),
    is_late: receipt.isLate,
    is_further: receipt.bookedAmount !== null,
    received_at: receipt.receivedAt.toISOString(),
  }
}

/** Why staff were to decide about a payment whose money is here, and what was decided. */
export function showWarning(warning: PaymentWarning) {
  return {
    kind: warning.kind,
    code: warning.code,
    status: warning.status,
    warned_at: warning.warnedAt.toISOString(),
    decided_at: warning.decidedAt?.toISOString() ?? null,
    note: warning.note,
  }
}

const warningShape = vine.object({
  kind: vine.enum(['risk', 'fraud_report'] as const),
  /** The gateway's own word. */
  code: vine.string(),
  /** `given_back`: nothing of the payment is left with us. `disputed`: what becomes of it is decided there. */
  status: vine.enum(['open', 'accepted', 'given_back', 'disputed'] as const),
  warned_at: vine.string(),
  decided_at: text(),
  note: text(),
})

const receiptShape = vine.object({
  reference: vine.string(),
  method: vine.string(),
  coin: vine.string(),
  coin_amount: vine.string(),
  rate: vine.string(),
  network_fee: text(),
  amount: moneyRule(),
  is_late: vine.boolean(),
  is_further: vine.boolean(),
  received_at: vine.string(),
})

export function showPaymentFile({ payment, calls, messages, receipts, warnings }: PaymentFile) {
  return {
    payment: showStaffPayment(payment),
    calls: calls.map(showRemoteCall),
    messages: messages.map(showInboxMessage),
    receipts: receipts.map((receipt) => showReceipt(receipt, payment.money.currency)),
    warnings: warnings.map(showWarning),
  }
}

export const paymentFileShape = vine.create({
  payment: vine.object(staffPaymentFields),
  calls: vine.array(vine.object(remoteCallFields)),
  messages: vine.array(vine.object(messageFields)),
  receipts: vine.array(receiptShape),
  warnings: vine.array(warningShape),
})
