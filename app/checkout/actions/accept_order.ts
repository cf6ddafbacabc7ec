import { inject } from '@adonisjs/core'
import { readPolicies } from '#app/billing/index'
import { findPaymentRow } from '#app/payments/index'
import { orderAccepted, orderHeld, orderPaymentRefused } from '#app/checkout/events'
import { isToReview } from '#app/checkout/domain/order_screening'
import { isOver, moveOrder, type OrderMoveError } from '#app/checkout/domain/order_state'
import { hasCompletedOrder, insertReview } from '#app/checkout/records/order_reviews'
import { lockOrder, type Order, updateOrder } from '#app/checkout/records/orders'
import type { OrderNotFound } from '#app/checkout/actions/request_order_payment'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'

/**
 * Starts making what was bought, because its payment is certain now; where the gateway's screening finds the payment risky, the order is held
 * for a person first. Money for an order that is over is refused.
 */
@inject()
export class AcceptOrder {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

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
      // Told twice: who is looking at it decides.
      if (order.status === 'in_review') return ok(order)
      const isHeld = order.status === 'awaiting_payment' && (await this.hold(order, paymentId))
      const moved = moveOrder(order.status, isHeld ? 'in_review' : 'provisioning')
      if (!moved.ok) return moved
      await updateOrder(orderId, { status: moved.value })
      await this.events.record([
        isHeld
          ? fact(orderHeld, subject, { customerId, data: { orderId, paymentId } })
          : fact(orderAccepted, subject, { customerId, data: { orderId } }),
      ])
      return ok({ ...order, status: moved.value })
    })
  }

  /** @returns whether somebody has to look at it first; then what there is to look at is written down */
  private async hold(order: Order, paymentId: string): Promise<boolean> {
    const payment = await findPaymentRow(paymentId)
    if (!payment?.risk) return false
    const policy = readPolicies(currentTenant().policies).riskyOrders
    const isFirstOrder = !(await hasCompletedOrder(order.customerId))
    if (!isToReview(payment.risk, { policy, isFirstOrder })) return false
    await insertReview({
      orderId: order.id,
      paymentId,
      risk: payment.risk,
      heldAt: this.clock.now(),
      moneyHeldUntil: payment.authorisationExpiresAt,
    })
    return true
  }
}
