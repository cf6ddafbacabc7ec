import { inject } from '@adonisjs/core'
import { EndOrder } from '#app/checkout/actions/end_order'
import { lockOrder } from '#app/checkout/records/orders'
import { inTransaction } from '#app/shared/database/unit'

/**
 * Ends an order that was held for its risky payment when there is nothing left to decide: the bank let the money go before anybody had
 * looked at it, or somebody gave it back at the gateway.
 */
@inject()
export class EndLapsedOrder {
  constructor(private endOrder: EndOrder) {}

  execute({ orderId }: { orderId: string }): Promise<void> {
    return inTransaction(async () => {
      const order = await lockOrder(orderId)
      if (order?.status === 'in_review') await this.endOrder.execute({ orderId, reason: 'payment_lapsed' })
    })
  }
}
