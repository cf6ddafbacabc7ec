import type { Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Datacenters } from '#app/shared/database/schema'
import type { Datacenter } from '#app/network/domain/pools'

export async function listDatacenters(): Promise<Datacenter[]> {
  return (await db.selectFrom('datacenters').selectAll().orderBy('code').execute()).map(toDatacenter)
}

/** Locked with its key, so that nothing is put into it while it is removed. */
export async function lockDatacenter(id: string): Promise<Datacenter | null> {
  const row = await db
    .selectFrom('datacenters')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ? toDatacenter(row) : null
}

/** @returns false when another has that code already */
export async function insertDatacenter({ createdAt, ...rest }: Datacenter): Promise<boolean> {
  const row = await db
    .insertInto('datacenters')
    .values({ ...rest, created_at: createdAt })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'code']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function updateDatacenter(
  id: string,
  changes: Pick<Datacenter, 'name' | 'city' | 'country'>
): Promise<void> {
  await db.updateTable('datacenters').set(changes).where('id', '=', id).execute()
}

/** Whether a pool or a panel stands there. */
export async function isDatacenterUsed(id: string): Promise<boolean> {
  const pool = await db
    .selectFrom('address_pools')
    .select('id')
    .where('datacenter_id', '=', id)
    .executeTakeFirst()
  const panel = await db.selectFrom('panels').select('id').where('datacenter_id', '=', id).executeTakeFirst()
  return pool !== undefined || panel !== undefined
}

export async function deleteDatacenter(id: string): Promise<void> {
  await db.deleteFrom('datacenters').where('id', '=', id).execute()
}

function toDatacenter({ id, code, name, city, country, created_at }: Selectable<Datacenters>): Datacenter {
  return { id, code, name, city, country, createdAt: created_at }
}
