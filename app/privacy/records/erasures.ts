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
    .forNoKeyUpdate()
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

export type NamedErasure = Erasure & { customer_name: string; customer_number: number }

/** All, newest first, for staff. */
export function list(before: string | null, limit: number): Promise<NamedErasure[]> {
  return db
    .selectFrom('erasures as e')
    .innerJoin('customers as c', (join) =>
      join.onRef('c.tenant_id', '=', 'e.tenant_id').onRef('c.id', '=', 'e.customer_id')
    )
    .selectAll('e')
    .select(['c.name as customer_name', 'c.number as customer_number'])
    .$if(before !== null, (query) => query.where('e.id', '<', before!))
    .orderBy('e.id', 'desc')
    .limit(limit)
    .execute()
}

/** Those that follow from a rule. One that waits already stays as it is. */
export async function insertMany(rows: Insertable<Erasures>[]): Promise<void> {
  if (rows.length === 0) return
  await db
    .insertInto('erasures')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
