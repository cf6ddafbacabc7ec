import { inject } from '@adonisjs/core'
import { orderFailed, type OrderFailureReason } from '#app/checkout/events'
import { moveOrder, type OrderMoveError, type OrderStatus } from '#app/checkout/domain/order_state'
import { lockOrder, type Order, updateOrder } from '#app/checkout/records/orders'
import type { OrderNotFound } from '#app/checkout/actions/request_order_payment'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'

/** Why an order ended decides how: somebody, or a day without payment, calls it off; what cannot be delivered has failed. */
const endings = {
  expired: 'cancelled',
  cancelled_by_customer: 'cancelled',
  cancelled_by_staff: 'cancelled',
  refused_in_review: 'cancelled',
  payment_lapsed: 'cancelled',
  capacity_refused: 'failed',
  creation_failed: 'failed',
} as const satisfies Record<OrderFailureReason, OrderStatus>

/**
 * Ends an order without what was ordered. What was reserved and authorised for it is given back by who holds it. Once an
 * order is being made, its service is cancelled, not the order.
 */
@inject()
export class EndOrder {
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
      const moved = moveOrder(order.status, endings[reason])
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
