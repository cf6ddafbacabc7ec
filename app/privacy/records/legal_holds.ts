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
