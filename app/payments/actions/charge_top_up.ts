import { inject } from '@adonisjs/core'
import type { Money } from '#app/shared/money/money'
import { err, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { ChargeSavedMethod, type ChargeSavedMethodError } from '#app/payments/actions/charge_saved_method'
import type { RefreshedPayment } from '#app/payments/actions/refresh_payment'
import type { TopUpRefusal } from '#app/payments/domain/payment_limits'
import { findTopUpRefusal } from '#app/payments/queries/find_top_up_refusal'

export interface ChargeTopUpInput {
  customerId: string
  money: Money
  /** Which saved method; the default one when left out. */
  paymentMethodId: string | null
  /** Always there: it also tells what somebody asked for from what is added to a balance by itself. */
  requestKey: string
}

export type ChargeTopUpError = ChargeSavedMethodError | TopUpRefusal

/** Staff add money to the balance of a customer, who is not there, by a saved card and within the limits that hold for the customer. */
@inject()
export class ChargeTopUp {
  constructor(
    private clock: Clock,
    private charge: ChargeSavedMethod
  ) {}

  async execute(input: ChargeTopUpInput): Promise<Result<RefreshedPayment, ChargeTopUpError>> {
    const { money, ...rest } = input
    const refusal = await findTopUpRefusal({ ...input, now: this.clock.now() })
    if (refusal) return err(refusal)
    const { customerId } = rest
    return this.charge.execute({ ...rest, debt: { kind: 'top_up', customerId, money } })
  }
}
