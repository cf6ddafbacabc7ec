import { inOrder, shareOfPeriod, type SubscriptionDiscount } from '#app/promotions/domain/agreed_coupon'
import { monthsOf } from '#app/promotions/domain/coupon'
import { applyDiscounts, type Discount } from '#app/promotions/domain/discount'
import type { LoyaltyReward } from '#app/promotions/domain/loyalty'
import type { Interval } from '#app/shared/time/calendar'

/** A subscription whose next period is about to be invoiced. */
export interface RenewingSubscription {
  id: string
  planId: string
  interval: Interval
  /** What its lines cost before discounts, minor units. */
  lines: readonly { kind: string; amount: bigint }[]
  discounts: readonly SubscriptionDiscount[]
}

export interface UsedDiscount {
  discountId: string
  subscriptionId: string
  /** Periods or months, as the discount counts. */
  uses: number
}

export interface RenewalDiscounts {
  discounts: Discount[]
  used: UsedDiscount[]
}

/**
 * What is taken off one period of one subscription: its coupons in their order, then loyalty. An exclusive coupon and loyalty are
 * not added up: the customer gets whichever is more, and a coupon that loses is not used up by that period. Everything is bound
 * to the subscription, so that nothing changes for others on the same invoice.
 */
export function discountsOfPeriod(
  subscription: RenewingSubscription,
  loyalty: LoyaltyReward | null
): RenewalDiscounts {
  const live = inOrder(
    subscription.discounts
      .filter((discount) => isLive(discount, subscription))
      .map((discount) => ({ ...discount, isFixed: discount.amount !== null }))
  )
  const coupons = {
    discounts: live.map((discount) => toDiscount(discount, subscription)),
    used: live.map((discount) => toUse(discount, subscription)),
  }
  const reward = loyalty ? [toLoyalty(loyalty, subscription)] : []
  if (reward.length === 0) return coupons
  if (!live.some(({ isExclusive }) => isExclusive)) return { ...coupons, discounts: [...coupons.discounts, ...reward] }
  return takenOff(subscription, coupons.discounts) >= takenOff(subscription, reward)
    ? coupons
    : { discounts: reward, used: [] }
} // prettier-ignore

/** The same for all that share an invoice. */
export function discountsOfInvoice(
  subscriptions: readonly RenewingSubscription[],
  loyalty: LoyaltyReward | null
): RenewalDiscounts {
  const all = subscriptions.map((subscription) => discountsOfPeriod(subscription, loyalty))
  return { discounts: all.flatMap(({ discounts }) => discounts), used: all.flatMap(({ used }) => used) }
}

function isLive({ usesLeft, planIds, unit }: SubscriptionDiscount, subscription: RenewingSubscription): boolean {
  if (usesLeft === 0) return false
  if (planIds && !planIds.includes(subscription.planId)) return false
  return unit !== 'month' || monthsOf(subscription.interval) !== null
} // prettier-ignore

function toDiscount(discount: SubscriptionDiscount, { id, interval }: RenewingSubscription): Discount {
  const { couponId, code, name, percent, amount, unit, usesLeft } = discount
  return {
    kind: 'coupon',
    id: couponId,
    code,
    name,
    ...(unit === 'month' ? shareOfPeriod(usesLeft ?? 0, interval) : { percent, amount }),
    lineKinds: unit === 'month' ? ['plan', 'option'] : unit === 'setup' ? ['setup'] : null,
    planIds: null,
    scope: [id],
  }
}

function toUse({ id, unit, usesLeft }: SubscriptionDiscount, subscription: RenewingSubscription): UsedDiscount {
  const months = monthsOf(subscription.interval) ?? 0
  const uses = unit === 'month' ? Math.min(usesLeft ?? months, months) : 1
  return { discountId: id, subscriptionId: subscription.id, uses }
} // prettier-ignore

function toLoyalty({ name, percent }: LoyaltyReward, { id }: RenewingSubscription): Discount {
  return { kind: 'loyalty', id: null, code: null, name, percent, amount: null, lineKinds: null, planIds: null, scope: [id] }
} // prettier-ignore

function takenOff({ id, planId, lines }: RenewingSubscription, discounts: readonly Discount[]): bigint {
  const shares = applyDiscounts(
    lines.map((line) => ({ ...line, planId, isDiscountable: true, scope: id })),
    discounts
  )
  return shares.flat().reduce((sum, { amount }) => sum + amount, 0n)
}
