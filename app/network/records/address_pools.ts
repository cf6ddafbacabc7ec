import type { Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { AddressPools } from '#app/shared/database/schema'
import { boundsOf, readAddress, readNetwork } from '#app/network/domain/addresses'
import type { Pool } from '#app/network/domain/pools'

/** All pools, by their networks; a tenant has tens of them, rarely hundreds. */
export async function listPoolRows(): Promise<Pool[]> {
  return (await db.selectFrom('address_pools').selectAll().orderBy('network').execute()).map(toPool)
}

export async function findPool(id: string): Promise<Pool | null> {
  const row = await db.selectFrom('address_pools').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toPool(row) : null
}

/** The database refuses pools that overlap, by the constraint `address_pools_apart`. */
export async function insertPool(pool: Pool): Promise<void> {
  const { datacenterId, quarantineHours, createdAt, ...same } = pool
  await db
    .insertInto('address_pools')
    .values({
      ...same,
      datacenter_id: datacenterId,
      quarantine_hours: quarantineHours,
      created_at: createdAt,
    })
    .execute()
}

export async function updatePool(
  id: string,
  {
    datacenterId,
    name,
    gateway,
    quarantineHours,
    note,
  }: Pick<Pool, 'datacenterId' | 'name' | 'gateway' | 'quarantineHours' | 'note'>
): Promise<void> {
  await db
    .updateTable('address_pools')
    .set({ datacenter_id: datacenterId, name, gateway, quarantine_hours: quarantineHours, note })
    .where('id', '=', id)
    .execute()
}

/** Addresses that were held before anybody named their pool belong to it from now on. */
export async function takeIntoPool({ id, network }: Pick<Pool, 'id' | 'network'>): Promise<void> {
  const { first, last } = boundsOf(network)
  await db
    .updateTable('address_holdings')
    .set({ pool_id: id })
    .where('network', '>=', first)
    .where('network', '<=', last)
    .execute()
}

/** The history of its addresses stays, without a pool. */
export async function deletePool(id: string): Promise<void> {
  await db.updateTable('address_holdings').set({ pool_id: null }).where('pool_id', '=', id).execute()
  await db.deleteFrom('address_pools').where('id', '=', id).execute()
}

function toPool(row: Selectable<AddressPools>): Pool {
  return {
    id: row.id,
    datacenterId: row.datacenter_id,
    name: row.name,
    network: readNetwork(row.network) ?? row.network,
    gateway: row.gateway && readAddress(row.gateway),
    quarantineHours: row.quarantine_hours,
    note: row.note,
    createdAt: row.created_at,
  }
}
