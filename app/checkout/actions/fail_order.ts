import { inject } from '@adonisjs/core'
import { orderFailed, type OrderFailureReason } from '#app/checkout/events'
import { moveOrder, type OrderMoveError } from '#app/checkout/domain/order_state'
import { lockOrder, type Order, updateOrder } from '#app/checkout/records/orders'
import type { OrderNotFound } from '#app/checkout/actions/request_order_payment'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'

/** Ends an order that cannot be delivered. What was reserved and authorised for it is given back by who holds it. */
@inject()
export class FailOrder {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(input: {
    orderId: string
    reason: OrderFailureReason
  }): Promise<Result<Order, OrderNotFound | OrderMoveError>> {
    const { orderId, reason } = input
    return inTransaction(async () => {
      const order = await lockOrder(orderId)
      if (!order) return err({ type: 'order_not_found' })
      const moved = moveOrder(order.status, 'failed')
      if (!moved.ok) return moved
      const changes = { status: moved.value, failure: { reason }, finishedAt: this.clock.now() }
      await updateOrder(orderId, changes)
      await this.events.record([
        fact(
          orderFailed,
          { kind: 'order', id: orderId },
          { customerId: order.customerId, data: { orderId, reason } }
        ),
      ])
      return ok({ ...order, ...changes })
    })
  }
}
