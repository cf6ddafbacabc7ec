import { inject } from '@adonisjs/core'
import { CancelPayment } from '#app/payments/actions/cancel_payment'
import { RefreshPayment } from '#app/payments/actions/refresh_payment'
import type { Payment } from '#app/payments/domain/payment'

/** Calls off payments that others take the place of, and learns what became of each: one may have been taken in the meantime. */
@inject()
export class CallOffPayments {
  constructor(
    private cancel: CancelPayment,
    private refresh: RefreshPayment
  ) {}

  async execute(payments: readonly Payment[]): Promise<void> {
    for (const { id: paymentId } of payments) {
      await this.cancel.execute({ paymentId })
      await this.refresh.execute({ paymentId })
    }
  }
}
