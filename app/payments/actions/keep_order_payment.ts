import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import type { Payment } from '#app/payments/domain/payment'
import { lockTakenPaymentsOfOrder, updatePayment } from '#app/payments/records/payments'

/**
 * Money that was taken for an order before there was an invoice, because its gateway cannot hold any. It is kept for the order until
 * one of these says where it belongs.
 */
@inject()
export class KeepOrderPayment {
  constructor(private clock: Clock) {}

  /** @returns the payments, which are for this invoice from now on and have to be applied to it */
  forInvoice({ orderId, invoiceId }: { orderId: string; invoiceId: string }): Promise<Payment[]> {
    return inTransaction(async () => {
      const kept = await lockTakenPaymentsOfOrder(orderId)
      const now = this.clock.now()
      return Promise.all(kept.map((payment) => updatePayment(payment, { invoiceId, updatedAt: now })))
    })
  }

  /**
   * The order came to nothing, or one payment for it was too little: the customer may spend the money on something else.
   * @param paymentId this one only, when given
   */
  release({ orderId, paymentId }: { orderId: string; paymentId?: string }): Promise<Payment[]> {
    return inTransaction(async () => {
      const taken = await lockTakenPaymentsOfOrder(orderId)
      const kept = taken.filter(({ id }) => paymentId === undefined || id === paymentId)
      const now = this.clock.now()
      return Promise.all(kept.map((payment) => updatePayment(payment, { appliedAt: now, updatedAt: now })))
    })
  }
}
