import type { GatewayRefund, RefundCalls } from '#app/payments/drivers/contract'
import { fromAmount } from '#app/payments/drivers/paypal/amounts'
import type { Capture, Order, Refund } from '#app/payments/drivers/paypal/api_types'
import { NotDone, orNull, outcomeOf } from '#app/payments/drivers/paypal/failures'
import { amountOf } from '#app/payments/drivers/paypal/requests'
import type { PayPalClient } from '#app/payments/drivers/paypal/transport'

const noteMax = 255

/** Refunds are of captures; what we know is the order, whose captures and refunds PayPal shows with it. */
export function paypalRefunds(client: PayPalClient): RefundCalls {
  return {
    refund: ({ refundId, paymentReference, money, note, idempotencyKey }) =>
      outcomeOf(async () => {
        const amount = amountOf(money)
        const capture = takenIn(await orderOf(client, paymentReference))
        if (!capture)
          throw new NotDone({ type: 'misconfigured', reason: `PayPal took nothing for ${paymentReference}` })
        const refund = await client.call<Refund>({
          method: 'POST',
          path: `/v2/payments/captures/${capture.id}/refund`,
          body: { amount, custom_id: refundId, ...(note ? { note_to_payer: note.slice(0, noteMax) } : {}) },
          key: idempotencyKey,
        })
        return toGatewayRefund(refund, paymentReference)
      }),
    findRefund: (reference) =>
      outcomeOf(
        () =>
          orNull(async () => {
            const path = `/v2/payments/refunds/${encodeURIComponent(reference)}`
            const refund = await client.call<Refund>({ method: 'GET', path })
            return toGatewayRefund(refund, await paymentOf(client, refund))
          }),
        { isReading: true }
      ),
    listRefunds: (paymentReference) =>
      outcomeOf(
        async () => {
          const order = await orderOf(client, paymentReference)
          const refunds = order.purchase_units?.[0]?.payments?.refunds ?? []
          return refunds.map((refund) => toGatewayRefund(refund, paymentReference))
        },
        { isReading: true }
      ),
  }
}

function orderOf(client: PayPalClient, reference: string): Promise<Order> {
  return client.call<Order>({
    method: 'GET',
    path: `/v2/checkout/orders/${encodeURIComponent(reference)}`,
  })
}

const refundable = new Set(['COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'PENDING'])

/** Of a payment that was tried more than once, the one that worked. */
function takenIn(order: Order): Capture | null {
  const captures = order.purchase_units?.[0]?.payments?.captures ?? []
  return captures.find(({ status }) => refundable.has(status)) ?? null
}

/** The order behind a refund: by its capture, which names it. */
export async function paymentOf(client: PayPalClient, refund: Refund): Promise<string> {
  const up = refund.links?.find(({ rel }) => rel === 'up')?.href
  const captureId = up ? new URL(up).pathname.split('/').at(-1)! : ''
  return orderBehind(client, captureId)
}

/** The order that a capture belongs to; the capture itself where PayPal does not say. */
export async function orderBehind(client: PayPalClient, captureId: string): Promise<string> {
  const path = `/v2/payments/captures/${encodeURIComponent(captureId)}`
  const capture = await orNull(() => client.call<Capture>({ method: 'GET', path }))
  return capture?.supplementary_data?.related_ids?.order_id ?? captureId
}

const states: Record<string, GatewayRefund['state']> = {
  COMPLETED: 'succeeded',
  PENDING: 'processing',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
}

export function toGatewayRefund(refund: Refund, paymentReference: string): GatewayRefund {
  const state = states[refund.status]
  if (!state) throw new Error(`PayPal knows a status of refunds that we do not: ${refund.status}`)
  const reason = refund.status_details?.reason
  return {
    reference: refund.id,
    refundId: refund.custom_id ?? null,
    paymentReference,
    state,
    money: fromAmount(refund.amount),
    failure:
      state === 'failed' || state === 'cancelled'
        ? { code: (reason ?? refund.status).toLowerCase(), message: 'PayPal could not send the money back.' }
        : null,
    claimUrl: null,
    createdAt: new Date(refund.create_time ?? 0),
  }
}
