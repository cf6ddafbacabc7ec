import Stripe from 'stripe'
import type { Money } from '#app/shared/money/money'
import type { GatewayFailure, PaymentRequest } from '#app/payments/drivers/contract'

export function commonParams(
  { money, capture, customerReference, marks, paymentId }: PaymentRequest,
  amount: number
) {
  return {
    amount,
    currency: money.currency.toLowerCase(),
    customer: customerReference,
    capture_method: capture === 'manual' ? 'manual' : 'automatic',
    metadata: { ...marks, payment_id: paymentId },
  } as const
}

export function notRepresentable({ amount, currency }: Money): GatewayFailure {
  return {
    type: 'misconfigured',
    reason: `${amount} minor units of ${currency} cannot be charged through Stripe`,
  }
}

export function hasOtherState(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeInvalidRequestError &&
    error.code === 'payment_intent_unexpected_state'
  )
}

export async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404) return null
    throw error
  }
}
