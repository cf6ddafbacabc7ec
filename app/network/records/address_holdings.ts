import { sql, type Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import { takeTurn } from '#app/shared/database/take_turns'
import type { AddressHoldings } from '#app/shared/database/schema'
import { boundsOf, networksAround, readNetwork } from '#app/network/domain/addresses'

export interface HoldingRow {
  id: string
  network: string
  poolId: string | null
  serviceId: string | null
  customerId: string | null
  panelId: string | null
  hostname: string | null
  panelName: string | null
  note: string
  isShared: boolean
  isContested: boolean
  startedAt: Date
  endedAt: Date | null
}

/** What a service holds now. */
export async function listHeldByService(serviceId: string): Promise<HoldingRow[]> {
  const rows = await db
    .selectFrom('address_holdings')
    .selectAll()
    .where('service_id', '=', serviceId)
    .where('ended_at', 'is', null)
    .execute()
  return rows.map(toHolding)
}

export async function lockHolding(id: string): Promise<HoldingRow | null> {
  const row = await db
    .selectFrom('address_holdings')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toHolding(row) : null
}

/** One look at a time at what a service holds, so that of two the second sees what the first wrote. */
export function lockHolder(serviceId: string): void {
  takeTurn(`address_holder:${serviceId}`)
}

/** One claim at a time on an address, so that of two the second sees the first. In the order of their texts, so that nobody waits in a ring. */
export function lockNetworks(networks: readonly string[]): void {
  for (const network of networks.toSorted()) takeTurn(`address:${network}`)
}

/**
 * Everything that ever touched a network and that nobody else could have at the same time: what contains it and what lies in it. The latest
 * first, so many at most.
 */
export async function listOverlapping(network: string, limit: number): Promise<HoldingRow[]> {
  const { first, last } = boundsOf(network)
  const rows = await db
    .selectFrom('address_holdings')
    .selectAll()
    .where((eb) =>
      eb.or([
        eb('network', 'in', networksAround(network)),
        eb.and([eb('network', '>=', first), eb('network', '<=', last)]),
      ])
    )
    .where('is_shared', '=', false)
    .where('is_contested', '=', false)
    .orderBy('started_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toHolding)
}

export async function insertHoldings(holdings: readonly HoldingRow[]): Promise<void> {
  if (holdings.length === 0) return
  await db
    .insertInto('address_holdings')
    .values(
      holdings.map((holding) => ({
        id: holding.id,
        network: holding.network,
        pool_id: holding.poolId,
        service_id: holding.serviceId,
        customer_id: holding.customerId,
        panel_id: holding.panelId,
        hostname: holding.hostname,
        panel_name: holding.panelName,
        note: holding.note,
        is_shared: holding.isShared,
        is_contested: holding.isContested,
        started_at: holding.startedAt,
      }))
    )
    .execute()
}

/** An end never lies before its beginning, whatever the clocks of two machines say. */
export async function endHoldings(ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return
  await db
    .updateTable('address_holdings')
    .set({ ended_at: sql<Date>`greatest(started_at, ${at}::timestamptz)` })
    .where('id', 'in', [...ids])
    .where('ended_at', 'is', null)
    .execute()
}

export function toHolding(row: Selectable<AddressHoldings>): HoldingRow {
  return {
    id: row.id,
    network: readNetwork(row.network) ?? row.network,
    poolId: row.pool_id,
    serviceId: row.service_id,
    customerId: row.customer_id,
    panelId: row.panel_id,
    hostname: row.hostname,
    panelName: row.panel_name,
    note: row.note,
    isShared: row.is_shared,
    isContested: row.is_contested,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  }
}

export async function eraseNamesOfCustomer(customerId: string): Promise<void> {
  await db
    .updateTable('address_holdings')
    .set({ hostname: null })
    .where('customer_id', '=', customerId)
    .where('hostname', 'is not', null)
    .execute()
}
