import { findCustomer } from '#app/customers/index'
import { inReadTransaction } from '#app/shared/database/unit'
import type { BalanceSettings } from '#app/billing/domain/balance_settings'
import { readBalanceSettings } from '#app/billing/records/balance_settings'

/** What does a customer say about their balance? Null when there is no such customer. */
export function findBalanceSettings(
  customerId: string
): Promise<{ settings: BalanceSettings; currency: string } | null> {
  return inReadTransaction(async () => {
    const customer = await findCustomer(customerId)
    if (!customer) return null
    return { settings: await readBalanceSettings(customerId), currency: customer.currency }
  })
}
