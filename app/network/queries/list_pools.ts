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
export function listPools(id: string | null = null): Promise<ListedPool[]> {
  return inReadTransaction(async () => {
    const places = new Map((await listDatacenters()).map((place) => [place.id, place]))
    const [taken, resting] = [await countTaken(id), await countResting(id)]
    const pools = (await listPoolRows()).filter((pool) => id === null || pool.id === id)
    return pools.map((pool) => ({
      ...pool,
      datacenter: places.get(pool.datacenterId)!,
      heldCount: taken.get(pool.id)?.held ?? 0,
      reservedCount: taken.get(pool.id)?.reserved ?? 0,
      restingCount: resting.get(pool.id) ?? 0,
    }))
  })
}

export async function findListedPool(id: string): Promise<ListedPool | null> {
  const [pool] = await listPools(id)
  return pool ?? null
}

const size = sql`case family(network) when 4 then 2::float8 ^ (32 - masklen(network)) else 1 end`

/** A block counts with all its addresses, and an address that many share counts once; only those have to be brought together for it. */
async function countTaken(id: string | null): Promise<Map<string, { held: number; reserved: number }>> {
  const here = sql`ended_at is null and pool_id is not null and (${id}::uuid is null or pool_id = ${id}::uuid)`
  const { rows } = await sql<{ pool_id: string; held: number; reserved: number }>`
    select pool_id, coalesce(sum(size) filter (where is_held), 0)::int as held, coalesce(sum(size) filter (where not is_held), 0)::int as reserved
      from (select pool_id, service_id is not null as is_held, ${size} as size
              from address_holdings where ${here} and not is_shared and not is_contested
            union all
            select pool_id, bool_or(service_id is not null), ${size}
              from address_holdings where ${here} and is_shared group by pool_id, network) taken
     group by pool_id`.execute(db)
  return new Map(rows.map((row) => [row.pool_id, row]))
}

/** Addresses that a service gave back so recently that they rest, and that nobody holds: of each pool by its own time, so that an index finds them. */
async function countResting(id: string | null): Promise<Map<string, number>> {
  const { rows } = await sql<{ pool_id: string; count: number }>`
    select p.id as pool_id, resting.count from address_pools p cross join lateral (
      select count(distinct h.network)::int as count from address_holdings h
       where h.tenant_id = p.tenant_id and h.pool_id = p.id and h.service_id is not null
         and h.ended_at > ${clock.wall()}::timestamptz - make_interval(hours => p.quarantine_hours)
         and not exists (select from address_holdings n where n.tenant_id = h.tenant_id and n.pool_id = h.pool_id and n.network = h.network
                           and n.ended_at is null)) resting
     where ${id}::uuid is null or p.id = ${id}::uuid`.execute(db)
  return new Map(rows.map((row) => [row.pool_id, row.count]))
}
