import Stripe from 'stripe'
import { err } from '#app/shared/result'
import type { Decline, GatewayRefund, Outcome, RefundCalls } from '#app/payments/drivers/contract'
import { fromStripeAmount, toStripeAmount } from '#app/payments/drivers/stripe/amounts'
import { outcomeOf } from '#app/payments/drivers/stripe/failures'
import { notRepresentable, orNull } from '#app/payments/drivers/stripe/requests'

/** More refunds than a charge ever has. */
const listedMax = 500

const states: Record<string, GatewayRefund['state']> = {
  pending: 'processing',
  requires_action: 'action_required',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'cancelled',
}

/** Why a bank did not take a refund. @see https://docs.stripe.com/refunds#failed-refunds */
export const refundFailures: Record<string, string> = {
  lost_or_stolen_card: 'The card was lost or stolen.',
  expired_or_canceled_card: 'The card has expired or was cancelled.',
  charge_for_pending_refund_disputed: 'The customer disputed the payment while it was being refunded.',
  insufficient_funds: 'The balance at Stripe is too low.',
  declined: 'The bank of the customer declined it.',
  merchant_request: 'It was called off at our request.',
}

export const failureUnknown = 'It did not arrive.'

/** Money back through Stripe, whole or in parts. */
export function stripeRefunds(stripe: Stripe): RefundCalls {
  return {
    async refund({ refundId, paymentReference, money, marks, idempotencyKey }) {
      const amount = toStripeAmount(money)
      if (amount === null) return err(notRepresentable(money))
      return orRefused(async () =>
        toGatewayRefund(
          await stripe.refunds.create(
            { payment_intent: paymentReference, amount, metadata: { ...marks, refund_id: refundId } },
            { idempotencyKey }
          )
        )
      )
    },
    findRefund: (reference) =>
      outcomeOf(() => orNull(async () => toGatewayRefund(await stripe.refunds.retrieve(reference))), {
        isReading: true,
      }),
    listRefunds: (paymentReference) =>
      outcomeOf(
        async () => {
          const list = stripe.refunds.list({ payment_intent: paymentReference, limit: 100 })
          return (await list.autoPagingToArray({ limit: listedMax })).map(toGatewayRefund)
        },
        { isReading: true }
      ),
  }
}

/** What Stripe refuses about this refund alone is no fault of the settings: it is disputed, given back already, or too much. */
async function orRefused(make: () => Promise<GatewayRefund>): Outcome<GatewayRefund> {
  let decline: Decline | null = null
  const outcome = await outcomeOf(async () => {
    try {
      return await make()
    } catch (error) {
      decline = refusalIn(error)
      throw error
    }
  })
  return decline ? err({ type: 'declined', decline, payment: null }) : outcome
}

function refusalIn(error: unknown): Decline | null {
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) return null
  const isAboutIt =
    ['charge_disputed', 'charge_already_refunded', 'resource_missing'].includes(error.code ?? '') ||
    ['amount', 'payment_intent', 'charge'].includes(error.param ?? '')
  if (!isAboutIt) return null
  return { kind: 'declined', code: error.code ?? 'refused', message: error.message, isHard: true }
}

function toGatewayRefund(refund: Stripe.Refund): GatewayRefund {
  const currency = refund.currency.toUpperCase()
  const state = states[refund.status ?? '']
  if (!state) throw new Error(`Stripe knows a status of refunds that we do not: ${refund.status}`)
  const { failure_reason: reason, payment_intent: intent } = refund
  return {
    reference: refund.id,
    refundId: refund.metadata?.refund_id ?? null,
    paymentReference: typeof intent === 'string' ? intent : (intent?.id ?? ''),
    state,
    money: { amount: fromStripeAmount(refund.amount, currency), currency },
    failure: reason ? { code: reason, message: refundFailures[reason] ?? failureUnknown } : null,
    claimUrl: null,
    createdAt: new Date(refund.created * 1000),
  }
}
