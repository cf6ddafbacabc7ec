import type { Call } from './account.ts'
import { recordCharge, settleCharge } from './charge_records.ts'
import { declineFor, type Decline } from './declines.ts'
import { cardError, StripeError, type ErrorBody } from './errors.ts'
import { emit } from './events.ts'
import { seenByBrowser } from './intents.ts'
import type { Charge, ThreeDSecure } from './money_objects.ts'
import type { PaymentIntent, PaymentMethod } from './objects.ts'
import { attach, behaviourOf, markVault } from './payment_method_records.ts'

export type AttemptResult = { intent: PaymentIntent; error: ErrorBody | null }

const settleAfterMs = 300
const aftermathAfterMs = 700

/** Asks the bank. Either way the attempt leaves a charge, an intent in its new status, and events. */
export function attemptCharge(
  call: Call,
  intent: PaymentIntent,
  method: PaymentMethod,
  use: { offSession: boolean; threeDSecure: ThreeDSecure | null }
): AttemptResult {
  const decline = declineOf(call, method)
  if (decline) return declinePayment(call, intent, method, { decline, offSession: use.offSession })

  const charge = recordCharge(call, { intent, method, decline: null, ...use })
  saveMethod(call, intent, method, use.threeDSecure?.result === 'authenticated')
  const paid = advance(call, intent, {
    ...successFields(intent),
    payment_method: method.id,
    latest_charge: charge.id,
    last_payment_error: null,
    next_action: null,
  })
  announceSuccess(call, paid, charge)
  return { intent: paid, error: null }
}

function declineOf(call: Call, method: PaymentMethod): Decline | null {
  const { decline } = behaviourOf(call, method)
  const forced = call.account.kit.faults.strikes('decline_charges')
  const code = decline ?? (forced ? 'insufficient_funds' : null)
  return code === null ? null : declineFor(code)
}

function successFields(intent: PaymentIntent): Partial<PaymentIntent> {
  return intent.capture_method === 'manual'
    ? { status: 'requires_capture', amount_capturable: intent.amount }
    : { status: 'succeeded', amount_received: intent.amount, amount_capturable: 0 }
}

function announceSuccess(call: Call, intent: PaymentIntent, charge: Charge): void {
  const { timers } = call.account.kit
  const settled = intent.capture_method === 'automatic' ? settleCharge(call, charge) : charge
  emit(call, 'charge.succeeded', settled)
  if (intent.status === 'requires_capture') {
    emit(call, 'payment_intent.amount_capturable_updated', intent)
    const captureBefore = charge.payment_method_details.card.capture_before ?? call.now
    timers.schedule(
      'expire_authorisation',
      { intent: intent.id },
      { delayMs: (captureBefore - call.now) * 1000, key: intent.id }
    )
    return
  }
  emit(call, 'payment_intent.succeeded', intent)
  if (intent.capture_method === 'automatic_async') {
    timers.schedule('settle', { charge: charge.id }, { delayMs: settleAfterMs, key: charge.id })
  }
  scheduleAftermath(call, charge)
}

/** Disputes and fraud reports follow captured money only. */
export function scheduleAftermath(call: Call, charge: Charge): void {
  const method = call.records.paymentMethods.get(charge.payment_method)
  if (!method || !behaviourOf(call, method).aftermath) return
  const { timers } = call.account.kit
  timers.schedule('aftermath', { charge: charge.id }, { delayMs: aftermathAfterMs, key: charge.id })
}

/** Saves the card for later use when the intent asks for it; otherwise it was good for this once. */
function saveMethod(call: Call, intent: PaymentIntent, method: PaymentMethod, authenticated: boolean): void {
  if (intent.setup_future_usage && intent.customer) {
    attach(call, method, intent.customer)
    markVault(call, method, {
      setUp: authenticated || behaviourOf(call, method).authentication === undefined,
    })
  } else if (!method.customer) {
    markVault(call, method, { spent: true })
  }
}

export function declinePayment(
  call: Call,
  intent: PaymentIntent,
  method: PaymentMethod,
  refusal: { decline: Decline; offSession: boolean }
): AttemptResult {
  const charge = recordCharge(call, { intent, method, threeDSecure: null, ...refusal })
  const error = { ...refusal.decline, charge: charge.id, payment_method: method }
  const failed = failPayment(call, intent, cardError(error).body)
  emit(call, 'charge.failed', charge)
  return announceFailure(call, { ...failed, latest_charge: charge.id })
}

/** The intent goes back to wanting a payment method, and remembers why. */
export function failPayment(call: Call, intent: PaymentIntent, error: ErrorBody): PaymentIntent {
  return advance(call, intent, {
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    last_payment_error: error,
  })
}

export function announceFailure(call: Call, intent: PaymentIntent): AttemptResult {
  call.records.paymentIntents.put(intent.id, intent)
  emit(call, 'payment_intent.payment_failed', intent)
  return { intent, error: intent.last_payment_error }
}

/** Writes an intent's next state without announcing it. */
export function advance(call: Call, intent: PaymentIntent, change: Partial<PaymentIntent>): PaymentIntent {
  const next = { ...intent, ...change }
  call.records.paymentIntents.put(next.id, next)
  return next
}

/** The answer to whoever asked: the intent, or the 402 that carries it. */
export function answerFor(call: Call, result: AttemptResult): object {
  const { intent, error } = result
  if (!error) return seenByBrowser(call, intent)
  throw new StripeError(
    402,
    { ...error, payment_intent: seenByBrowser(call, intent) },
    { keepsChanges: true }
  )
}
