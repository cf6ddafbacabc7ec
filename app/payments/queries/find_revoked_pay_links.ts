import { inReadTransaction } from '#app/shared/database/unit'
import { findRevokedAt } from '#app/payments/records/pay_link_states'

/** Until when the pay links of a customer were revoked, by the clock of the world; null for never. */
export function findRevokedPayLinks(customerId: string): Promise<Date | null> {
  return inReadTransaction(() => findRevokedAt(customerId))
}
