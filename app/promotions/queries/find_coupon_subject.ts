import { inReadTransaction } from '#app/shared/database/unit'
import { findKnownSubject } from '#app/promotions/records/redemptions'

/**
 * As whom an experiment counts somebody who enters a code: as it knew them before, so that nobody changes sides by signing in or buying
 * again; else as the customer, or as the cart while we do not know who it is.
 */
export function findCouponSubject(
  code: string,
  who: { customerId: string | null; cartId: string }
): Promise<string> {
  return inReadTransaction(async () => (await findKnownSubject(code, who)) ?? who.customerId ?? who.cartId)
}
