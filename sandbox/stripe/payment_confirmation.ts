import type { Call } from './account.ts'
import { declineFor } from './declines.ts'
import { cardError, invalidRequest, StripeError } from './errors.ts'
import { emit } from './events.ts'
import { cardOptionsFrom, methodToConfirm, seenByBrowser } from './intents.ts'
import type { PaymentIntent, PaymentMethod } from './objects.ts'
import {
  advance,
  announceFailure,
  attemptCharge,
  declinePayment,
  failPayment,
  type AttemptResult,
} from './payment_attempt.ts'
import { behaviourOf, refuseSpent } from './payment_method_records.ts'
import {
  askForAuthentication,
  needsAuthentication,
  openAuthentication,
  threeDSecureResult,
  unenrolledResult,
} from './three_d_secure.ts'

/** Tries to pay an intent with the payment method named by the request or kept on the intent. */
export function confirmPayment(call: Call, old: PaymentIntent): AttemptResult {
  checkConfirmable(call, old)
  const offSession = isOffSession(call)
  if (offSession && old.setup_future_usage) {
    throw invalidRequest(
      'You cannot confirm with `off_session=true` when `setup_future_usage` is also set on the PaymentIntent. ' +
        'The customer needs to be on-session to perform the steps which may be required to set up the ' +
        'PaymentMethod for future usage. Please confirm this PaymentIntent with your customer on-session.',
      { code: 'payment_intent_invalid_parameter', param: 'off_session' }
    )
  }
  const method = methodToConfirm(call, old)
  refuseSpent(call, method)
  const intent = advance(call, old, {
    payment_method: method.id,
    payment_method_options: { card: cardOptionsFrom(call.params, old.payment_method_options.card) },
  })
  const requested = intent.payment_method_options.card.request_three_d_secure
  if (!needsAuthentication(call, method, { offSession, requested })) {
    const threeDSecure = offSession ? null : unenrolledResult(behaviourOf(call, method), requested)
    return attemptCharge(call, intent, method, { offSession, threeDSecure })
  }
  if (offSession) {
    return declinePayment(call, intent, method, {
      decline: declineFor('authentication_required'),
      offSession,
    })
  }
  if (call.params.flag('error_on_requires_action')) return refuseToAsk(call, intent, method)
  return { intent: ask(call, intent, method), error: null }
}

/** The cardholder has answered the bank's question (or has refused to). */
export function finishPaymentAuthentication(
  call: Call,
  intent: PaymentIntent,
  outcome: 'complete' | 'fail'
): AttemptResult {
  const authentication = openAuthentication(call, intent.id)
  if (!authentication || intent.status !== 'requires_action') return { intent, error: null }
  call.records.authentications.put(authentication.id, {
    ...authentication,
    state: outcome === 'complete' ? 'completed' : 'failed',
  })
  const method = call.records.paymentMethods.get(authentication.paymentMethod)
  if (!method) throw new Error(`Authentication ${authentication.id} has lost its payment method`)
  if (outcome === 'complete') {
    return attemptCharge(call, intent, method, { offSession: false, threeDSecure: threeDSecureResult(true) })
  }
  const error = invalidRequest(
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
    { code: 'payment_intent_authentication_failure' }
  )
  return announceFailure(call, failPayment(call, intent, { ...error.body, payment_method: method }))
}

function isOffSession(call: Call): boolean {
  return call.params.flag('off_session') === true || Boolean(call.params.text('off_session'))
}

function ask(call: Call, intent: PaymentIntent, method: PaymentMethod): PaymentIntent {
  const asked = advance(call, intent, {
    status: 'requires_action',
    next_action: askForAuthentication(call, intent, method),
    last_payment_error: null,
  })
  emit(call, 'payment_intent.requires_action', asked)
  return asked
}

function refuseToAsk(call: Call, intent: PaymentIntent, method: PaymentMethod): AttemptResult {
  const error = cardError({
    code: 'authentication_required',
    decline_code: 'authentication_not_handled',
    message:
      'This payment required an authentication action to complete, but `error_on_requires_action` was set. When ' +
      "you're ready, you can upgrade your integration to handle actions.",
    payment_method: method,
  })
  return announceFailure(call, failPayment(call, intent, error.body))
}

const confirmable = ['requires_payment_method', 'requires_confirmation', 'requires_action']

function checkConfirmable(call: Call, intent: PaymentIntent): void {
  if (confirmable.includes(intent.status)) return
  throw unexpectedState(
    call,
    intent,
    intent.status === 'succeeded' || intent.status === 'requires_capture'
      ? 'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.'
      : `This PaymentIntent could not be confirmed because it has a status of ${intent.status}.`
  )
}

export function unexpectedState(call: Call, intent: PaymentIntent, message: string): StripeError {
  return new StripeError(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message,
    payment_intent: seenByBrowser(call, intent),
  })
}
