import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { timeOfId } from '#app/shared/ids'
import { enqueue } from '#app/shared/jobs/queue'
import { Clock } from '#app/shared/time/clock'
import type { RefreshedPayment } from '#app/payments/actions/refresh_payment'
import { lookPauseSeconds } from '#app/payments/domain/coins_received'
import { refreshPaymentJob } from '#app/payments/domain/jobs'
import { isOpen } from '#app/payments/domain/payment'
import { findPayment } from '#app/payments/records/payments'
import { claimQuestion, findWatchedPage } from '#app/payments/records/watched_payments'

/**
 * Says how far a payment by coins is, for a page that asks every few seconds: from what we know. While somebody looks the gateway is asked
 * as well, so that a message that never came is not missed; by a job, and once for all pages that look.
 */
@inject()
export class WatchPayment {
  constructor(private clock: Clock) {}

  /** @returns null for a payment that is not by coins */
  execute({
    paymentId,
  }: {
    paymentId: string
  }): Promise<Pick<RefreshedPayment, 'payment' | 'form' | 'page'> | null> {
    return inTransaction(async () => {
      const page = await findWatchedPage(paymentId)
      const payment = page && (await findPayment(paymentId))
      if (!payment) return null
      const now = this.clock.wall()
      const pauseSeconds = lookPauseSeconds((now.getTime() - timeOfId(paymentId)) / 1_000)
      if (isOpen(payment.status) && (await claimQuestion(paymentId, { now, pauseSeconds })))
        await enqueue(refreshPaymentJob, { paymentId })
      const isWaiting = payment.status === 'created' && payment.pendingCall === null
      return { payment, form: null, page: isWaiting ? page : null }
    })
  }
}
