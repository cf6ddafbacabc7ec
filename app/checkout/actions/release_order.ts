import { inject } from '@adonisjs/core'
import { orderAccepted, orderReleased } from '#app/checkout/events'
import { moveOrder } from '#app/checkout/domain/order_state'
import { decideReview } from '#app/checkout/records/order_reviews'
import { lockOrder, type Order, updateOrder } from '#app/checkout/records/orders'
import type { OrderNotFound } from '#app/checkout/actions/request_order_payment'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'

export interface ReviewDecision {
  orderId: string
  /** Who decided; null when it was decided in the gateway's own pages. */
  userId: string | null
  note: string | null
}

export type ReviewError = OrderNotFound | { type: 'not_in_review' }

/** Lets an order go on that was held for its risky payment: its services are made now. */
@inject()
export class ReleaseOrder {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({ orderId, userId, note }: ReviewDecision): Promise<Result<Order, ReviewError>> {
    return inTransaction(async () => {
      const order = await lockOrder(orderId)
      if (!order) return err({ type: 'order_not_found' })
      if (order.status !== 'in_review') return err({ type: 'not_in_review' })
      const moved = moveOrder(order.status, 'provisioning')
      if (!moved.ok) return err({ type: 'not_in_review' })
      await updateOrder(orderId, { status: moved.value })
      await decideReview(orderId, { outcome: 'released', at: this.clock.now(), by: userId, note })
      const subject = { kind: 'order', id: orderId }
      const { customerId } = order
      const decidedBy = userId ? 'staff' : 'gateway'
      await this.events.record([
        fact(orderReleased, subject, { customerId, data: { orderId, decidedBy } }),
        fact(orderAccepted, subject, { customerId, data: { orderId } }),
      ])
      return ok({ ...order, status: moved.value })
    })
  }
}
