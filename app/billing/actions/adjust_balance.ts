import { inject } from '@adonisjs/core'
import { findCustomer } from '#app/customers/index'
import { lockCustomerBalance, PostEntries } from '#app/ledger/index'
import { type AboveOwnLimit, findGiftRefusal, readReservedMoney, takeTurnOfGifts } from '#app/payments/index'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import type { Money } from '#app/shared/money/money'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { bookAdjustment } from '#app/billing/domain/bookings'
import { customerBalanceAdjusted } from '#app/billing/events'
import {
  type BalanceAdjustment,
  findAdjustment,
  insertAdjustment,
} from '#app/billing/records/balance_adjustments'

export interface AdjustBalanceInput {
  customerId: string
  /** In minor units of the customer's currency; negative takes. */
  amount: bigint
  reason: string
  /** Made up by whoever asks (a UUID): the same key adjusts once. */
  requestKey: string | null
}

export type AdjustBalanceError =
  | { type: 'customer_not_found' }
  | { type: 'nothing_to_adjust' }
  /** `limit` is what may be taken. */
  | { type: 'more_than_balance'; limit: bigint }
  /** More than the staff member may give one customer away in a day. */
  | AboveOwnLimit
  /** Its key was used for another request. */
  | { type: 'request_key_reused' }

/** Gives money to a customer balance at our cost, or takes some back, with a reason that stays in the books. Never below zero. */
@inject()
export class AdjustBalance {
  constructor(
    private clock: Clock,
    private postEntries: PostEntries,
    private events: EventLog
  ) {}

  execute(input: AdjustBalanceInput): Promise<Result<Money, AdjustBalanceError>> {
    return inTransaction(async () => {
      takeTurnOfGifts()
      const { customerId, amount, reason } = input
      const customer = await findCustomer(customerId)
      if (!customer) return err({ type: 'customer_not_found' })
      if (amount === 0n) return err({ type: 'nothing_to_adjust' })
      const { currency } = customer
      const earlier = input.requestKey && (await findAdjustment(input.requestKey))
      if (earlier) return this.repeat(earlier, input)
      const money = { amount, currency }
      const refusal = amount > 0n ? await findGiftRefusal(customerId, money) : null
      if (refusal) return err(refusal)
      const id = input.requestKey ?? newId()
      if (!(await insertAdjustment({ id, customerId, money, reason, adjustedAt: this.clock.now() }))) {
        return this.repeat((await findAdjustment(id))!, input)
      }
      const balance = await lockCustomerBalance({ customerId, currency })
      const free = balance.amount - (await readReservedMoney({ customerId, currency }))
      if (amount < 0n && free + amount < 0n)
        return err({ type: 'more_than_balance', limit: free > 0n ? free : 0n })
      await this.postEntries.execute([bookAdjustment({ id, customerId, money })])
      const data = { amount: `${amount}`, currency, reason }
      await this.events.record([
        fact(customerBalanceAdjusted, { kind: 'customer', id: customerId }, { customerId, data }),
      ])
      return ok({ amount: balance.amount + amount, currency })
    })
  }
  /** The same again moves nothing; something else under the key is refused, rather than said to be done. */
  private async repeat(
    { customerId, money, reason }: BalanceAdjustment,
    asked: AdjustBalanceInput
  ): Promise<Result<Money, AdjustBalanceError>> {
    const isSame = customerId === asked.customerId && money.amount === asked.amount && reason === asked.reason
    if (!isSame) return err({ type: 'request_key_reused' })
    return ok(await lockCustomerBalance({ customerId, currency: money.currency }))
  }
}
