import { inject } from '@adonisjs/core'
import { moveOrder } from '#app/checkout/domain/order_state'
import { orderAccepted } from '#app/checkout/events'
import { lockOrder, type Order, updateOrder } from '#app/checkout/records/orders'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { BindTrialMethod, type BindTrialMethodError, findTrialOfOrder } from '#app/subscriptions/index'

export interface ConfirmTrialMethodInput {
  orderId: string
  customerId: string
  paymentMethodId: string
}

export type ConfirmTrialMethodError =
  { type: 'order_not_found' } | { type: 'not_waiting' } | BindTrialMethodError

/**
 * Begins to make what a trial was ordered for, because a payment method is saved now; nothing is charged. The same method again, from
 * a second click or a late message, changes nothing.
 */
@inject()
export class ConfirmTrialMethod {
  constructor(
    private bindMethod: BindTrialMethod,
    private events: EventLog
  ) {}

  execute(input: ConfirmTrialMethodInput): Promise<Result<Order, ConfirmTrialMethodError>> {
    const { orderId, customerId } = input
    return inTransaction(async () => {
      const order = await lockOrder(orderId)
      const trial = await findTrialOfOrder(orderId)
      if (order?.customerId !== customerId || !trial) return err({ type: 'order_not_found' })
      if (trial.paymentMethodId === input.paymentMethodId) return ok(order)
      const moved = moveOrder(order.status, 'provisioning')
      if (order.status !== 'awaiting_payment' || !moved.ok) return err({ type: 'not_waiting' })
      const bound = await this.bindMethod.execute(input)
      if (!bound.ok) return bound
      await updateOrder(orderId, { status: moved.value })
      await this.events.record([
        fact(orderAccepted, { kind: 'order', id: orderId }, { customerId, data: { orderId } }),
      ])
      return ok({ ...order, status: moved.value })
    })
  }
}
