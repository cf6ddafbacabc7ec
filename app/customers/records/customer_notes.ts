import type { Insertable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { CustomerNotes } from '#app/shared/database/schema'

export interface NoteWithAuthor {
  id: string
  body: string
  created_at: Date
  author_id: string
  author_name: string
}

export async function insert(note: Insertable<CustomerNotes>): Promise<void> {
  await db.insertInto('customer_notes').values(note).execute()
}

export interface NotesWanted {
  customerId: string
  before: string | null
  limit: number
}

export function list({ customerId, before, limit }: NotesWanted): Promise<NoteWithAuthor[]> {
  return withAuthor()
    .where('n.customer_id', '=', customerId)
    .$if(before !== null, (query) => query.where('n.id', '<', before!))
    .orderBy('n.id', 'desc')
    .limit(limit)
    .execute()
}

export function find(id: string): Promise<NoteWithAuthor | undefined> {
  return withAuthor().where('n.id', '=', id).executeTakeFirst()
}

function withAuthor() {
  return db
    .selectFrom('customer_notes as n')
    .innerJoin('users as u', (join) =>
      join.onRef('u.tenant_id', '=', 'n.tenant_id').onRef('u.id', '=', 'n.author_id')
    )
    .select(['n.id', 'n.body', 'n.created_at', 'n.author_id', 'u.name as author_name'])
}

export async function removeOfCustomer(customerId: string): Promise<number> {
  const rows = await db
    .deleteFrom('customer_notes')
    .where('customer_id', '=', customerId)
    .returning('id')
    .execute()
  return rows.length
}
