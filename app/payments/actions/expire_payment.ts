import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { CancelPayment } from '#app/payments/actions/cancel_payment'
import { lockDebt } from '#app/payments/records/debts'
import { lockPayment } from '#app/payments/records/payments'

/** How long a customer may leave a card form open. */
const patienceHours = 24

/**
 * Calls off a payment that nobody will finish: its debt is gone, or its customer left long ago. Otherwise an old page could still
 * charge for an invoice that is paid or void.
 */
@inject()
export class ExpirePayment {
  constructor(
    private clock: Clock,
    private cancel: CancelPayment
  ) {}

  execute({ paymentId }: { paymentId: string }): Promise<boolean> {
    return inTransaction(async () => {
      const payment = await lockPayment(paymentId)
      const isWaiting = payment?.status === 'created' || payment?.status === 'action_required'
      if (!payment || !isWaiting || payment.pendingCall !== null) return false
      const debt = await lockDebt(
        payment.orderId ? { kind: 'order', id: payment.orderId } : { kind: 'invoice', id: payment.invoiceId! }
      )
      const isAbandoned =
        !payment.isOffSession && addDuration(payment.createdAt, { hours: patienceHours }) <= this.clock.now()
      if (debt?.isPayable && !isAbandoned) return false
      const cancelled = await this.cancel.execute({ paymentId })
      return cancelled.ok
    })
  }
}
