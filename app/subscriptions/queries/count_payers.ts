import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'

/** How many subscriptions that run on pay by each of these prices? Prices that nobody pays by are left out. */
export function countPayers(priceIds: readonly string[]): Promise<Map<string, number>> {
  return inReadTransaction(async () => {
    if (priceIds.length === 0) return new Map()
    const { rows } = await sql<{ id: string; count: number }>`
      select i.price_id as id, count(distinct i.subscription_id)::int as count
        from subscription_items i
        join subscriptions s on s.tenant_id = i.tenant_id and s.id = i.subscription_id
       where i.price_id = any(${priceIds}::uuid[]) and s.status in ('active', 'past_due', 'suspended')
       group by 1`.execute(db)
    return new Map(rows.map(({ id, count }) => [id, count]))
  })
}
