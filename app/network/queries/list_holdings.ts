import { type RawBuilder, sql, type Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { AddressHoldings } from '#app/shared/database/schema'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import { Clock } from '#app/shared/time/clock'
import { boundsOf, networksAround } from '#app/network/domain/addresses'
import { restsUntil } from '#app/network/domain/holdings'
import { findPool, listPoolRows } from '#app/network/records/address_pools'
import { type HoldingRow, toHolding } from '#app/network/records/address_holdings'

export interface ListedHolding extends HoldingRow {
  customerName: string | null
  poolName: string | null
  /** Until when it rests; null while it is held, and outside of pools. */
  restsUntil: Date | null
}

export const poolStates = ['present', 'resting'] as const
export type PoolState = (typeof poolStates)[number]

const clock = new Clock()

export interface HoldersQuestion {
  network: string
  at: Date | null
  before: string | null
  size: number
}

/**
 * Who held an address, or anything around or within a network, the latest first? With an instant: who held it then. What touches it is found by
 * index first, at one place for each length that a network around it can have: row level security lets an index answer comparisons alone.
 */
export function listHolders(of: HoldersQuestion): Promise<Page<ListedHolding>> {
  return inReadTransaction(async () => {
    const { rows } = await holdersQuery(of).execute(db)
    return toPage(await withNames(rows.map(toHolding)), of.size)
  })
}

/** The one question behind it, for whoever looks at its plan. */
export function holdersQuery(of: HoldersQuestion): RawBuilder<Selectable<AddressHoldings>> {
  const { first, last } = boundsOf(of.network)
  return sql<Selectable<AddressHoldings>>`
    with touching as materialized (
      select * from address_holdings where network = any(${networksAround(of.network)}::cidr[])
      union
      select * from address_holdings where network >= ${first}::cidr and network <= ${last}::cidr)
    select * from touching
     where (${of.at}::timestamptz is null or (started_at <= ${of.at} and (ended_at is null or ended_at > ${of.at})))
       and (${of.before}::uuid is null or id < ${of.before})
     order by id desc limit ${of.size + 1}`
}

/** What one customer or one service holds and has held, the latest first? */
export function listHoldingsOf(of: {
  serviceId?: string
  customerId?: string
  before: string | null
  size: number
}): Promise<Page<ListedHolding>> {
  return inReadTransaction(async () => {
    let query = db
      .selectFrom('address_holdings')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(of.size + 1)
    if (of.serviceId) query = query.where('service_id', '=', of.serviceId)
    if (of.customerId) query = query.where('customer_id', '=', of.customerId)
    if (of.before) query = query.where('id', '<', of.before)
    return toPage(await withNames((await query.execute()).map(toHolding)), of.size)
  })
}

/** Addresses that two panels claim, and that wait for somebody to find out whose they are. */
export function listContested(of: { before: string | null; size: number }): Promise<Page<ListedHolding>> {
  return inReadTransaction(async () => {
    let query = db
      .selectFrom('address_holdings')
      .selectAll()
      .where('is_contested', '=', true)
      .where('ended_at', 'is', null)
      .orderBy('id', 'desc')
      .limit(of.size + 1)
    if (of.before) query = query.where('id', '<', of.before)
    return toPage(await withNames((await query.execute()).map(toHolding)), of.size)
  })
}

/** What of a pool is held or kept, or rests, in the order of addresses. The cursor is the last network of a page. */
export function listPoolAddresses(of: {
  poolId: string
  state: PoolState
  after: string | null
  size: number
}): Promise<{ rows: ListedHolding[]; nextCursor: string | null }> {
  return inReadTransaction(async () => {
    const pool = await findPool(of.poolId)
    if (!pool) return { rows: [], nextCursor: null }
    const after = of.after ?? pool.network
    const { rows } = await (
      of.state === 'present'
        ? sql<
            Selectable<AddressHoldings>
          >`select * from address_holdings where pool_id = ${pool.id} and ended_at is null and network >= ${after}::cidr
                      and network <> ${of.after ?? '::/0'}::cidr order by network limit ${of.size + 1}`
        : sql<Selectable<AddressHoldings>>`select * from (
            select distinct on (h.network) h.* from address_holdings h
             where h.pool_id = ${pool.id} and h.service_id is not null and h.network >= ${after}::cidr and h.network <> ${of.after ?? '::/0'}::cidr
               and h.ended_at > ${clock.wall()}::timestamptz - make_interval(hours => ${pool.quarantineHours})
               and not exists (select from address_holdings n where n.tenant_id = h.tenant_id and n.pool_id = h.pool_id and n.network = h.network
                                and n.ended_at is null)
             order by h.network, h.ended_at desc) resting order by network limit ${of.size + 1}`
    ).execute(db)
    const listed = await withNames(rows.map(toHolding))
    const page = listed.slice(0, of.size)
    return { rows: page, nextCursor: listed.length > of.size ? page.at(-1)!.network : null }
  })
}

async function withNames(holdings: HoldingRow[]): Promise<ListedHolding[]> {
  const customers = await namesOfCustomers(holdings.flatMap(({ customerId }) => customerId ?? []))
  const pools = new Map((await listPoolRows()).map((pool) => [pool.id, pool]))
  return holdings.map((holding) => {
    const pool = holding.poolId ? pools.get(holding.poolId) : undefined
    const { endedAt, serviceId, customerId } = holding
    return {
      ...holding,
      customerName: customerId ? (customers.get(customerId) ?? null) : null,
      poolName: pool?.name ?? null,
      restsUntil: endedAt && serviceId && pool ? restsUntil(endedAt, pool.quarantineHours) : null,
    }
  })
}

async function namesOfCustomers(ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('customers')
    .select(['id', 'name'])
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
