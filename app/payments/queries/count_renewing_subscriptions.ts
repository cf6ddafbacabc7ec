import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'

/** How many agreements of a customer will ask for money again: what depends on a saved card. */
export async function countRenewingSubscriptions(customerId: string): Promise<number> {
  const { rows } = await inReadTransaction(() =>
    sql<{ count: number }>`
      select count(*)::int as count from subscriptions
       where customer_id = ${customerId} and status in ('trialing', 'active', 'past_due', 'suspended') and not cancel_at_period_end`.execute(
      db
    )
  )
  return rows[0]?.count ?? 0
}
