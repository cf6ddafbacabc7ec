import type { Insertable, Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Consents } from '#app/shared/database/schema'

export type Consent = Selectable<Consents>

export async function insert(row: Insertable<Consents>): Promise<void> {
  await db.insertInto('consents').values(row).execute()
}

/** What the person said last about something. */
export function findLast(userId: string, kind: 'terms' | 'marketing'): Promise<Consent | undefined> {
  return db
    .selectFrom('consents')
    .selectAll()
    .where('user_id', '=', userId)
    .where('kind', '=', kind)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export function listOfCustomer(customerId: string): Promise<Consent[]> {
  return db
    .selectFrom('consents')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('id', 'desc')
    .limit(500)
    .execute()
}

export async function removeOfCustomer(customerId: string): Promise<number> {
  const rows = await db.deleteFrom('consents').where('customer_id', '=', customerId).returning('id').execute()
  return rows.length
}
