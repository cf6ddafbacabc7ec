import type { Call } from './account.ts'
import type { Endpoint } from './endpoint.ts'
import { resourceMissing } from './errors.ts'
import { emit } from './events.ts'
import { newClientSecret, newId } from './ids.ts'
import {
  cardOptionsFrom,
  checkClientSecret,
  checkNeedsConfirm,
  checkReturnUrl,
  checkTypeChoice,
  customerFor,
  methodNamed,
  refuseUnavailable,
  requireReturnUrl,
  seenByBrowser,
  typeChoiceFrom,
} from './intents.ts'
import { page } from './lists.ts'
import type { SetupIntent } from './objects.ts'
import { mergedMetadata, type Params } from './params.ts'
import { advance, confirmSetup, setupAnswerFor, unexpectedSetupState } from './setup_confirmation.ts'

export const setupIntentEndpoints: Endpoint[] = [
  { method: 'POST', url: '/v1/setup_intents', check: checkCreate, run: create },
  { method: 'GET', url: '/v1/setup_intents', run: list },
  { method: 'GET', url: '/v1/setup_intents/:id', publishable: true, run: retrieve },
  { method: 'POST', url: '/v1/setup_intents/:id', check: checkUpdate, run: update },
  {
    method: 'POST',
    url: '/v1/setup_intents/:id/confirm',
    publishable: true,
    check: checkConfirm,
    run: confirm,
  },
  { method: 'POST', url: '/v1/setup_intents/:id/cancel', run: cancel },
  { method: 'GET', url: '/v1/setup_attempts', run: listAttempts },
]

function checkCreate(params: Params): void {
  checkTypeChoice(params)
  refuseUnavailable(params)
  checkNeedsConfirm(params, ['return_url', 'mandate_data', 'use_stripe_sdk'])
  checkReturnUrl(params)
}

function checkUpdate(params: Params): void {
  checkTypeChoice(params)
  refuseUnavailable(params)
}

function checkConfirm(params: Params): void {
  checkTypeChoice(params)
  refuseUnavailable(params)
  checkReturnUrl(params)
}

function find(call: Call): SetupIntent {
  const intent = call.records.setupIntents.get(call.path.id ?? '')
  if (!intent) throw resourceMissing('setupintent', call.path.id ?? '', 'intent')
  return intent
}

function create(call: Call): object {
  const { params } = call
  const id = newId('seti')
  const intent: SetupIntent = {
    id,
    object: 'setup_intent',
    application: null,
    cancellation_reason: null,
    client_secret: newClientSecret(id),
    created: call.now,
    customer: customerFor(call, null),
    customer_account: null,
    description: params.textOrNull('description'),
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    managed_payments: null,
    mandate: null,
    metadata: mergedMetadata({}, params),
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_options: { card: cardOptionsFrom(params) },
    single_use_mandate: null,
    status: 'requires_payment_method',
    usage: params.text('usage') ?? 'off_session',
    ...typeChoiceFrom(params),
  }
  call.records.setupIntents.insert(id, intent)
  emit(call, 'setup_intent.created', intent)
  if (params.flag('confirm')) {
    requireReturnUrl(call, intent)
    return setupAnswerFor(call, confirmSetup(call, intent))
  }
  return withNamedMethod(call, intent)
}

function withNamedMethod(call: Call, intent: SetupIntent): SetupIntent {
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

function update(call: Call): object {
  const { params } = call
  const old = find(call)
  if (old.status === 'succeeded' || old.status === 'canceled') {
    throw unexpectedSetupState(
      call,
      old,
      `You cannot update this SetupIntent because it has a status of ${old.status}.`
    )
  }
  const intent = advance(call, old, {
    customer: customerFor(call, old.customer),
    description: params.has('description') ? params.textOrNull('description') : old.description,
    metadata: mergedMetadata(old.metadata, params),
    payment_method_options: { card: cardOptionsFrom(params, old.payment_method_options.card) },
    ...typeChoiceFrom(params, old),
  })
  return withNamedMethod(call, intent)
}

function confirm(call: Call): object {
  const intent = find(call)
  checkClientSecret(call, intent)
  requireReturnUrl(call, intent)
  return setupAnswerFor(call, confirmSetup(call, intent))
}

function cancel(call: Call): object {
  const intent = find(call)
  if (intent.status === 'succeeded' || intent.status === 'canceled') {
    throw unexpectedSetupState(
      call,
      intent,
      `You cannot cancel this SetupIntent because it has a status of ${intent.status}. Only a SetupIntent with ` +
        'one of the following statuses may be canceled: requires_payment_method, requires_confirmation, ' +
        'requires_action.'
    )
  }
  const canceled = advance(call, intent, {
    status: 'canceled',
    cancellation_reason: call.params.text('cancellation_reason') ?? null,
    next_action: null,
  })
  emit(call, 'setup_intent.canceled', canceled)
  return canceled
}

function list(call: Call): object {
  const { params } = call
  const customer = params.text('customer')
  const method = params.text('payment_method')
  return page(call, call.records.setupIntents, {
    url: '/v1/setup_intents',
    filter: (intent) =>
      (customer === undefined || intent.customer === customer) &&
      (method === undefined || intent.payment_method === method),
  })
}

function listAttempts(call: Call): object {
  const intent = call.params.text('setup_intent')
  return page(call, call.records.setupAttempts, {
    url: '/v1/setup_attempts',
    filter: (attempt) => attempt.setup_intent === intent,
  })
}
