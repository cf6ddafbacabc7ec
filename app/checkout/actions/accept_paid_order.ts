import { inject } from '@adonisjs/core'
import { AcceptOrder } from '#app/checkout/actions/accept_order'
import { lockOrder } from '#app/checkout/records/orders'
import { KeepOrderPayment } from '#app/payments/index'
import { inTransaction } from '#app/shared/database/unit'

export interface AcceptPaidOrderInput {
  orderId: string
  paymentId: string
  /** What was taken, in minor units of the order's currency. */
  amount: bigint
}

/**
 * Starts making what was bought with money that was taken already, at a gateway that cannot hold any. The money is kept for the order's
 * invoice. What came too late, or is too little, lies on the customer's balance instead, and an order that still waits goes on waiting.
 */
@inject()
export class AcceptPaidOrder {
  constructor(
    private acceptOrder: AcceptOrder,
    private keepPayment: KeepOrderPayment
  ) {}

  /** @returns whether the order is made with it, now or after somebody has looked at it */
  execute({ orderId, paymentId, amount }: AcceptPaidOrderInput): Promise<boolean> {
    return inTransaction(async () => {
      const order = await lockOrder(orderId)
      if (!order) return false
      const isEnough = amount >= order.total
      const accepted = isEnough ? await this.acceptOrder.execute({ orderId, paymentId }) : null
      const status = accepted?.ok ? accepted.value.status : order.status
      const isMade = status === 'provisioning' || status === 'in_review'
      // Of an order that is being made already, its invoice decides what it needs.
      if (!isMade || !isEnough) await this.keepPayment.release({ orderId, paymentId })
      return isMade && isEnough
    })
  }
}
