import Stripe from 'stripe'
import { err, ok, type Result } from '#app/shared/result'
import type { Decline, GatewayFailure, GatewayPayment } from '#app/payments/drivers/contract'
import {
  adviceAgainst,
  declineRules,
  declineUnknown,
  discreetCodes,
} from '#app/payments/drivers/stripe/declines'
import { NoAnswer } from '#app/payments/drivers/stripe/transport'

/** Runs one call and turns whatever Stripe says into an outcome of the contract. What is our own mistake is thrown on. */
export async function outcomeOf<T>(
  call: () => Promise<T>,
  {
    toPayment,
    isReading = false,
  }: { toPayment?: (intent: Stripe.PaymentIntent) => GatewayPayment; isReading?: boolean } = {}
): Promise<Result<T, GatewayFailure>> {
  try {
    return ok(await call())
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error
    return err(failureOf(error, { toPayment, isReading }))
  }
}

interface Reading {
  toPayment?: (intent: Stripe.PaymentIntent) => GatewayPayment
  isReading: boolean
}

function failureOf(error: Stripe.errors.StripeError, { toPayment, isReading }: Reading): GatewayFailure {
  if (error instanceof Stripe.errors.StripeConnectionError) return unanswered(error, isReading)
  const status = error.statusCode ?? 0
  if (error instanceof Stripe.errors.StripeCardError) {
    const intent = error.payment_intent
    return cardFailure(error, intent && toPayment ? toPayment(intent) : null)
  }
  // Only what makes or confirms a payment names a method.
  if (toPayment && isMethodGone(error)) return { type: 'declined', decline: methodGone, payment: null }
  if (status === 409)
    return { type: 'unknown', reason: 'An earlier request with the same key is still under way' }
  if (status === 429) return { type: 'retry_later', reason: 'Stripe asks for fewer calls' }
  if (status >= 500) {
    const reason = `Stripe answered ${status}`
    return isReading ? { type: 'retry_later', reason } : { type: 'unknown', reason }
  }
  return {
    type: 'misconfigured',
    reason: `Stripe refused the request (${status} ${error.code ?? error.type}): ${error.message}`,
  }
}

/** Its owner removed the card here or at Stripe after we had decided to charge it: the next one is charged, and nothing is to be mended. */
const methodGone: Decline = {
  kind: 'declined',
  code: 'payment_method_gone',
  message: 'This card is no longer kept. Please choose another one.',
  isHard: true,
  category: 'hard_decline',
}

/** Unknown, or detached, of which Stripe has no code: it may not be used again. */
function isMethodGone(error: Stripe.errors.StripeError): boolean {
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError) || error.param !== 'payment_method') return false
  return error.code === 'resource_missing' || /detached from a Customer/i.test(error.message)
} // prettier-ignore

function unanswered(error: Stripe.errors.StripeConnectionError, isReading: boolean): GatewayFailure {
  const cause = error.detail as unknown
  const reason = cause instanceof Error ? cause.message : error.message
  const wasNotSent = cause instanceof NoAnswer && cause.failure.type === 'not_sent'
  return { type: wasNotSent || isReading ? 'retry_later' : 'unknown', reason }
}

function cardFailure(error: Stripe.errors.StripeCardError, payment: GatewayPayment | null): GatewayFailure {
  const decline = toDecline(error)
  if (decline.kind === 'misconfigured')
    return { type: 'misconfigured', reason: `${decline.code}: ${decline.message}` }
  if (decline.kind === 'action_required') return { type: 'action_required', decline, payment }
  return { type: 'declined', decline, payment }
}

interface CardRefusal {
  code?: string | undefined
  decline_code?: string | undefined
  advice_code?: string | undefined
}

/** Why a card was refused, read in Stripe's order: the decline code is more exact than the code. */
export function toDecline({
  code,
  decline_code: declineCode,
  advice_code: adviceCode,
}: CardRefusal): Decline {
  const known = [declineCode, code].find((candidate) => candidate !== undefined && candidate in declineRules)
  const rule = known ? declineRules[known]! : declineUnknown
  const isHard = rule.isHard || (adviceCode !== undefined && adviceAgainst.has(adviceCode))
  const shown = known ?? declineCode ?? code ?? 'generic_decline'
  return {
    kind: rule.kind,
    code: discreetCodes.has(shown) ? 'card_declined' : shown,
    message: rule.message,
    isHard,
    category: isHard ? 'hard_decline' : rule.category,
  }
}
