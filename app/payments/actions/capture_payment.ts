import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { enqueue } from '#app/shared/jobs/queue'
import { err, ok, type Result } from '#app/shared/result'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { refreshPaymentJob } from '#app/payments/domain/jobs'
import type { Payment } from '#app/payments/domain/payment'
import { lockOpenPaymentOfOrder, updatePayment } from '#app/payments/records/payments'

export interface CapturePaymentInput {
  orderId: string
  /** The invoice that the money is for. */
  invoiceId: string
  /** May be less than what the bank holds; the rest is let go. */
  amount: bigint
}

export type CapturePaymentError =
  | { type: 'payment_not_found' }
  | { type: 'not_authorised'; status: Payment['status'] }
  | { type: 'more_than_authorised' }
  | { type: 'other_capture_pending' }

/** Takes money that the bank holds for an order. Writes the intent and queues the call, so it may be part of a transaction. */
@inject()
export class CapturePayment {
  constructor(private clock: Clock) {}

  execute({
    orderId,
    invoiceId,
    amount,
  }: CapturePaymentInput): Promise<Result<Payment, CapturePaymentError>> {
    return inTransaction(async () => {
      const payment = await lockOpenPaymentOfOrder(orderId)
      if (!payment) return err({ type: 'payment_not_found' })
      const isSame = payment.captureAmount === amount && payment.invoiceId === invoiceId
      if (payment.pendingCall === 'capture')
        return isSame ? ok(payment) : err({ type: 'other_capture_pending' })
      if (payment.status !== 'authorised') return err({ type: 'not_authorised', status: payment.status })
      if (amount <= 0n || amount > payment.money.amount) return err({ type: 'more_than_authorised' })
      const now = this.clock.now()
      const updated = await updatePayment(payment, {
        pendingCall: 'capture',
        captureAmount: amount,
        invoiceId,
        checkCount: 0,
        nextCheckAt: addDuration(now, { minutes: 1 }),
        updatedAt: now,
      })
      await enqueue(refreshPaymentJob, { paymentId: payment.id })
      return ok(updated)
    })
  }
}
