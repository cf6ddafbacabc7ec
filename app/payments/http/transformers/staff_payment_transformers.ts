import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { paymentFields, showPayment } from '#app/payments/http/transformers/payment_transformers'
import type { GatewayOverview } from '#app/payments/queries/list_gateways'
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
    calls: calls.map((call) => ({
      id: showId('remoteCall', call.id),
      system: call.system,
      method: call.method,
      url: call.url,
      request: JSON.stringify(call.request),
      response: JSON.stringify(call.response),
      status: call.status,
      outcome: call.outcome,
      duration_ms: call.duration_ms,
      idempotency_key: call.idempotency_key,
      called_at: call.called_at.toISOString(),
    })),
    messages: messages.map((message) => ({
      id: showId('webhookMessage', message.id),
      message_id: message.messageId,
      type: message.type,
      status: message.status,
      attempts: message.attempts,
      repeats: message.repeats,
      last_error: message.lastError,
      received_at: message.receivedAt.toISOString(),
    })),
  }
}

export const paymentFileShape = vine.create({
  payment: vine.object(staffPaymentFields),
  calls: vine.array(
    vine.object({
      id: vine.string(),
      system: vine.string(),
      method: vine.string(),
      url: vine.string(),
      request: vine.string(),
      response: vine.string(),
      status: vine.number().nullable(),
      outcome: vine.string(),
      duration_ms: vine.number(),
      idempotency_key: text(),
      called_at: vine.string(),
    })
  ),
  messages: vine.array(
    vine.object({
      id: vine.string(),
      message_id: vine.string(),
      type: vine.string(),
      status: vine.string(),
      attempts: vine.number(),
      repeats: vine.number(),
      last_error: text(),
      received_at: vine.string(),
    })
  ),
})

export function showGateway(gateway: GatewayOverview) {
  return {
    id: showId('gateway', gateway.id),
    driver: gateway.driver,
    name: gateway.name,
    status: gateway.status,
    is_live: gateway.isLive,
    capabilities: {
      delayed_capture: gateway.capabilities.delayedCapture,
      partial_capture: gateway.capabilities.partialCapture,
      saved_methods: gateway.capabilities.savedMethods,
    },
    host: gateway.host,
    last_message_at: gateway.lastMessageAt?.toISOString() ?? null,
    messages: gateway.messages,
    payments: gateway.payments,
  }
}

export const gatewayShape = vine.create({
  id: vine.string(),
  driver: vine.string(),
  name: vine.string(),
  status: vine.enum(['active', 'disabled'] as const),
  is_live: vine.boolean(),
  capabilities: vine.object({
    delayed_capture: vine.boolean(),
    partial_capture: vine.boolean(),
    saved_methods: vine.boolean(),
  }),
  host: vine.enum(['unused', 'reachable', 'resting', 'probing'] as const),
  last_message_at: text(),
  messages: vine.object({ pending: vine.number(), dead: vine.number() }),
  payments: vine.object({ unknown: vine.number(), waiting: vine.number() }),
})
