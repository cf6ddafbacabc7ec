import type { ContinuingCalls, GatewayPayment } from '#app/payments/drivers/contract'
import type { Order, VaultToken } from '#app/payments/drivers/paypal/api_types'
import { failureOf, NotDone, outcomeOf } from '#app/payments/drivers/paypal/failures'
import { stateIssues } from '#app/payments/drivers/paypal/issues'
import { PayPalRefusal } from '#app/payments/drivers/paypal/refusals'
import { pageOf, toGatewayPayment, toGatewaySetup, toMethod } from '#app/payments/drivers/paypal/translate'
import type { PayPalClient } from '#app/payments/drivers/paypal/transport'
import { readSetup } from '#app/payments/drivers/paypal/vault'

/** What a payer approved is captured, authorised or kept by us, whether or not they came back. */
export function paypalContinuing(client: PayPalClient): ContinuingCalls {
  return {
    continuePayment: ({ reference, capture, idempotencyKey }) =>
      outcomeOf(async () => {
        const path = `/v2/checkout/orders/${encodeURIComponent(reference)}`
        const verb = capture === 'manual' ? 'authorize' : 'capture'
        try {
          const order = await client.call<Order>({
            method: 'POST',
            path: `${path}/${verb}`,
            body: {},
            key: idempotencyKey,
          })
          return toGatewayPayment(order, client.config)
        } catch (error) {
          if (!(error instanceof PayPalRefusal) || error.status !== 422) throw error
          const order = await client.call<Order>({ method: 'GET', path })
          return afterRefusal(error, toGatewayPayment(order, client.config))
        }
      }),
    continueSetup: ({ reference, idempotencyKey }) =>
      outcomeOf(async () => {
        try {
          const token = await client.call<VaultToken>({
            method: 'POST',
            path: '/v3/vault/payment-tokens',
            body: { payment_source: { token: { id: reference, type: 'SETUP_TOKEN' } } },
            key: idempotencyKey,
          })
          const method = toMethod(token.id, token.payment_source?.paypal)
          return toGatewaySetup({ ...token, id: reference, status: 'VAULTED' }, method)
        } catch (error) {
          // Kept before, and the answer was lost for longer than the key is.
          if (!(error instanceof PayPalRefusal) || error.status !== 422) throw error
          return readSetup(client, reference)
        }
      }),
  }
}

/** Done before, or not approved: the order says so. Declined: the payer may choose another funding source at the same page. */
function afterRefusal(refusal: PayPalRefusal, payment: GatewayPayment): GatewayPayment {
  const hasMoved = payment.state !== 'approved' && payment.state !== 'awaiting_method'
  if (stateIssues.has(refusal.issue) || hasMoved) return payment
  const page = pageOf(refusal) ?? payment.page
  throw new NotDone(failureOf(refusal, { payment: { ...payment, state: 'awaiting_method', page } }))
}
