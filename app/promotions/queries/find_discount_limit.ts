import { listStaff, listStaffRoles } from '#app/identity/index'
import { currentActor } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import type { TermsFault } from '#app/promotions/domain/check_terms'
import type { CouponTerms } from '#app/promotions/domain/coupon'
import {
  benefitsAbove,
  type DiscountLimit,
  promisingRoles,
  widestDiscount,
} from '#app/promotions/domain/discount_limit'
import { readDiscountLimits } from '#app/promotions/records/discount_limits'

/** A limit with what its role is called; null for a usual role, which has its name in every language. */
export interface NamedDiscountLimit extends DiscountLimit {
  label: string | null
}

/** The limits of every role that may promise something off a price. */
export function listDiscountLimits(): Promise<NamedDiscountLimit[]> {
  return inReadTransaction(async () => {
    const roles = await listStaffRoles()
    const limits = await readDiscountLimits(promisingRoles(roles))
    return limits.map((limit) => ({
      ...limit,
      label: roles.find(({ name }) => name === limit.role)?.label ?? null,
    }))
  })
}

/** How much off a price who acts may promise, in per cent; null for no limit, and for whoever is not of the staff. */
export function findDiscountLimit(): Promise<number | null> {
  const { kind, id } = currentActor()
  if (kind !== 'staff') return Promise.resolve(null)
  return inReadTransaction(async () => {
    const roles = (await listStaff()).find(({ userId }) => userId === id)?.roles ?? []
    return widestDiscount(roles, await readDiscountLimits(promisingRoles(await listStaffRoles())))
  })
}

/** What of a coupon is more than who acts may promise. */
export async function findBenefitsAbove(terms: CouponTerms): Promise<TermsFault[]> {
  return benefitsAbove(terms, await findDiscountLimit()).map((field) => ({ field, type: 'above_own_limit' }))
}
