import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'

/** What an order needs to know of who buys. */
export interface Buyer {
  id: string
  currency: string
  country: string | null
  hasAddress: boolean
}

/** Whether a customer never had an order that came to something, or is still to. */
export function isNewBuyer(customerId: string): Promise<boolean> {
  return inReadTransaction(async () => {
    const earlier = await db
      .selectFrom('orders')
      .select('id')
      .where('customer_id', '=', customerId)
      .where('status', 'not in', ['failed', 'cancelled'])
      .limit(1)
      .executeTakeFirst()
    return earlier === undefined
  })
}

export async function findBuyer(customerId: string): Promise<Buyer | null> {
  const row = await db
    .selectFrom('customers')
    .select(['id', 'currency', 'country', 'city', 'street', 'postal_code'])
    .where('id', '=', customerId)
    .where('status', '=', 'active')
    .executeTakeFirst()
  if (!row) return null
  const hasAddress = [row.country, row.city, row.street, row.postal_code].every((part) => Boolean(part))
  return { id: row.id, currency: row.currency, country: row.country, hasAddress }
}
