import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import type { CalendarDate } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { type DiscountedItem, discountsLater } from '#app/promotions/domain/agreed_coupon'
import { closeRedemptions, lockHeldRedemptions, type Redemption } from '#app/promotions/records/redemptions'
import {
  insertSubscriptionDiscounts,
  insertUses,
  type NewDiscountUse,
  type NewSubscriptionDiscount,
} from '#app/promotions/records/subscription_discounts'

export interface BeginSubscriptionDiscountsInput {
  orderId: string
  /** Null where nothing is invoiced at first. */
  invoiceId: string | null
  /** What the invoice came to without tax, minor units. */
  revenue: bigint
  /** Every item of the order, in its order; without a subscription where its service never came to be. */
  items: (DiscountedItem & { subscriptionId: string | null })[]
  periodStartsOn: CalendarDate
}

/** Turns what an order agreed to into what its subscriptions get from now on; their first period counts as the first use. */
@inject()
export class BeginSubscriptionDiscounts {
  constructor(private clock: Clock) {}

  /** @returns how many subscriptions get something off later */
  execute(input: BeginSubscriptionDiscountsInput): Promise<number> {
    return inTransaction(async () => {
      const held = await lockHeldRedemptions(input.orderId)
      if (held.length === 0) return 0
      const now = this.clock.now()
      const all = held.flatMap((redemption) => begin(redemption, input))
      const discounts = all.map(({ discount }) => discount)
      await insertSubscriptionDiscounts(discounts, now)
      if (all.length > 0) await insertUses(all.map(({ use }) => use))
      await closeRedemptions(
        held.map(({ id }) => id),
        { status: 'active', closedAt: now, revenue: input.revenue }
      )
      return discounts.filter(({ usesLeft }) => usesLeft !== 0).length
    })
  }
}

function begin(
  { id: redemptionId, agreed, currency }: Redemption,
  { items, invoiceId, periodStartsOn }: BeginSubscriptionDiscountsInput
): { discount: NewSubscriptionDiscount; use: NewDiscountUse }[] {
  return discountsLater([agreed], items, currency).flatMap(({ item, used, ...later }) => {
    const { subscriptionId } = items[item]!
    if (!subscriptionId || !invoiceId) return []
    const id = newId()
    return [
      {
        discount: { ...later, id, redemptionId, subscriptionId },
        use: { discountId: id, periodStartsOn, invoiceId, uses: used },
      },
    ]
  })
}
