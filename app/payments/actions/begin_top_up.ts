import { inject } from '@adonisjs/core'
import type { Money } from '#app/shared/money/money'
import { err, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import {
  BeginPayment,
  type BeginPaymentError,
  type BeginPaymentInput,
} from '#app/payments/actions/begin_payment'
import type { RefreshedPayment } from '#app/payments/actions/refresh_payment'
import type { TopUpRefusal } from '#app/payments/domain/payment_limits'
import { findTopUpRefusal } from '#app/payments/queries/find_top_up_refusal'

export interface BeginTopUpInput extends Omit<BeginPaymentInput, 'debt'> {
  money: Money
}

export type BeginTopUpError = BeginPaymentError | TopUpRefusal

/**
 * Begins to add money to a customer's balance. The limits are looked at here, to say which one is in the way, and once more under a lock
 * when the payment is written, so that two tabs together cannot go beyond them.
 */
@inject()
export class BeginTopUp {
  constructor(
    private clock: Clock,
    private begin: BeginPayment
  ) {}

  async execute({ money, ...rest }: BeginTopUpInput): Promise<Result<RefreshedPayment, BeginTopUpError>> {
    const { customerId, requestKey } = rest
    const refusal = await findTopUpRefusal({ customerId, money, requestKey, now: this.clock.now() })
    if (refusal) return err(refusal)
    return this.begin.execute({ ...rest, debt: { kind: 'top_up', customerId, money } })
  }
}
