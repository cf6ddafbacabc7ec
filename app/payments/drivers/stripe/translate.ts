import type Stripe from 'stripe'
import type {
  GatewayMethod,
  GatewayPayment,
  GatewaySetup,
  GatewayState,
} from '#app/payments/drivers/contract'
import { fromStripeAmount } from '#app/payments/drivers/stripe/amounts'
import { toDecline } from '#app/payments/drivers/stripe/failures'

const states: Record<string, GatewayState> = {
  requires_payment_method: 'awaiting_method',
  requires_confirmation: 'awaiting_method',
  requires_action: 'action_required',
  processing: 'processing',
  requires_capture: 'authorised',
  succeeded: 'succeeded',
  canceled: 'cancelled',
}

/** Asked for with each payment, so that one answer tells the card and until when the bank holds the money. */
export const paymentExpand = ['latest_charge', 'payment_method', 'review']

export function toGatewayPayment(intent: Stripe.PaymentIntent): GatewayPayment {
  const currency = intent.currency.toUpperCase()
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null
  const captureBefore = charge?.payment_method_details?.card?.capture_before
  return {
    reference: intent.id,
    paymentId: intent.metadata.payment_id ?? null,
    state: known(states[intent.status], intent.status),
    money: { amount: fromStripeAmount(intent.amount, currency), currency },
    captured: fromStripeAmount(intent.amount_received, currency),
    clientSecret: intent.client_secret,
    page: null,
    decline: intent.last_payment_error ? toDecline(intent.last_payment_error) : null,
    risk: riskOf(charge, intent.review),
    authorisationExpiresAt: captureBefore ? new Date(captureBefore * 1000) : null,
    method:
      typeof intent.payment_method === 'object' && intent.payment_method
        ? toMethod(intent.payment_method)
        : null,
    isLive: intent.livemode,
  }
}

/** @see https://docs.stripe.com/radar/risk-evaluation */
function riskOf(
  charge: Stripe.Charge | null,
  review: Stripe.PaymentIntent['review']
): GatewayPayment['risk'] {
  const { risk_level: level, risk_score: score, type, seller_message: message, rule } = charge?.outcome ?? {}
  if (!level || !type) return null
  const name = typeof rule === 'object' && rule !== null ? (rule.predicate ?? rule.id) : (rule ?? null)
  const looked = typeof review === 'object' && review !== null ? (review.open ? 'open' : review.reason) : null
  return { level, score: score ?? null, decision: type, message: message ?? null, rule: name, review: looked }
}

const setupStates: Record<string, GatewaySetup['state']> = {
  requires_payment_method: 'awaiting_method',
  requires_confirmation: 'awaiting_method',
  requires_action: 'action_required',
  processing: 'processing',
  succeeded: 'succeeded',
  canceled: 'cancelled',
}

export function toGatewaySetup(intent: Stripe.SetupIntent): GatewaySetup {
  return {
    reference: intent.id,
    setupId: intent.metadata?.setup_id ?? null,
    state: known(setupStates[intent.status], intent.status),
    clientSecret: intent.client_secret,
    page: null,
    decline: intent.last_setup_error ? toDecline(intent.last_setup_error) : null,
    method:
      typeof intent.payment_method === 'object' && intent.payment_method
        ? toMethod(intent.payment_method)
        : null,
  }
}

export function toMethod(method: Stripe.PaymentMethod): GatewayMethod {
  const { card } = method
  return {
    reference: method.id,
    kind: method.type,
    brand: card?.brand ?? null,
    last4: card?.last4 ?? null,
    expMonth: card?.exp_month ?? null,
    expYear: card?.exp_year ?? null,
    fingerprint: card?.fingerprint ?? null,
    country: card?.country ?? null,
    label: null,
  }
}

/** A state that this version does not know must not be guessed. */
function known<T>(state: T | undefined, status: string): T {
  if (state === undefined) throw new Error(`Stripe knows a status that we do not: ${status}`)
  return state
}
