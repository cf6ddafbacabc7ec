import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import type { PaymentWay } from '#app/payments/queries/list_payment_ways'

export function showPaymentWay({ gatewayId, driver, name, customerPays, savesMethods }: PaymentWay) {
  return {
    gateway_id: showId('gateway', gatewayId),
    driver,
    name,
    /** In a form within our page, at the gateway's own page, or by sending coins. */
    customer_pays: customerPays,
    saves_methods: savesMethods,
  }
}

export const paymentWayShape = vine.create({
  gateway_id: vine.string(),
  driver: vine.string(),
  name: vine.string(),
  customer_pays: vine.enum(['form', 'page', 'coins'] as const),
  saves_methods: vine.boolean(),
})
