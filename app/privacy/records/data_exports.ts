import type { Insertable, Selectable, Updateable } from 'kysely'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { DataExports } from '#app/shared/database/schema'

/** Without its content, which only the download reads. */
export type DataExport = Omit<Selectable<DataExports>, 'content'>

const columns = [
  'tenant_id', 'id', 'customer_id', 'user_id', 'status', 'progress', 'asked_at', 'next_attempt_at', 'attempts', 'ready_at',
  'expires_at', 'size_bytes',
] as const // prettier-ignore

/** False when one of the customer's is being made. */
export async function insert(row: Insertable<DataExports>): Promise<boolean> {
  const inserted = await db
    .insertInto('data_exports')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export function find(id: string): Promise<DataExport | undefined> {
  return db.selectFrom('data_exports').select(columns).where('id', '=', id).executeTakeFirst()
}

/** Takes one for a try; nothing when it is done or another process has it. */
export async function claim(id: string, now: Date, until: Date): Promise<DataExport | undefined> {
  const { rows } = await sql<DataExport>`
    update data_exports set status = 'running', attempts = attempts + 1, next_attempt_at = ${until}
     where id = (select id from data_exports where id = ${id}
                    and (status = 'queued' or (status = 'running' and next_attempt_at <= ${now})) for no key update skip locked)
    returning ${sql.raw(columns.join(', '))}`.execute(db)
  return rows[0]
}

export async function update(id: string, changes: Updateable<DataExports>): Promise<void> {
  await db.updateTable('data_exports').set(changes).where('id', '=', id).execute()
}

export function listOfCustomer(customerId: string, limit: number): Promise<DataExport[]> {
  return db
    .selectFrom('data_exports')
    .select(columns)
    .where('customer_id', '=', customerId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

export async function readContent(id: string): Promise<Buffer | null> {
  const row = await db.selectFrom('data_exports').select('content').where('id', '=', id).executeTakeFirst()
  return row?.content ?? null
}

/** Those whose job was lost. */
export async function listDue(now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('data_exports')
    .select('id')
    .where('status', 'in', ['queued', 'running'])
    .where('next_attempt_at', '<=', now)
    .orderBy('next_attempt_at')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** Throws the content of old ones away. */
export async function expire(now: Date): Promise<number> {
  const rows = await db
    .updateTable('data_exports')
    .set({ status: 'expired', content: null })
    .where('status', '=', 'ready')
    .where('expires_at', '<=', now)
    .returning('id')
    .execute()
  return rows.length
}

export async function removeOfCustomer(customerId: string): Promise<number> {
  const rows = await db
    .deleteFrom('data_exports')
    .where('customer_id', '=', customerId)
    .returning('id')
    .execute()
  return rows.length
}
