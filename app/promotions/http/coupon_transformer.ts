import { showId } from '#app/shared/ids'
import { money, toWire } from '#app/shared/money/money'
import type { Coupon } from '#app/promotions/domain/coupon'
import type { LoyaltyProgramme } from '#app/promotions/domain/loyalty'
import type { CouponResult } from '#app/promotions/queries/report_coupon'

/** A coupon as staff see it. */
export function presentCoupon(coupon: Coupon) {
  return {
    id: showId('coupon', coupon.id),
    code: coupon.code,
    name: coupon.name,
    status: coupon.status,
    benefit: coupon.benefit,
    variants: coupon.variants,
    periods: coupon.periods,
    limit_total: coupon.limitTotal,
    limit_per_customer: coupon.limitPerCustomer,
    redeemed_count: coupon.redeemedCount,
    plan_ids: coupon.planIds?.map((id) => showId('plan', id)) ?? null,
    intervals: coupon.intervals,
    countries: coupon.countries,
    minimum_amounts: coupon.minimumAmounts,
    is_for_new_customers: coupon.isForNewCustomers,
    starts_at: coupon.startsAt?.toISOString() ?? null,
    ends_at: coupon.endsAt?.toISOString() ?? null,
    position: coupon.position,
    is_exclusive: coupon.isExclusive,
    created_at: coupon.createdAt.toISOString(),
  }
}

export function presentResult(result: CouponResult) {
  return {
    variant: result.variant,
    shown: result.shown === null ? null : Number(result.shown),
    buyers: Number(result.buyers),
    payers: Number(result.payers),
    redeemed: Number(result.redeemed),
    orders: Number(result.orders),
    returned: Number(result.returned),
    revenue: result.revenue.map(({ currency, amount }) => toWire(money(amount, currency))),
  }
}

export function presentLoyalty({ isOn, name, gapDays, tiers }: LoyaltyProgramme) {
  return {
    is_on: isOn,
    name,
    gap_days: gapDays,
    tiers: tiers.map(({ afterMonths, percent }) => ({ after_months: afterMonths, percent })),
  }
}
