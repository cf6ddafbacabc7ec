import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { lockPayment, updatePayment } from '#app/payments/records/payments'

/**
 * Notes that the money of a payment went where it was meant to go: what of it was too much is on the customer balance and may be spent
 * on something else from now on.
 */
@inject()
export class MarkPaymentApplied {
  constructor(private clock: Clock) {}

  execute({ paymentId }: { paymentId: string }): Promise<void> {
    return inTransaction(async () => {
      const payment = await lockPayment(paymentId)
      if (!payment || payment.status !== 'succeeded' || payment.appliedAt) return
      await updatePayment(payment, { appliedAt: this.clock.now() })
    })
  }
}
