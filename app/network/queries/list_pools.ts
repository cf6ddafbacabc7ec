import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import type { Datacenter, Pool } from '#app/network/domain/pools'
import { listPoolRows } from '#app/network/records/address_pools'
import { listDatacenters } from '#app/network/records/datacenters'

export interface ListedPool extends Pool {
  datacenter: Datacenter
  heldCount: number
  reservedCount: number
  restingCount: number
}

const clock = new Clock()

/** How full is each pool: what is held, what staff keep, what rests before it may be given again? */
export function listPools(): Promise<ListedPool[]> {
  return inReadTransaction(async () => {
    const places = new Map((await listDatacenters()).map((place) => [place.id, place]))
    // A block counts with all its addresses, and an address that many share counts once.
    const { rows } = await sql<{ pool_id: string; held: number; reserved: number }>`
      select pool_id, coalesce(sum(size) filter (where is_held), 0)::int as held, coalesce(sum(size) filter (where not is_held), 0)::int as reserved
        from (select pool_id, bool_or(service_id is not null) as is_held,
                     case family(network) when 4 then 1::bigint << (32 - masklen(network)) else 1 end as size
                from address_holdings where ended_at is null and pool_id is not null group by pool_id, network) taken
       group by pool_id`.execute(db)
    const taken = new Map(rows.map((row) => [row.pool_id, row]))
    const resting = await countResting()
    return (await listPoolRows()).map((pool) => ({
      ...pool,
      datacenter: places.get(pool.datacenterId)!,
      heldCount: taken.get(pool.id)?.held ?? 0,
      reservedCount: taken.get(pool.id)?.reserved ?? 0,
      restingCount: resting.get(pool.id) ?? 0,
    }))
  })
}

export async function findListedPool(id: string): Promise<ListedPool | null> {
  return (await listPools()).find((pool) => pool.id === id) ?? null
}

/** Addresses that a service gave back so recently that they rest, and that nobody holds. */
async function countResting(): Promise<Map<string, number>> {
  const { rows } = await sql<{ pool_id: string; count: number }>`
    select p.id as pool_id, count(distinct h.network)::int as count
      from address_pools p
      join address_holdings h on h.tenant_id = p.tenant_id and h.pool_id = p.id and h.service_id is not null
       and h.ended_at > ${clock.wall()}::timestamptz - make_interval(hours => p.quarantine_hours)
     where not exists (select from address_holdings n where n.tenant_id = h.tenant_id and n.pool_id = h.pool_id and n.network = h.network
                         and n.ended_at is null)
     group by p.id`.execute(db)
  return new Map(rows.map((row) => [row.pool_id, row.count]))
}
