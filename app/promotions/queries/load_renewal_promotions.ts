import { inReadTransaction } from '#app/shared/database/unit'
import type { SubscriptionDiscount } from '#app/promotions/domain/agreed_coupon'
import type { LoyaltyProgramme } from '#app/promotions/domain/loyalty'
import { findLoyalty } from '#app/promotions/records/promotion_settings'
import { listLiveDiscounts } from '#app/promotions/records/subscription_discounts'

export interface RenewalPromotions {
  /** By subscription. */
  discounts: Map<string, SubscriptionDiscount[]>
  loyalty: LoyaltyProgramme
}

/** What lowers the next periods of some subscriptions: two statements, however many they are. */
export function loadRenewalPromotions(subscriptionIds: string[]): Promise<RenewalPromotions> {
  return inReadTransaction(async () => ({
    discounts: await listLiveDiscounts(subscriptionIds),
    loyalty: await findLoyalty(),
  }))
}
