import { inject } from '@adonisjs/core'
import { orderAccepted, orderPaymentRequested } from '#app/checkout/events'
import { moveOrder, type OrderMoveError } from '#app/checkout/domain/order_state'
import { lockOrder, type Order, updateOrder } from '#app/checkout/records/orders'
import { findTrialOfOrder } from '#app/subscriptions/index'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'

export type OrderNotFound = { type: 'order_not_found' }

/**
 * Asks for the money, now that everything is reserved. An order that costs nothing goes on at once, unless its trial needs a payment
 * method: then that is asked for, and nothing is charged.
 */
@inject()
export class RequestOrderPayment {
  constructor(private events: EventLog) {}

  execute({ orderId }: { orderId: string }): Promise<Result<Order, OrderNotFound | OrderMoveError>> {
    return inTransaction(async () => {
      const order = await lockOrder(orderId)
      if (!order) return err({ type: 'order_not_found' })
      const trial = await findTrialOfOrder(orderId)
      const isFree = order.total === 0n && !trial?.needsMethod
      const moved = moveOrder(order.status, isFree ? 'provisioning' : 'awaiting_payment')
      if (!moved.ok) return moved
      await updateOrder(orderId, { status: moved.value })
      await this.events.record([
        fact(
          isFree ? orderAccepted : orderPaymentRequested,
          { kind: 'order', id: orderId },
          { customerId: order.customerId, data: { orderId } }
        ),
      ])
      return ok({ ...order, status: moved.value })
    })
  }
}
