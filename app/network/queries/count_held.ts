import { sql } from 'kysely'
import { db } from '#app/shared/database/db'

export interface HeldCount {
  serviceId: string
  poolId: string
  count: number
}

/** How many addresses of each pool some services hold now; what lies in no pool is left out. */
export async function countHeldByPool(serviceIds: readonly string[]): Promise<HeldCount[]> {
  if (serviceIds.length === 0) return []
  const { rows } = await sql<HeldCount>`
    select service_id as "serviceId", pool_id as "poolId", count(*)::int as count from address_holdings
     where service_id = any(${[...serviceIds]}::uuid[]) and ended_at is null and pool_id is not null
     group by service_id, pool_id`.execute(db)
  return rows
}
