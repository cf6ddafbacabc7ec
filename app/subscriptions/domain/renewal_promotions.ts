import {
  discountsOfInvoice,
  loyaltyReward,
  type RenewalDiscounts,
  type RenewalPromotions,
  type ServiceDays,
  tenureStart,
} from '#app/promotions/index'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { Subscription } from '#app/subscriptions/domain/subscription'

/** What lowers the renewals of a chunk: promised discounts by subscription, and each customer's days with us. */
export interface ChunkPromotions extends RenewalPromotions {
  serviceDays: Map<string, ServiceDays[]>
}

interface Renewing {
  subscription: Subscription
  items: readonly { kind: string; quantity: number; unitAmount: bigint }[]
}

/** The discounts of one renewal invoice. Tenure is counted to the first day of the period that is paid for. */
export function discountRenewals(
  group: readonly Renewing[],
  { discounts, loyalty, serviceDays }: ChunkPromotions,
  on: CalendarDate
): RenewalDiscounts {
  const { customerId } = group[0]!.subscription
  const since = loyalty.isOn ? tenureStart(serviceDays.get(customerId) ?? [], { on, gapDays: loyalty.gapDays }) : null
  return discountsOfInvoice(
    group.map(({ subscription: { id, planId, interval }, items }) => ({
      id,
      planId,
      interval,
      lines: items.map(({ kind, quantity, unitAmount }) => ({ kind, amount: unitAmount * BigInt(quantity) })),
      discounts: discounts.get(id) ?? [],
    })),
    loyaltyReward(loyalty, { since, on })
  )
} // prettier-ignore
