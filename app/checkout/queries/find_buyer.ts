import { db } from '#app/shared/database/db'

/** What an order needs to know of who buys. */
export interface Buyer {
  id: string
  currency: string
  country: string | null
  hasAddress: boolean
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
