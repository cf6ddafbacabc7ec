import { inReadTransaction } from '#app/shared/database/unit'
import { inOrder, type SubscriptionDiscount } from '#app/promotions/domain/agreed_coupon'
import type { LoyaltyProgramme } from '#app/promotions/domain/loyalty'
import { findLoyalty } from '#app/promotions/records/promotion_settings'
import {
  type CountedDiscount,
  listCounted,
  listLiveDiscounts,
} from '#app/promotions/records/subscription_discounts'

export type { CountedDiscount } from '#app/promotions/records/subscription_discounts'

export interface RenewalPromotions {
  /** By subscription. */
  discounts: Map<string, SubscriptionDiscount[]>
  loyalty: LoyaltyProgramme
}

/** What is still promised to some subscriptions, by subscription, in the order in which it is taken off. */
export function listSubscriptionDiscounts(
  subscriptionIds: string[]
): Promise<Map<string, SubscriptionDiscount[]>> {
  if (subscriptionIds.length === 0) return Promise.resolve(new Map())
  return inReadTransaction(async () => {
    const live = await listLiveDiscounts(subscriptionIds)
    return new Map(
      [...live].map(([id, discounts]) => [
        id,
        inOrder(discounts.map((discount) => ({ ...discount, isFixed: discount.amount !== null }))),
      ])
    )
  })
}

/** With what were the periods of a subscription invoiced? What is used up by now is among it. */
export function listCountedDiscounts(subscriptionId: string): Promise<CountedDiscount[]> {
  return inReadTransaction(() => listCounted(subscriptionId))
}

/** What lowers the next periods of some subscriptions: two statements, however many they are. */
export function loadRenewalPromotions(subscriptionIds: string[]): Promise<RenewalPromotions> {
  return inReadTransaction(async () => ({
    discounts: await listLiveDiscounts(subscriptionIds),
    loyalty: await findLoyalty(),
  }))
}
