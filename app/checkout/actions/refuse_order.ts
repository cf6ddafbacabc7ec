import { inject } from '@adonisjs/core'
import { EndOrder } from '#app/checkout/actions/end_order'
import type { ReviewDecision, ReviewError } from '#app/checkout/actions/release_order'
import { decideReview } from '#app/checkout/records/order_reviews'
import { lockOrder, type Order } from '#app/checkout/records/orders'
import { inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'

/** Ends an order that was held for its risky payment: nothing is made, and the bank lets the money go. */
@inject()
export class RefuseOrder {
  constructor(
    private clock: Clock,
    private endOrder: EndOrder
  ) {}

  execute({ orderId, userId, note }: ReviewDecision): Promise<Result<Order, ReviewError>> {
    return inTransaction(async () => {
      const order = await lockOrder(orderId)
      if (!order) return err({ type: 'order_not_found' })
      if (order.status !== 'in_review') return err({ type: 'not_in_review' })
      await decideReview(orderId, { outcome: 'refused', at: this.clock.now(), by: userId, note })
      const ended = await this.endOrder.execute({ orderId, reason: 'refused_in_review' })
      return ended.ok ? ok(ended.value) : err({ type: 'not_in_review' })
    })
  }
}
