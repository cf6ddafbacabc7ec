import { allocate } from '#app/shared/money/money'
import type { Interval } from '#app/shared/time/calendar'
import { type Benefit, monthsOf } from '#app/promotions/domain/coupon'
import type { Discount } from '#app/promotions/domain/discount'

/** A coupon as a quote agrees to it. It is kept with the quote: later changes of the coupon do not touch it. */
export interface AgreedCoupon {
  couponId: string
  code: string
  name: string
  benefit: Benefit
  variant: string | null
  /** Whom an experiment decided for: a customer or a visitor. */
  subject: string
  periods: number | null
  planIds: readonly string[] | null
  position: number
  isExclusive: boolean
  /** The positions of the items it lowers. */
  items: readonly number[]
}

/** One thing that is bought: what it costs now and what every period after. */
export interface DiscountedItem {
  planId: string
  interval: Interval
  lines: readonly { kind: string; amount: bigint }[]
}

/** What a coupon takes off one subscription, period after period. */
export interface SubscriptionDiscount {
  id: string
  couponId: string
  code: string
  name: string
  percent: string | null
  /** Minor units of the subscription's currency. */
  amount: bigint | null
  /** In what `usesLeft` counts: invoiced periods, months of service, or set-up fees. */
  unit: 'period' | 'month' | 'setup'
  /** Null: for ever. */
  usesLeft: number | null
  planIds: readonly string[] | null
  position: number
  isExclusive: boolean
}

/** Percentages come before fixed amounts, then the order that staff gave; the code decides between equals. */
export function inOrder<T extends { isFixed: boolean; position: number; code: string }>(
  all: readonly T[]
): T[] {
  return all.toSorted(
    (a, b) =>
      Number(a.isFixed) - Number(b.isFixed) || a.position - b.position || (a.code < b.code ? -1 : Number(a.code > b.code))
  ) // prettier-ignore
}

/**
 * The discounts of an order's first invoice. What of a fixed amount falls on items by the hour is taken off their first month: nothing of
 * them is on this invoice but a set-up fee.
 */
export function discountsOfFirstInvoice(
  agreed: readonly AgreedCoupon[],
  items: readonly DiscountedItem[],
  currency: string
): Discount[] {
  return discountsNow(
    agreed.map((coupon) => withoutHours(coupon, items, currency)),
    items,
    currency
  )
}

function withoutHours(
  coupon: AgreedCoupon,
  items: readonly DiscountedItem[],
  currency: string
): AgreedCoupon {
  const { benefit } = coupon
  const isNow = (item: number) => items[item]!.interval.unit !== 'hour'
  if (benefit.kind !== 'fixed' || coupon.items.every(isNow)) return coupon
  const shares = sharesOf(BigInt(benefit.amounts[currency] ?? 0), coupon.items, items)
  const amount = shares.reduce((sum, share, index) => (isNow(coupon.items[index]!) ? sum + share : sum), 0n)
  return {
    ...coupon,
    benefit: { kind: 'fixed', amounts: { [currency]: `${amount}` } },
    items: coupon.items.filter(isNow),
  }
}

/** What coupons are worth on items, once. A fixed amount is taken once over all of them. */
export function discountsNow(
  agreed: readonly AgreedCoupon[],
  items: readonly DiscountedItem[],
  currency: string
): Discount[] {
  const ordered = inOrder(agreed.map((coupon) => ({ ...coupon, isFixed: coupon.benefit.kind === 'fixed' })))
  return ordered.flatMap((coupon) => toDiscounts(coupon, items, currency))
}

function toDiscounts(coupon: AgreedCoupon, items: readonly DiscountedItem[], currency: string): Discount[] {
  const { benefit } = coupon
  const basics = { kind: 'coupon' as const, id: coupon.couponId, code: coupon.code, name: coupon.name, planIds: null }
  const scope = coupon.items.map(String)
  switch (benefit.kind) {
    case 'percent':
      return [{ ...basics, percent: benefit.percent, amount: null, lineKinds: null, scope }]
    case 'fixed':
      return [{ ...basics, percent: null, amount: BigInt(benefit.amounts[currency] ?? 0), lineKinds: null, scope }]
    case 'free_setup':
      return [{ ...basics, percent: '100', amount: null, lineKinds: ['setup'], scope }]
    case 'free_months':
      return coupon.items.map((index) => ({
        ...basics,
        ...shareOfPeriod(benefit.months, items[index]!.interval),
        lineKinds: ['plan', 'option'],
        scope: [String(index)],
      }))
  }
} // prettier-ignore

/** `months` free months of a period: all of it, or the exact part of it. */
export function shareOfPeriod(
  months: number,
  interval: Interval
): Pick<Discount, 'percent' | 'share' | 'amount'> {
  const whole = monthsOf(interval) ?? 0
  if (whole === 0) return { percent: '0', amount: null }
  return months >= whole
    ? { percent: '100', amount: null }
    : { percent: null, share: `${months}/${whole}`, amount: null }
}

/**
 * What is left of the agreed coupons for each item once its first period is invoiced. A fixed amount is spread over the items by
 * what they cost each period, by largest remainder, so that it stays one amount however they are invoiced later.
 */
export function discountsLater(
  agreed: readonly AgreedCoupon[],
  items: readonly DiscountedItem[],
  currency: string
): (Omit<SubscriptionDiscount, 'id'> & { item: number; used: number })[] {
  return agreed.flatMap((coupon) => {
    const { benefit, couponId, code, name, planIds, position, isExclusive } = coupon
    if (benefit.kind === 'free_setup') return []
    const basics = { couponId, code, name, planIds, position, isExclusive }
    const shares = benefit.kind === 'fixed' ? sharesOf(BigInt(benefit.amounts[currency] ?? 0), coupon.items, items) : []
    return coupon.items.map((item, index) => {
      if (benefit.kind === 'free_months') {
        const used = Math.min(benefit.months, monthsOf(items[item]!.interval) ?? benefit.months)
        return { ...basics, item, percent: '100', amount: null, unit: 'month' as const, usesLeft: benefit.months - used, used }
      }
      const value = benefit.kind === 'percent' ? { percent: benefit.percent, amount: null } : { percent: null, amount: shares[index]! }
      const usesLeft = coupon.periods === null ? null : coupon.periods - 1
      return { ...basics, ...value, item, unit: 'period' as const, usesLeft, used: 1 }
    })
  })
} // prettier-ignore

/**
 * The same before anything is invoiced, for an order that begins with a trial: its first paid period is the first that uses them. A
 * coupon that frees from the set-up fee waits for it.
 */
export function discountsFromStart(
  agreed: readonly AgreedCoupon[],
  items: readonly DiscountedItem[],
  currency: string
): (Omit<SubscriptionDiscount, 'id'> & { item: number })[] {
  const later = discountsLater(agreed, items, currency).map(({ used, ...discount }) => ({
    ...discount,
    usesLeft: discount.usesLeft === null ? null : discount.usesLeft + used,
  }))
  return [...later, ...agreed.flatMap(freeSetups)]
}

function freeSetups(coupon: AgreedCoupon): (Omit<SubscriptionDiscount, 'id'> & { item: number })[] {
  if (coupon.benefit.kind !== 'free_setup') return []
  const { couponId, code, name, planIds, position, isExclusive } = coupon
  const basics = { couponId, code, name, planIds, position, isExclusive }
  return coupon.items.map((item) => ({
    ...basics,
    item,
    percent: '100',
    amount: null,
    unit: 'setup' as const,
    usesLeft: 1,
  }))
}

function sharesOf(amount: bigint, chosen: readonly number[], items: readonly DiscountedItem[]): bigint[] {
  const weights = chosen.map((index) => recurringAmount(items[index]!))
  const isFree = weights.every((weight) => weight === 0n)
  return allocate(amount, isFree ? weights.map(() => 1n) : weights)
}

/** What an item costs each period, before discounts. */
export function recurringAmount({ lines }: DiscountedItem): bigint {
  return lines.reduce((sum, { kind, amount }) => (kind === 'setup' || amount < 0n ? sum : sum + amount), 0n)
}
