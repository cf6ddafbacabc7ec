import { inReadTransaction } from '#app/shared/database/unit'
import type { EnteredCoupon } from '#app/promotions/domain/choose_discounts'
import { countUsesBy, listCouponsByCode } from '#app/promotions/records/coupons'
import { listShownVariants } from '#app/promotions/records/redemptions'

/** A code as somebody entered it. */
export interface CodeEntry {
  code: string
  subject: string
}

/** The coupons behind entered codes. Known and unknown codes cost the same statements. */
export function findEnteredCoupons(
  entries: readonly CodeEntry[],
  customerId: string | null
): Promise<EnteredCoupon[]> {
  if (entries.length === 0) return Promise.resolve([])
  return inReadTransaction(async () => {
    const coupons = new Map(
      (await listCouponsByCode(entries.map(({ code }) => code))).map((coupon) => [coupon.code, coupon])
    )
    const ids = [...coupons.values()].map(({ id }) => id)
    const uses = customerId && ids.length > 0 ? await countUsesBy(customerId, ids) : new Map<string, number>()
    const shown = await listShownVariants(entries)
    return entries.map((entry) => {
      const coupon = coupons.get(entry.code) ?? null
      const shownVariant = (coupon && shown.get(`${coupon.id}:${entry.subject}`)) ?? null
      return { ...entry, shownVariant, coupon, usesByCustomer: (coupon && uses.get(coupon.id)) ?? 0 }
    })
  })
}
