import { type PriceItem, priceLines, type PricedDocument, type PricingContext } from '#app/billing/index'
import {
  type AgreedCoupon,
  type DiscountedItem,
  discountsFromStart,
  discountsLater,
  discountsOfInvoice,
  type SubscriptionDiscount,
} from '#app/promotions/index'
import type { Interval } from '#app/shared/time/calendar'

/** What is charged again: all that recurs with one interval. */
export interface RecurringCharge {
  interval: Interval
  /** The periods after the first that cost less, in their order, until the amounts below hold. */
  reduced: { periods: number; total: string }[]
  subtotal: string
  taxTotal: string
  total: string
}

interface RecurringItem extends DiscountedItem {
  parts: PriceItem[]
}

interface Held extends RecurringItem {
  id: string
  discounts: SubscriptionDiscount[]
}

/** After so many periods with steps of their own the rest is left out: nobody reads on. */
const stepsMax = 48

/**
 * What follows the first invoice. Renewals due on one day share an invoice, so all that has one interval is priced together. Each
 * period is priced as its renewal will be, coupons counted down, until nothing changes any more. Loyalty is not promised ahead.
 */
export function chargesLater(
  items: readonly RecurringItem[],
  context: PricingContext,
  coupons: readonly AgreedCoupon[]
): RecurringCharge[] {
  const later = discountsAfterFirst(coupons, items, context.currency)
  const held = items.map((item, index) => ({
    ...item,
    lines: item.lines.filter(({ kind }) => kind !== 'setup'),
    id: String(index),
    discounts: later.flatMap((each, at) => (each.item === index ? [{ ...each, id: String(at) }] : [])),
  }))
  const groups = Map.groupBy(held, ({ interval }) => `${interval.unit}:${interval.count}`)
  return [...groups.values()].map((group) => chargeOf(group, context))
}

/** By the hour nothing is charged at first, and nothing is used: see `discountsFromStart`. */
function discountsAfterFirst(
  coupons: readonly AgreedCoupon[],
  items: readonly RecurringItem[],
  currency: string
) {
  const isByHour = (index: number) => items[index]!.interval.unit === 'hour'
  return [
    ...discountsLater(coupons, items, currency).filter(({ item }) => !isByHour(item)),
    ...discountsFromStart(coupons, items, currency).filter(({ item }) => isByHour(item)),
  ]
}

function chargeOf(group: Held[], context: PricingContext): RecurringCharge {
  const totals: bigint[] = []
  let now = group
  let priced = price(now, context)
  while (totals.length < stepsMax && !isSettled(now)) {
    totals.push(priced.document.total)
    now = now.map((item) => ({
      ...item,
      discounts: item.discounts.map((each) => countDown(each, priced.used)),
    }))
    priced = price(now, context)
  }
  const { subtotal, taxTotal, total } = priced.document
  return {
    interval: group[0]!.interval,
    reduced: stepsOf(totals, total),
    subtotal: subtotal.toString(),
    taxTotal: taxTotal.toString(),
    total: total.toString(),
  }
}

function price(group: Held[], context: PricingContext) {
  const { discounts, used } = discountsOfInvoice(group, null)
  const parts = group.flatMap((item) => item.parts)
  const document: PricedDocument = priceLines(parts, { ...context, discounts })
  return { document, used: new Map(used.map(({ discountId, uses }) => [discountId, uses])) }
}

function countDown(discount: SubscriptionDiscount, used: Map<string, number>): SubscriptionDiscount {
  const { usesLeft, id } = discount
  return usesLeft === null ? discount : { ...discount, usesLeft: usesLeft - (used.get(id) ?? 0) }
}

/** Whether the next period costs what every later one does. */
function isSettled(group: Held[]): boolean {
  return group.every(({ discounts }) =>
    discounts.every(({ usesLeft }) => usesLeft === null || usesLeft === 0)
  )
}

/** Equal periods in a row are one step; what equals the lasting price at the end is none. */
function stepsOf(totals: bigint[], lasting: bigint): RecurringCharge['reduced'] {
  const end = totals.findLastIndex((total) => total !== lasting) + 1
  const steps: { periods: number; total: bigint }[] = []
  for (const total of totals.slice(0, end)) {
    const last = steps.at(-1)
    if (last?.total === total) last.periods += 1
    else steps.push({ periods: 1, total })
  }
  return steps.map(({ periods, total }) => ({ periods, total: total.toString() }))
}
