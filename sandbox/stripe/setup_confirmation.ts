import type { Call } from './account.ts'
import { declineFor } from './declines.ts'
import { cardError, invalidRequest, StripeError, type ErrorBody } from './errors.ts'
import { emit } from './events.ts'
import { newId } from './ids.ts'
import { cardOptionsFrom, methodToConfirm, seenByBrowser } from './intents.ts'
import type { ThreeDSecure } from './money_objects.ts'
import type { PaymentMethod, SetupAttempt, SetupIntent } from './objects.ts'
import { attach, behaviourOf, markVault, refuseSpent } from './payment_method_records.ts'
import {
  askForAuthentication,
  needsAuthentication,
  openAuthentication,
  threeDSecureResult,
} from './three_d_secure.ts'

type SetupResult = { intent: SetupIntent; error: ErrorBody | null }

/** Tries to save a card for later: the bank may ask its cardholder, or refuse. */
export function confirmSetup(call: Call, old: SetupIntent): SetupResult {
  if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(old.status)) {
    throw unexpectedSetupState(
      call,
      old,
      `You cannot confirm this SetupIntent because it has a status of ${old.status}.`
    )
  }
  const method = methodToConfirm(call, old)
  refuseSpent(call, method)
  const intent = advance(call, old, {
    payment_method: method.id,
    payment_method_options: { card: cardOptionsFrom(call.params, old.payment_method_options.card) },
  })
  const requested = intent.payment_method_options.card.request_three_d_secure
  if (!needsAuthentication(call, method, { offSession: false, requested })) {
    return attemptSetup(call, intent, method, null)
  }
  const attempt = recordAttempt(call, intent, method, {
    status: 'requires_action',
    threeDSecure: null,
    error: null,
  })
  const asked = advance(call, intent, {
    status: 'requires_action',
    latest_attempt: attempt.id,
    last_setup_error: null,
    next_action: askForAuthentication(call, intent, method),
  })
  emit(call, 'setup_intent.requires_action', asked)
  return { intent: asked, error: null }
}

export function finishSetupAuthentication(
  call: Call,
  intent: SetupIntent,
  outcome: 'complete' | 'fail'
): SetupResult {
  const authentication = openAuthentication(call, intent.id)
  if (!authentication || intent.status !== 'requires_action') return { intent, error: null }
  call.records.authentications.put(authentication.id, {
    ...authentication,
    state: outcome === 'complete' ? 'completed' : 'failed',
  })
  const method = call.records.paymentMethods.get(authentication.paymentMethod)
  if (!method) throw new Error(`Authentication ${authentication.id} has lost its payment method`)
  if (outcome === 'complete') return attemptSetup(call, intent, method, threeDSecureResult(true))
  const error = invalidRequest(
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
    { code: 'setup_intent_authentication_failure' }
  )
  return failSetup(call, intent, method, error.body)
}

function attemptSetup(
  call: Call,
  intent: SetupIntent,
  method: PaymentMethod,
  threeDSecure: ThreeDSecure | null
): SetupResult {
  const { decline, declinesSetup } = behaviourOf(call, method)
  if (decline && declinesSetup) {
    const refused = cardError(declineFor(decline))
    return failSetup(call, intent, method, refused.body)
  }
  const attempt = recordAttempt(call, intent, method, { status: 'succeeded', threeDSecure, error: null })
  if (intent.customer) attach(call, method, intent.customer)
  markVault(call, method, { setUp: true })
  const done = advance(call, intent, {
    status: 'succeeded',
    latest_attempt: attempt.id,
    last_setup_error: null,
    next_action: null,
    mandate: mandateFor(call, method),
  })
  emit(call, 'setup_intent.succeeded', done)
  return { intent: done, error: null }
}

function failSetup(call: Call, intent: SetupIntent, method: PaymentMethod, error: ErrorBody): SetupResult {
  const full = { ...error, payment_method: method }
  const attempt = recordAttempt(call, intent, method, { status: 'failed', threeDSecure: null, error: full })
  const failed = advance(call, intent, {
    status: 'requires_payment_method',
    payment_method: null,
    latest_attempt: attempt.id,
    last_setup_error: full,
    next_action: null,
  })
  emit(call, 'setup_intent.setup_failed', failed)
  return { intent: failed, error: full }
}

function recordAttempt(
  call: Call,
  intent: SetupIntent,
  method: PaymentMethod,
  result: { status: string; threeDSecure: ThreeDSecure | null; error: ErrorBody | null }
): SetupAttempt {
  const { brand, country, exp_month, exp_year, fingerprint, funding, last4, checks } = method.card
  const attempt: SetupAttempt = {
    id: newId('setatt'),
    object: 'setup_attempt',
    application: null,
    attach_to_self: false,
    created: call.now,
    customer: intent.customer,
    customer_account: null,
    flow_directions: null,
    livemode: false,
    on_behalf_of: null,
    payment_method: method.id,
    payment_method_details: {
      card: {
        brand,
        checks,
        country,
        exp_month,
        exp_year,
        fingerprint,
        funding,
        last4,
        network: brand,
        three_d_secure: result.threeDSecure,
        wallet: null,
      },
      type: 'card',
    },
    setup_error: result.error,
    setup_intent: intent.id,
    status: result.status,
    usage: intent.usage,
  }
  return call.records.setupAttempts.insert(attempt.id, attempt)
}

/** Cards need no mandate; one is written when the consent was sent along. */
function mandateFor(call: Call, method: PaymentMethod): string | null {
  const acceptance = call.params.group('mandate_data')?.group('customer_acceptance')
  if (!acceptance) return null
  const online = acceptance.group('online')
  const id = newId('mandate')
  call.records.mandates.insert(id, {
    id,
    object: 'mandate',
    customer_acceptance: {
      accepted_at: acceptance.integer('accepted_at') ?? call.now,
      online: {
        ip_address: online?.textOrNull('ip_address') ?? null,
        user_agent: online?.textOrNull('user_agent') ?? null,
      },
      type: 'online',
    },
    livemode: false,
    multi_use: {},
    payment_method: method.id,
    payment_method_details: { card: {}, type: 'card' },
    status: 'active',
    type: 'multi_use',
  })
  return id
}

export function advance(call: Call, intent: SetupIntent, change: Partial<SetupIntent>): SetupIntent {
  const next = { ...intent, ...change }
  call.records.setupIntents.put(next.id, next)
  return next
}

export function setupAnswerFor(call: Call, result: SetupResult): object {
  const seen = seenByBrowser(call, result.intent)
  if (!result.error) return seen
  throw new StripeError(402, { ...result.error, setup_intent: seen }, { keepsChanges: true })
}

export function unexpectedSetupState(call: Call, intent: SetupIntent, message: string): StripeError {
  return new StripeError(400, {
    type: 'invalid_request_error',
    code: 'setup_intent_unexpected_state',
    message,
    setup_intent: seenByBrowser(call, intent),
  })
}
