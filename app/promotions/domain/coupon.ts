import { createHash } from 'node:crypto'
import type { Interval } from '#app/shared/time/calendar'

/** What a coupon gives. Amounts are minor units by currency; a percentage is a plain decimal such as `12.5`. */
export type Benefit =
  | { kind: 'percent'; percent: string }
  | { kind: 'fixed'; amounts: Record<string, string> }
  | { kind: 'free_setup' }
  | { kind: 'free_months'; months: number }

export const benefitKinds = ['percent', 'fixed', 'free_setup', 'free_months'] as const

/** One side of an experiment: of all who are shown the coupon, `weight` parts get this benefit. */
export interface CouponVariant {
  key: string
  weight: number
  benefit: Benefit
}

export const couponStatuses = ['draft', 'active', 'archived'] as const
export type CouponStatus = (typeof couponStatuses)[number]

/** What staff decide about a coupon; null where there is no such limit. */
export interface CouponTerms {
  code: string
  /** What the customer reads on the line. */
  name: string
  benefit: Benefit
  variants: readonly CouponVariant[]
  /** For how many invoiced periods of a subscription it counts, the first included; null for ever. */
  periods: number | null
  limitTotal: number | null
  limitPerCustomer: number | null
  planIds: readonly string[] | null
  /** As `intervalKey` writes them. */
  intervals: readonly string[] | null
  /** ISO codes of the billing address. */
  countries: readonly string[] | null
  /** Minor units by currency: what the order must come to before any discount. */
  minimumAmounts: Record<string, string> | null
  isForNewCustomers: boolean
  startsAt: Date | null
  endsAt: Date | null
  /** Coupons that are used together are taken off in this order, percentages before fixed amounts. */
  position: number
  /** Whether it is used alone or not at all. */
  isExclusive: boolean
}

export interface Coupon extends CouponTerms {
  id: string
  status: CouponStatus
  redeemedCount: number
  createdAt: Date
}

/** `month:1`, `year:3`: an interval as coupons name it. */
export function intervalKey({ unit, count }: Interval): string {
  return `${unit}:${count}`
}

/** The whole months of an interval; null for days and weeks, of which no number makes a month. */
export function monthsOf({ unit, count }: Interval): number | null {
  if (unit === 'month') return count
  return unit === 'year' ? count * 12 : null
}

/** People type codes as they like; we keep them in capitals. */
export function normaliseCode(text: string): string {
  return text.trim().toUpperCase()
}

/** Whether a coupon may be used at an instant by anybody at all. */
export function isOpen(coupon: Coupon, now: Date): boolean {
  if (coupon.status !== 'active') return false
  if (coupon.startsAt && now < coupon.startsAt) return false
  if (coupon.endsAt && now >= coupon.endsAt) return false
  return coupon.limitTotal === null || coupon.redeemedCount < coupon.limitTotal
}

/**
 * The side of an experiment that a visitor or customer is on: the same for the same one at all times and on all machines, and
 * independent of the sides of other coupons. Whoever was shown a side stays on it when staff weigh the sides anew, as long as there is
 * such a side. Null when there is none.
 */
export function variantFor(
  coupon: { id: string; variants: readonly CouponVariant[] },
  subject: string,
  shown: string | null = null
): CouponVariant | null {
  const before = shown === null ? undefined : coupon.variants.find(({ key }) => key === shown)
  if (before) return before
  const whole = coupon.variants.reduce((sum, { weight }) => sum + weight, 0)
  if (whole <= 0) return null
  const digest = createHash('sha256').update(`${coupon.id}:${subject}`).digest()
  let point = Number(digest.readBigUInt64BE() % BigInt(whole))
  for (const variant of coupon.variants) {
    if (point < variant.weight) return variant
    point -= variant.weight
  }
  throw new Error('The weights of an experiment do not add up')
}
