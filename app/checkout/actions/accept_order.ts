import { inject } from '@adonisjs/core'
import { orderAccepted, orderPaymentRefused } from '#app/checkout/events'
import { isOver, moveOrder, type OrderMoveError } from '#app/checkout/domain/order_state'
import { lockOrder, type Order, updateOrder } from '#app/checkout/records/orders'
import type { OrderNotFound } from '#app/checkout/actions/request_order_payment'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'

/** Starts making what was bought, because its payment is certain now. Money for an order that is over is refused. */
@inject()
export class AcceptOrder {
  constructor(private events: EventLog) {}

  execute(input: {
    orderId: string
    paymentId: string
  }): Promise<Result<Order, OrderNotFound | OrderMoveError>> {
    const { orderId, paymentId } = input
    return inTransaction(async () => {
      const order = await lockOrder(orderId)
      if (!order) return err({ type: 'order_not_found' })
      const subject = { kind: 'order', id: orderId }
      const { customerId } = order
      if (isOver(order.status) && order.status !== 'completed') {
        await this.events.record([
          fact(orderPaymentRefused, subject, { customerId, data: { orderId, paymentId } }),
        ])
        return ok(order)
      }
      const moved = moveOrder(order.status, 'provisioning')
      if (!moved.ok) return moved
      await updateOrder(orderId, { status: moved.value })
      await this.events.record([fact(orderAccepted, subject, { customerId, data: { orderId } })])
      return ok({ ...order, status: moved.value })
    })
  }
}
