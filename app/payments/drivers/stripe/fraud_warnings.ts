import type Stripe from 'stripe'
import type { DisputeCalls, GatewayFraudWarning } from '#app/payments/drivers/contract'
import { outcomeOf } from '#app/payments/drivers/stripe/failures'
import { orNull } from '#app/payments/drivers/stripe/requests'

const listedMax = 1_000
/** Which of a warning's references are told whole. */
const expand = ['charge']

type Calls = Required<Pick<DisputeCalls, 'findWarning' | 'listWarnings'>>

/**
 * What issuers report as fraud (TC40 of Visa, SAFE of Mastercard). Most come some days before a dispute.
 * @see https://docs.stripe.com/disputes/measuring#early-fraud-warnings
 */
export function stripeFraudWarnings(stripe: Stripe): Calls {
  const { earlyFraudWarnings } = stripe.radar
  return {
    findWarning: (reference) =>
      outcomeOf(
        () => orNull(async () => toWarning(await earlyFraudWarnings.retrieve(reference, { expand }))),
        {
          isReading: true,
        }
      ),
    listWarnings: (since) =>
      outcomeOf(
        async () => {
          const created = { gte: Math.floor(since.getTime() / 1000) }
          const list = earlyFraudWarnings.list({ created, limit: 100, expand: ['data.charge'] })
          return (await list.autoPagingToArray({ limit: listedMax })).map(toWarning)
        },
        { isReading: true }
      ),
  }
}

/** Older ones name the charge alone, which knows its payment. */
function toWarning(warning: Stripe.Radar.EarlyFraudWarning): GatewayFraudWarning {
  const { id, fraud_type: code, actionable: isActionable, charge } = warning
  const intent = warning.payment_intent ?? (typeof charge === 'string' ? null : charge.payment_intent)
  const paymentReference = typeof intent === 'string' ? intent : (intent?.id ?? '')
  return { reference: id, paymentReference, code, isActionable }
}
