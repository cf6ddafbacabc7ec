import { amountOfQuantity, type PricedQuantity } from '#app/catalogue/index'
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
  items: readonly (PricedQuantity & { kind: string })[]
  /** What is charged once with it. */
  setup?: readonly { kind: string; quantity: number; unitAmount: bigint }[]
}

/** The discounts of one renewal invoice. Tenure is counted to the first day of the period that is paid for. */
export function discountRenewals(
  group: readonly Renewing[],
  { discounts, loyalty, serviceDays }: ChunkPromotions,
  on: CalendarDate
): RenewalDiscounts {
  const { customerId } = group[0]!.subscription
  // Loyalty is for renewals, and the period after a trial is a first one.
  const isFirst = group[0]!.subscription.trialEndsOn === on
  const since = loyalty.isOn && !isFirst ? tenureStart(serviceDays.get(customerId) ?? [], { on, gapDays: loyalty.gapDays }) : null
  return discountsOfInvoice(
    group.map(({ subscription: { id, planId, interval }, items, setup = [] }) => ({
      id,
      planId,
      interval,
      lines: [
        ...items.map((item) => ({ kind: item.kind, amount: amountOfQuantity(item) })),
        ...setup.map(({ kind, quantity, unitAmount }) => ({ kind, amount: unitAmount * BigInt(quantity) })),
      ],
      discounts: discounts.get(id) ?? [],
    })),
    loyaltyReward(loyalty, { since, on })
  )
} // prettier-ignore

/** The same for periods that share an invoice and start on several days: tenure is counted to the first day of each. */
export function discountGroup(
  group: readonly (Renewing & { renewal: { period: { startsOn: CalendarDate } } })[],
  promotions: ChunkPromotions
): RenewalDiscounts {
  const byDay = Map.groupBy(group, ({ renewal }) => renewal.period.startsOn)
  const all = [...byDay].map(([day, renewing]) => discountRenewals(renewing, promotions, day))
  return { discounts: all.flatMap(({ discounts }) => discounts), used: all.flatMap(({ used }) => used) }
}
