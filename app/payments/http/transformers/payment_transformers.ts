import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import type { BrowserForm } from '#app/payments/drivers/contract'
import type { Decline } from '#app/payments/domain/gateway_values'
import { type Payment, paymentStatuses } from '#app/payments/domain/payment'
import type { GatewayOverview } from '#app/payments/queries/list_gateways'
import type { ListedPayment } from '#app/payments/queries/list_payments'
import type { PaymentFile } from '#app/payments/queries/read_payment_file'
import type { MethodSetup, SavedMethod } from '#app/payments/records/methods'

const text = () => vine.string().nullable()
const moneyRule = () => vine.object({ amount: vine.string(), currency: vine.string() })
const failureRule = () =>
  vine.object({ kind: vine.string(), code: vine.string(), message: vine.string() }).nullable()

/** To a customer a broken set-up of ours is no code of theirs. */
function showFailure(failure: Decline | null) {
  if (!failure) return null
  const code = failure.kind === 'misconfigured' ? 'unavailable' : failure.code
  return { kind: failure.kind, code, message: failure.message }
}

export function showPayment(payment: Payment & Partial<Pick<ListedPayment, 'method' | 'invoiceReference'>>) {
  return {
    id: showId('payment', payment.id),
    status: payment.status,
    money: toWire(payment.money),
    captured: toWire({ amount: payment.capturedAmount, currency: payment.money.currency }),
    order_id: payment.orderId && showId('order', payment.orderId),
    invoice_id: payment.invoiceId && showId('invoice', payment.invoiceId),
    invoice_reference: payment.invoiceReference ?? null,
    payment_method_id: payment.paymentMethodId && showId('paymentMethod', payment.paymentMethodId),
    card: payment.method ?? null,
    failure: showFailure(payment.failure),
    created_at: payment.createdAt.toISOString(),
    authorised_at: payment.authorisedAt?.toISOString() ?? null,
    succeeded_at: payment.succeededAt?.toISOString() ?? null,
  }
}

const paymentFields = {
  id: vine.string(),
  status: vine.enum(paymentStatuses),
  money: moneyRule(),
  captured: moneyRule(),
  order_id: text(),
  invoice_id: text(),
  invoice_reference: text(),
  payment_method_id: text(),
  card: vine.object({ brand: text(), last4: text() }).nullable(),
  failure: failureRule(),
  created_at: vine.string(),
  authorised_at: text(),
  succeeded_at: text(),
}
export const paymentShape = vine.create(paymentFields)

export function showForm(form: BrowserForm | null) {
  if (!form) return null
  return {
    driver: form.driver,
    purpose: form.purpose,
    script_url: form.scriptUrl,
    publishable_key: form.publishableKey,
    client_secret: form.clientSecret,
  }
}

const formFields = {
  driver: vine.string(),
  purpose: vine.enum(['payment', 'setup'] as const),
  script_url: vine.string(),
  publishable_key: vine.string(),
  client_secret: vine.string(),
}

/** A payment with what the browser needs to go on with it; `form` is null when there is nothing for the customer to do. */
export function showPaymentWithForm({ payment, form }: { payment: Payment; form: BrowserForm | null }) {
  return { payment: showPayment(payment), form: showForm(form) }
}

export const paymentWithFormShape = vine.create({
  payment: vine.object(paymentFields),
  form: vine.object(formFields).nullable(),
})

export function showPaymentMethod(method: SavedMethod) {
  return {
    id: showId('paymentMethod', method.id),
    kind: method.kind,
    brand: method.brand,
    last4: method.last4,
    exp_month: method.expMonth,
    exp_year: method.expYear,
    is_default: method.isDefault,
    created_at: method.createdAt.toISOString(),
  }
}

export const paymentMethodShape = vine.create({
  id: vine.string(),
  kind: vine.string(),
  brand: text(),
  last4: text(),
  exp_month: vine.number().nullable(),
  exp_year: vine.number().nullable(),
  is_default: vine.boolean(),
  created_at: vine.string(),
})

export function showMethodSetup(setup: MethodSetup, form: BrowserForm | null = null) {
  return {
    id: showId('methodSetup', setup.id),
    status: setup.status,
    payment_method_id: setup.paymentMethodId && showId('paymentMethod', setup.paymentMethodId),
    failure: showFailure(setup.failure),
    form: showForm(form),
  }
}

export const methodSetupShape = vine.create({
  id: vine.string(),
  status: vine.enum(['created', 'action_required', 'succeeded', 'failed', 'unknown'] as const),
  payment_method_id: text(),
  failure: failureRule(),
  form: vine.object(formFields).nullable(),
})

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
