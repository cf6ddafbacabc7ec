import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { type DiscountedItem, discountsFromStart } from '#app/promotions/domain/agreed_coupon'
import { lockHeldRedemptions } from '#app/promotions/records/redemptions'
import { insertSubscriptionDiscounts } from '#app/promotions/records/subscription_discounts'

export interface BeginTrialDiscountsInput {
  orderId: string
  subscriptionId: string
  /** Everything in the order, in its order, and which of it the subscription is for. */
  items: readonly DiscountedItem[]
  index: number
}

/**
 * Promises a subscription that begins without an invoice, on trial or by the hour, what its order agreed to. Nothing is used yet: the first paid period is the first to count. The
 * order goes on to hold its uses, which come back when the trial ends unpaid.
 */
@inject()
export class BeginTrialDiscounts {
  constructor(private clock: Clock) {}

  execute({ orderId, subscriptionId, items, index }: BeginTrialDiscountsInput): Promise<void> {
    return inTransaction(async () => {
      const held = await lockHeldRedemptions(orderId)
      const discounts = held.flatMap(({ id: redemptionId, agreed, currency }) =>
        discountsFromStart([agreed], items, currency)
          .filter(({ item }) => item === index)
          .map(({ item: _item, ...discount }) => ({ ...discount, id: newId(), redemptionId, subscriptionId }))
      )
      await insertSubscriptionDiscounts(discounts, this.clock.now())
    })
  }
}
