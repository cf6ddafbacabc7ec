import {
  type AgreedCoupon,
  type DiscountedItem,
  discountsNow,
  discountsOfFirstInvoice,
} from '#app/promotions/domain/agreed_coupon'
import {
  type Benefit,
  type Coupon,
  intervalKey,
  isOpen,
  monthsOf,
  variantFor,
} from '#app/promotions/domain/coupon'
import { applyDiscounts, type Discount } from '#app/promotions/domain/discount'

/** A code that was entered, with the coupon behind it, if there is one. */
export interface EnteredCoupon {
  code: string
  /** Whom an experiment decides for: a customer or a visitor. */
  subject: string
  /** The side they were shown before; absent: none yet. */
  shownVariant?: string | null
  coupon: Coupon | null
  /** How often this customer has used it. */
  usesByCustomer: number
}

export interface CouponSituation {
  now: Date
  currency: string
  /** Of the billing address; null before it is known. */
  country: string | null
  /** Whether the customer never ordered before; a visitor counts as new until we know who it is. */
  isNewCustomer: boolean
  items: readonly DiscountedItem[]
}

/**
 * Why a coupon is not used. `not_valid` stands for all that is nobody's business: unknown, a draft, ended, used up. A guesser learns
 * nothing from it.
 */
export const couponRefusals = [
  'not_valid', 'used_by_you', 'new_customers_only', 'country_unknown', 'country_not_included', 'currency_not_included',
  'plan_not_included', 'interval_not_included', 'minimum_not_reached', 'nothing_to_lower', 'not_combinable',
] as const // prettier-ignore
export type CouponRefusal = (typeof couponRefusals)[number]

export interface RefusedCoupon {
  code: string
  reason: CouponRefusal
}

export interface ChosenDiscounts {
  agreed: AgreedCoupon[]
  /** In the order in which they are taken off. */
  discounts: Discount[]
  refused: RefusedCoupon[]
}

/**
 * Which of the entered coupons are used. Those that may be combined are used together, percentages before fixed amounts, each group
 * in the order that staff gave; an exclusive one is used alone. Of these ways the customer gets the one that takes most off what is
 * paid now, and off the next period where that is equal.
 */
export function chooseDiscounts(
  entered: readonly EnteredCoupon[],
  situation: CouponSituation
): ChosenDiscounts {
  const refused: RefusedCoupon[] = []
  const usable: AgreedCoupon[] = []
  for (const each of distinct(entered)) {
    const result = judge(each, situation)
    if (typeof result === 'string') refused.push({ code: each.code, reason: result })
    else usable.push(result)
  }
  const best = bestOf(usable, situation)
  const left = usable.filter((coupon) => !best.includes(coupon))
  return {
    agreed: best,
    discounts: discountsOfFirstInvoice(best, situation.items, situation.currency),
    refused: [...refused, ...left.map(({ code }) => ({ code, reason: 'not_combinable' as const }))],
  }
}

function distinct(entered: readonly EnteredCoupon[]): EnteredCoupon[] {
  return [...new Map(entered.map((each) => [each.code, each])).values()]
}

function judge({ coupon, subject, shownVariant, usesByCustomer }: EnteredCoupon, situation: CouponSituation): AgreedCoupon | CouponRefusal {
  if (!coupon || !isOpen(coupon, situation.now)) return 'not_valid'
  const refusal = refuseCustomer(coupon, usesByCustomer, situation)
  if (refusal) return refusal
  const variant = variantFor(coupon, subject, shownVariant)
  const benefit = variant?.benefit ?? coupon.benefit
  if (benefit.kind === 'fixed' && benefit.amounts[situation.currency] === undefined) return 'currency_not_included'
  const items = chooseItems(coupon, benefit, situation)
  if (typeof items === 'string') return items
  const { id, code, name, periods, planIds, position, isExclusive } = coupon
  const agreed = { couponId: id, code, name, benefit, variant: variant?.key ?? null, subject, periods, planIds, position, isExclusive, items }
  return takenBy([agreed], situation, situation.items) > 0n ? agreed : 'nothing_to_lower'
} // prettier-ignore

function refuseCustomer(coupon: Coupon, uses: number, situation: CouponSituation): CouponRefusal | null {
  if (coupon.limitPerCustomer !== null && uses >= coupon.limitPerCustomer) return 'used_by_you'
  if (coupon.isForNewCustomers && !situation.isNewCustomer) return 'new_customers_only'
  if (coupon.countries) {
    if (situation.country === null) return 'country_unknown'
    if (!coupon.countries.includes(situation.country)) return 'country_not_included'
  }
  if (!coupon.minimumAmounts) return null
  const minimum = coupon.minimumAmounts[situation.currency]
  if (minimum === undefined) return 'currency_not_included'
  return grossOf(situation.items) < BigInt(minimum) ? 'minimum_not_reached' : null
}

function chooseItems(coupon: Coupon, benefit: Benefit, { items }: CouponSituation): number[] | CouponRefusal {
  const { planIds, intervals } = coupon
  const all = items.map((item, index) => ({ ...item, index }))
  const ofPlan = all.filter(({ planId }) => !planIds || planIds.includes(planId))
  if (ofPlan.length === 0) return 'plan_not_included'
  const chosen = ofPlan
    .filter(({ interval }) => !intervals || intervals.includes(intervalKey(interval)))
    .filter(({ interval }) => benefit.kind !== 'free_months' || monthsOf(interval) !== null)
  return chosen.length === 0 ? 'interval_not_included' : chosen.map(({ index }) => index)
}

function bestOf(usable: readonly AgreedCoupon[], situation: CouponSituation): AgreedCoupon[] {
  const together = usable.filter(({ isExclusive }) => !isExclusive)
  const ways = [together, ...usable.filter(({ isExclusive }) => isExclusive).map((coupon) => [coupon])]
  const later = situation.items.map((item) => ({ ...item, lines: item.lines.filter(({ kind }) => kind !== 'setup') }))
  const worth = ways.map((way) => ({
    way,
    now: takenBy(way, situation, situation.items),
    next: takenBy(way.filter(({ periods }) => periods !== 1), situation, later),
  }))
  return worth.reduce((best, each) => (isBetter(each, best) ? each : best)).way
} // prettier-ignore

function isBetter(one: { now: bigint; next: bigint }, other: { now: bigint; next: bigint }): boolean {
  return one.now > other.now || (one.now === other.now && one.next > other.next)
}

function takenBy(
  agreed: readonly AgreedCoupon[],
  { currency }: CouponSituation,
  items: readonly DiscountedItem[]
): bigint {
  const lines = items.flatMap(({ planId, lines: parts }, index) =>
    parts.map((line) => ({ ...line, planId, isDiscountable: true, scope: String(index) }))
  )
  const shares = applyDiscounts(lines, discountsNow(agreed, items, currency))
  return shares.flat().reduce((sum, { amount }) => sum + amount, 0n)
}

function grossOf(items: readonly DiscountedItem[]): bigint {
  return items
    .flatMap(({ lines }) => lines)
    .reduce((sum, { amount }) => (amount > 0n ? sum + amount : sum), 0n)
}
