import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import type { Coupon } from '#app/promotions/domain/coupon'
import { type CouponFilter, findCoupon, listCouponRows } from '#app/promotions/records/coupons'
import { findLoyalty as load } from '#app/promotions/records/promotion_settings'
import type { LoyaltyProgramme } from '#app/promotions/domain/loyalty'

/** Which coupons are there, newest first? */
export function listCoupons(filter: CouponFilter): Promise<Page<Coupon>> {
  return inReadTransaction(async () => toPage(await listCouponRows(filter), filter.size))
}

export function findCouponById(id: string): Promise<Coupon | null> {
  return inReadTransaction(() => findCoupon(id))
}

/** What do customers get for their tenure? */
export function readLoyalty(): Promise<LoyaltyProgramme> {
  return inReadTransaction(load)
}
