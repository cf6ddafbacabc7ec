import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { enqueue } from '#app/shared/jobs/queue'
import { err, ok, type Result } from '#app/shared/result'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { refreshPaymentJob } from '#app/payments/domain/jobs'
import { isOpen, type Payment } from '#app/payments/domain/payment'
import { lockOpenPaymentOfOrder, lockPayment, updatePayment } from '#app/payments/records/payments'

export type CancelPaymentError =
  { type: 'payment_not_found' } | { type: 'not_cancellable'; status: Payment['status'] }

/**
 * Calls off a payment that has not been taken, letting go what the bank holds. Writes the intent and queues the call, so it may be
 * part of a transaction. Money that turns out to be taken already is booked as usual.
 */
@inject()
export class CancelPayment {
  constructor(private clock: Clock) {}

  execute(target: { paymentId: string } | { orderId: string }): Promise<Result<Payment, CancelPaymentError>> {
    return inTransaction(async () => {
      const payment =
        'paymentId' in target
          ? await lockPayment(target.paymentId)
          : await lockOpenPaymentOfOrder(target.orderId)
      if (!payment) return err({ type: 'payment_not_found' })
      if (payment.status === 'cancelled' || payment.pendingCall === 'cancel') return ok(payment)
      if (!isOpen(payment.status) || payment.pendingCall === 'capture') {
        return err({ type: 'not_cancellable', status: payment.status })
      }
      const now = this.clock.now()
      const updated = await updatePayment(payment, {
        pendingCall: 'cancel',
        checkCount: 0,
        nextCheckAt: addDuration(now, { minutes: 1 }),
        updatedAt: now,
      })
      await enqueue(refreshPaymentJob, { paymentId: payment.id })
      return ok(updated)
    })
  }
}
