import type { Call } from './account.ts'
import { checkAmount, checkedCurrency, requiredAmount } from './amounts.ts'
import { capture, cancel, checkCancel } from './payment_intent_endings.ts'
import type { Endpoint } from './endpoint.ts'
import { invalidRequest, resourceMissing } from './errors.ts'
import { emit } from './events.ts'
import { newClientSecret, newId } from './ids.ts'
import {
  cardOptionsFrom,
  checkClientSecret,
  checkNeedsConfirm,
  checkReturnUrl,
  checkTypeChoice,
  customerFor,
  exclusive,
  methodNamed,
  refuseUnavailable,
  requireReturnUrl,
  seenByBrowser,
  typeChoiceFrom,
} from './intents.ts'
import { page } from './lists.ts'
import type { PaymentIntent } from './objects.ts'
import { mergedMetadata, type Params } from './params.ts'
import { advance, answerFor } from './payment_attempt.ts'
import { confirmPayment, unexpectedState } from './payment_confirmation.ts'

export const paymentIntentEndpoints: Endpoint[] = [
  { method: 'POST', url: '/v1/payment_intents', check: checkCreate, run: create },
  { method: 'GET', url: '/v1/payment_intents', run: list },
  { method: 'GET', url: '/v1/payment_intents/:id', publishable: true, run: retrieve },
  { method: 'POST', url: '/v1/payment_intents/:id', check: checkUpdate, run: update },
  {
    method: 'POST',
    url: '/v1/payment_intents/:id/confirm',
    publishable: true,
    check: checkConfirm,
    run: confirm,
  },
  { method: 'POST', url: '/v1/payment_intents/:id/capture', run: (call) => capture(call, find(call)) },
  {
    method: 'POST',
    url: '/v1/payment_intents/:id/cancel',
    check: checkCancel,
    run: (call) => cancel(call, find(call)),
  },
]

function checkCreate(params: Params): void {
  checkTypeChoice(params)
  refuseUnavailable(params)
  requiredAmount(params)
  checkNeedsConfirm(params, [
    'off_session',
    'error_on_requires_action',
    'return_url',
    'mandate',
    'mandate_data',
    'use_stripe_sdk',
  ])
  if (
    params.group('automatic_payment_methods')?.flag('enabled') &&
    params.text('confirmation_method') === 'manual'
  ) {
    throw exclusive('automatic_payment_methods', 'confirmation_method')
  }
  checkReturnUrl(params)
  checkReceiptEmail(params)
}

function checkUpdate(params: Params): void {
  checkTypeChoice(params)
  refuseUnavailable(params)
  checkReceiptEmail(params)
}

function checkConfirm(params: Params): void {
  checkTypeChoice(params)
  refuseUnavailable(params)
  checkReturnUrl(params)
  checkReceiptEmail(params)
}

function checkReceiptEmail(params: Params): void {
  const email = params.textOrNull('receipt_email')
  if (email === null || /^[^@\s]+@[^@\s]+$/.test(email)) return
  throw invalidRequest(`Invalid email address: ${email}`, { code: 'email_invalid', param: 'receipt_email' })
}

function find(call: Call): PaymentIntent {
  const intent = call.records.paymentIntents.get(call.path.id ?? '')
  if (!intent) throw resourceMissing('payment_intent', call.path.id ?? '', 'intent')
  return intent
}

function create(call: Call): object {
  const { params } = call
  const { amount, currency } = requiredAmount(params)
  const id = newId('pi')
  const intent: PaymentIntent = {
    id,
    object: 'payment_intent',
    amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: params.text('capture_method') ?? 'automatic_async',
    client_secret: newClientSecret(id),
    confirmation_method: params.text('confirmation_method') ?? 'automatic',
    created: call.now,
    currency,
    customer: customerFor(call, null),
    customer_account: null,
    description: params.textOrNull('description'),
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: mergedMetadata({}, params),
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_options: { card: cardOptionsFrom(params) },
    payment_record: null,
    processing: null,
    receipt_email: params.textOrNull('receipt_email'),
    review: null,
    setup_future_usage: params.text('setup_future_usage') ?? null,
    shipping: params.group('shipping')?.values ?? null,
    source: null,
    statement_descriptor: params.textOrNull('statement_descriptor'),
    statement_descriptor_suffix: params.textOrNull('statement_descriptor_suffix'),
    status: 'requires_payment_method',
    transfer_group: null,
    ...typeChoiceFrom(params),
  }
  call.records.paymentIntents.insert(id, intent)
  emit(call, 'payment_intent.created', intent)
  if (params.flag('confirm')) {
    requireReturnUrl(call, intent)
    return answerFor(call, confirmPayment(call, intent))
  }
  return withNamedMethod(call, intent)
}

function withNamedMethod(call: Call, intent: PaymentIntent): PaymentIntent {
  const method = methodNamed(call)
  return method
    ? advance(call, intent, { payment_method: method.id, status: 'requires_confirmation' })
    : intent
}

function retrieve(call: Call): object {
  const intent = find(call)
  checkClientSecret(call, intent)
  return seenByBrowser(call, intent)
}

const amendable = ['requires_payment_method', 'requires_confirmation', 'requires_action']

function update(call: Call): object {
  const { params } = call
  const old = find(call)
  const amount = params.integer('amount') ?? old.amount
  const currency = params.has('currency') ? checkedCurrency(params.text('currency') ?? '') : old.currency
  if ((amount !== old.amount || currency !== old.currency) && !amendable.includes(old.status)) {
    throw unexpectedState(
      call,
      old,
      `This PaymentIntent's amount could not be updated because it has a status of ${old.status}. You may only ` +
        `update the amount of a PaymentIntent with one of the following statuses: ${amendable.join(', ')}.`
    )
  }
  if (params.has('amount') || params.has('currency')) checkAmount(amount, currency)
  const intent = advance(call, old, {
    amount,
    currency,
    ...changedTexts(params, old),
    capture_method: params.text('capture_method') ?? old.capture_method,
    customer: customerFor(call, old.customer),
    metadata: mergedMetadata(old.metadata, params),
    payment_method_options: { card: cardOptionsFrom(params, old.payment_method_options.card) },
    setup_future_usage: params.has('setup_future_usage')
      ? params.textOrNull('setup_future_usage')
      : old.setup_future_usage,
    shipping: params.has('shipping') ? (params.group('shipping')?.values ?? null) : old.shipping,
    ...typeChoiceFrom(params, old),
  })
  return amendable.includes(intent.status) ? withNamedMethod(call, intent) : intent
}

function changedTexts(params: Params, old: PaymentIntent): Partial<PaymentIntent> {
  const text = (
    name: 'description' | 'receipt_email' | 'statement_descriptor' | 'statement_descriptor_suffix'
  ) => (params.has(name) ? params.textOrNull(name) : old[name])
  return {
    description: text('description'),
    receipt_email: text('receipt_email'),
    statement_descriptor: text('statement_descriptor'),
    statement_descriptor_suffix: text('statement_descriptor_suffix'),
  }
}

function confirm(call: Call): object {
  const { params } = call
  const old = find(call)
  checkClientSecret(call, old)
  if (call.publishable && old.confirmation_method === 'manual') {
    throw unexpectedState(
      call,
      old,
      'This PaymentIntent uses confirmation_method=manual and can only be confirmed with a secret key.'
    )
  }
  const expected = params.integer('amount_to_confirm')
  if (expected !== undefined && expected !== old.amount) {
    throw invalidRequest('The amount to confirm is not the amount of this PaymentIntent.', {
      param: 'amount_to_confirm',
    })
  }
  requireReturnUrl(call, old)
  const intent = {
    ...old,
    ...typeChoiceFrom(params, old),
    capture_method: params.text('capture_method') ?? old.capture_method,
    receipt_email: params.has('receipt_email') ? params.textOrNull('receipt_email') : old.receipt_email,
    setup_future_usage: params.has('setup_future_usage')
      ? params.textOrNull('setup_future_usage')
      : old.setup_future_usage,
    shipping: params.has('shipping') ? (params.group('shipping')?.values ?? null) : old.shipping,
  }
  return answerFor(call, confirmPayment(call, intent))
}

function list(call: Call): object {
  const customer = call.params.text('customer')
  return page(call, call.records.paymentIntents, {
    url: '/v1/payment_intents',
    filter: (intent) => customer === undefined || intent.customer === customer,
  })
}
