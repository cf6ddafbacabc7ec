import type { Discount } from '#app/promotions/index'
import { Fraction } from '#app/shared/money/fraction'
import type { PlannedChange } from '#app/subscriptions/domain/change'
import { type ChunkPromotions, discountRenewals } from '#app/subscriptions/domain/renewal_promotions'
import { restarts } from '#app/subscriptions/domain/standing'
import type { Subscription } from '#app/subscriptions/domain/subscription'

/** What lowers one whole period under the new terms, as its renewal will be invoiced. */
export function discountsAfter(
  subscription: Subscription,
  { leads }: PlannedChange,
  promotions: ChunkPromotions
): Discount[] {
  const renewing = { ...subscription, planId: leads.planId, interval: leads.interval }
  const items = leads.items.map((item) => ({ ...item, unitAmount: BigInt(item.unitAmount) }))
  return discountRenewals([{ subscription: renewing, items }], promotions, leads.renewsOn).discounts
}

/**
 * What lowers the part that a change charges: the coupons that still run and loyalty, a fixed amount by the part of the period. No use of
 * a coupon is counted for it; so a period that begins anew has only those that run for ever, and free months wait for a renewal.
 */
export function discountsOfChange(
  subscription: Subscription,
  plan: PlannedChange,
  promotions: ChunkPromotions
): Discount[] {
  const isRestart = restarts(plan.stood, plan.leads)
  const promised = promotions.discounts.get(subscription.id) ?? []
  const running = promised.filter(
    ({ unit, usesLeft }) => unit === 'period' && (!isRestart || usesLeft === null)
  )
  const discounts = new Map([[subscription.id, running]])
  const part = chargedPart(plan)
  return discountsAfter(subscription, plan, { ...promotions, discounts }).map((discount) =>
    discount.amount === null
      ? discount
      : { ...discount, amount: new Fraction(discount.amount).times(part).roundHalfAwayFromZero() }
  )
}

/** How many periods are charged, in whole and in part. */
function chargedPart({ items, givenBack }: PlannedChange): Fraction {
  const periods = new Map(items.slice(givenBack.length).map((item) => [item.period!.endsOn, item.proration]))
  return [...periods.values()].reduce(
    (sum, share) => sum.plus(share ? new Fraction(share.numerator, share.denominator) : new Fraction(1n)),
    new Fraction(0n)
  )
}
