import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { CancelPayment } from '#app/payments/actions/cancel_payment'
import { type Payment, purposeOf } from '#app/payments/domain/payment'
import { lockDebt } from '#app/payments/records/debts'
import { findParts } from '#app/payments/records/payment_parts'
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
      const isAbandoned =
        !payment.isOffSession && addDuration(payment.createdAt, { hours: patienceHours }) <= this.clock.now()
      if (!isAbandoned && (await this.isStillWanted(payment))) return false
      const cancelled = await this.cancel.execute({ paymentId })
      return cancelled.ok
    })
  }

  /** A top-up is wanted until its customer has left; limits were looked at when it began. */
  private async isStillWanted(payment: Payment): Promise<boolean> {
    const { id, orderId, invoiceId } = payment
    switch (purposeOf(payment)) {
      case 'top_up':
        return true
      case 'order':
        return (await lockDebt({ kind: 'order', id: orderId! }, this.clock))?.isPayable === true
      case 'invoice':
        return (await lockDebt({ kind: 'invoice', id: invoiceId! }, this.clock))?.isPayable === true
      case 'bundle': {
        const parts = (await findParts([id])).get(id)!
        return (await lockDebt({ kind: 'bundle', parts }, this.clock))?.isPayable === true
      }
    }
  }
}
