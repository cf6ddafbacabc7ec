import { inject } from '@adonisjs/core'
import { inReadTransaction } from '#app/shared/database/unit'
import type { Money } from '#app/shared/money/money'
import { err, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import {
  BeginPayment,
  type BeginPaymentError,
  type BeginPaymentInput,
} from '#app/payments/actions/begin_payment'
import type { RefreshedPayment } from '#app/payments/actions/refresh_payment'
import { decideTopUp, type TopUpRefusal } from '#app/payments/domain/payment_limits'
import { findPaymentByRequest } from '#app/payments/records/payments'
import { readLimits } from '#app/payments/records/payment_limits'
import { readTopUpFigures } from '#app/payments/records/top_ups'

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
    const refusal = await inReadTransaction(() => this.findRefusal({ money, ...rest }))
    if (refusal) return err(refusal)
    const { customerId } = rest
    return this.begin.execute({ ...rest, debt: { kind: 'top_up', customerId, money } })
  }

  /** A repeated request is not measured again: what it began already counts, and is looked for last, when it may have come in between. */
  private async findRefusal(input: BeginTopUpInput): Promise<TopUpRefusal | null> {
    const { customerId, money, requestKey } = input
    const { amount, currency } = money
    const figures = await readTopUpFigures(customerId, { currency, now: this.clock.now() })
    const decision = decideTopUp(amount, await readLimits(currency), figures)
    if (decision.ok) return null
    const repeated = requestKey ? await findPaymentByRequest(customerId, requestKey) : null
    return repeated ? null : decision.error
  }
}
