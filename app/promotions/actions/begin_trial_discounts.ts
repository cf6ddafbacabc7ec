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
  item: DiscountedItem
}

/**
 * Promises a subscription on trial what its order agreed to. Nothing is used yet: the first paid period is the first to count. The
 * order goes on to hold its uses, which come back when the trial ends unpaid.
 */
@inject()
export class BeginTrialDiscounts {
  constructor(private clock: Clock) {}

  execute({ orderId, subscriptionId, item }: BeginTrialDiscountsInput): Promise<void> {
    return inTransaction(async () => {
      const held = await lockHeldRedemptions(orderId)
      const discounts = held.flatMap(({ id: redemptionId, agreed, currency }) =>
        discountsFromStart([agreed], [item], currency).map(({ item: _item, ...discount }) => ({
          ...discount,
          id: newId(),
          redemptionId,
          subscriptionId,
        }))
      )
      await insertSubscriptionDiscounts(discounts, this.clock.now())
    })
  }
}
