import type { Insertable, Selectable, Updateable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Erasures } from '#app/shared/database/schema'

export type Erasure = Selectable<Erasures>

/** False when one of the customer's waits already. */
export async function insert(row: Insertable<Erasures>): Promise<boolean> {
  const inserted = await db
    .insertInto('erasures')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export function lockWaiting(customerId: string): Promise<Erasure | undefined> {
  return db
    .selectFrom('erasures')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('status', '=', 'waiting')
    .forUpdate()
    .executeTakeFirst()
}

export function findWaiting(customerId: string): Promise<Erasure | undefined> {
  return db
    .selectFrom('erasures')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('status', '=', 'waiting')
    .executeTakeFirst()
}

export async function update(id: string, changes: Updateable<Erasures>): Promise<void> {
  await db.updateTable('erasures').set(changes).where('id', '=', id).execute()
}

/** Customers whose day has come. */
export async function listDue(now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('erasures')
    .select('customer_id')
    .where('status', '=', 'waiting')
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(limit)
    .execute()
  return rows.map(({ customer_id }) => customer_id)
}

/** All, newest first, for staff. */
export function list(before: string | null, limit: number): Promise<Erasure[]> {
  return db
    .selectFrom('erasures')
    .selectAll()
    .$if(before !== null, (query) => query.where('id', '<', before!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
