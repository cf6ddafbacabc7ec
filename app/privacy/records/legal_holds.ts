import type { Insertable, Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { LegalHolds } from '#app/shared/database/schema'

export type LegalHold = Selectable<LegalHolds>

/** False when the customer is held already. */
export async function insert(row: Insertable<LegalHolds>): Promise<boolean> {
  const inserted = await db
    .insertInto('legal_holds')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export function findOpen(customerId: string): Promise<LegalHold | undefined> {
  return db
    .selectFrom('legal_holds')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('lifted_at', 'is', null)
    .executeTakeFirst()
}

/** The hold that was lifted; undefined when there was none. */
export function lift(customerId: string, by: string, at: Date): Promise<LegalHold | undefined> {
  return db
    .updateTable('legal_holds')
    .set({ lifted_by: by, lifted_at: at })
    .where('customer_id', '=', customerId)
    .where('lifted_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
}

/** Customers of whom nothing may be erased: few. */
export async function listHeld(): Promise<string[]> {
  const rows = await db
    .selectFrom('legal_holds')
    .select('customer_id')
    .where('lifted_at', 'is', null)
    .execute()
  return rows.map(({ customer_id }) => customer_id)
}

export type NamedHold = LegalHold & { customer_name: string; customer_number: number; placed_by_name: string }

/** Open ones and lifted ones, newest first. */
export function list(before: string | null, limit: number): Promise<NamedHold[]> {
  return db
    .selectFrom('legal_holds as h')
    .innerJoin('customers as c', (join) =>
      join.onRef('c.tenant_id', '=', 'h.tenant_id').onRef('c.id', '=', 'h.customer_id')
    )
    .innerJoin('users as u', (join) =>
      join.onRef('u.tenant_id', '=', 'h.tenant_id').onRef('u.id', '=', 'h.placed_by')
    )
    .selectAll('h')
    .select(['c.name as customer_name', 'c.number as customer_number', 'u.name as placed_by_name'])
    .$if(before !== null, (query) => query.where('h.id', '<', before!))
    .orderBy('h.id', 'desc')
    .limit(limit)
    .execute()
}

/** Of holds that are over: what a lawsuit was about goes with whom it was about. */
export async function eraseReasons(customerId: string): Promise<void> {
  await db
    .updateTable('legal_holds')
    .set({ reason: 'Erased' })
    .where('customer_id', '=', customerId)
    .execute()
}
