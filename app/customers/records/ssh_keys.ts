import type { Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { SshKeys } from '#app/shared/database/schema'

export interface SshKey {
  id: string
  customerId: string
  name: string
  publicKey: string
  fingerprint: string
  createdAt: Date
}

/** All of a customer, in the order in which they came. */
export async function listKeysOf(customerId: string): Promise<SshKey[]> {
  const rows = await db
    .selectFrom('ssh_keys')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('id')
    .execute()
  return rows.map(toKey)
}

/** @returns whether it was new: a customer has each key once */
export async function insertKey(key: SshKey): Promise<boolean> {
  const row = await db
    .insertInto('ssh_keys')
    .values({
      id: key.id,
      customer_id: key.customerId,
      name: key.name,
      public_key: key.publicKey,
      fingerprint: key.fingerprint,
      created_at: key.createdAt,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'customer_id', 'fingerprint']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** @returns what it was, or null when the customer has no such key */
export async function deleteKey({
  id,
  customerId,
}: {
  id: string
  customerId: string
}): Promise<SshKey | null> {
  const row = await db
    .deleteFrom('ssh_keys')
    .where('id', '=', id)
    .where('customer_id', '=', customerId)
    .returningAll()
    .executeTakeFirst()
  return row ? toKey(row) : null
}

/** @returns how many went */
export async function removeOfCustomer(customerId: string): Promise<number> {
  const rows = await db.deleteFrom('ssh_keys').where('customer_id', '=', customerId).returning('id').execute()
  return rows.length
}

function toKey(row: Selectable<SshKeys>): SshKey {
  return {
    id: row.id,
    customerId: row.customer_id,
    name: row.name,
    publicKey: row.public_key,
    fingerprint: row.fingerprint,
    createdAt: row.created_at,
  }
}
