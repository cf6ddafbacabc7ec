import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { paymentFields, showPayment } from '#app/payments/http/transformers/payment_transformers'
import { messageFields, showInboxMessage } from '#app/payments/http/transformers/inbox_transformers'
import { remoteCallFields, showRemoteCall } from '#app/payments/http/transformers/remote_call_transformers'
import type { ListedPayment } from '#app/payments/queries/list_payments'
import type { PaymentFile } from '#app/payments/queries/read_payment_file'

const text = () => vine.string().nullable()

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
}
export const staffPaymentShape = vine.create(staffPaymentFields)

export function showPaymentFile({ payment, calls, messages }: PaymentFile) {
  return {
    payment: showStaffPayment(payment),
    calls: calls.map(showRemoteCall),
    messages: messages.map(showInboxMessage),
  }
}

export const paymentFileShape = vine.create({
  payment: vine.object(staffPaymentFields),
  calls: vine.array(vine.object(remoteCallFields)),
  messages: vine.array(vine.object(messageFields)),
})
