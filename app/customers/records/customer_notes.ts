import { type Insertable, type Updateable, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { CustomerNotes } from '#app/shared/database/schema'

export interface NoteWithAuthor {
  id: string
  customer_id: string
  kind: string
  body: string
  is_pinned: boolean
  call_direction: string | null
  called_at: Date | null
  call_minutes: number | null
  created_at: Date
  edited_at: Date | null
  removed_at: Date | null
  removed_by: string | null
  author_id: string
  author_name: string
  /** Colleagues to whom it is addressed. */
  mentions: { id: string; name: string }[]
}

export async function insert(note: Insertable<CustomerNotes>): Promise<void> {
  await db.insertInto('customer_notes').values(note).execute()
}

export async function update(id: string, changes: Updateable<CustomerNotes>): Promise<void> {
  await db.updateTable('customer_notes').set(changes).where('id', '=', id).execute()
}

export interface NotesWanted {
  customerId: string
  before: string | null
  limit: number
  /** Only those that staff pinned. */
  isPinned?: boolean
}

/** What was not taken away, newest first. */
export function list({
  customerId,
  before,
  limit,
  isPinned = false,
}: NotesWanted): Promise<NoteWithAuthor[]> {
  return withAuthor()
    .where('n.customer_id', '=', customerId)
    .where('n.removed_at', 'is', null)
    .$if(isPinned, (query) => query.where('n.is_pinned', '=', sql<boolean>`true`))
    .$if(before !== null, (query) => query.where('n.id', '<', before!))
    .orderBy('n.id', 'desc')
    .limit(limit)
    .execute()
}

/** Taken away or not. */
export function find(id: string): Promise<NoteWithAuthor | undefined> {
  return withAuthor().where('n.id', '=', id).executeTakeFirst()
}

export function lock(id: string): Promise<NoteWithAuthor | undefined> {
  return withAuthor().where('n.id', '=', id).forUpdate('n').executeTakeFirst()
}

function withAuthor() {
  return db
    .selectFrom('customer_notes as n')
    .innerJoin('users as u', (join) =>
      join.onRef('u.tenant_id', '=', 'n.tenant_id').onRef('u.id', '=', 'n.author_id')
    )
    .select([
      'n.id',
      'n.customer_id',
      'n.kind',
      'n.body',
      'n.is_pinned',
      'n.call_direction',
      'n.called_at',
      'n.call_minutes',
      'n.created_at',
      'n.edited_at',
      'n.removed_at',
      'n.removed_by',
      'n.author_id',
      'u.name as author_name',
    ]) // prettier-ignore
    .select(
      sql<{ id: string; name: string }[]>`coalesce((
        select jsonb_agg(jsonb_build_object('id', w.id, 'name', w.name) order by w.name, w.id)
          from customer_note_mentions m join users w on w.tenant_id = m.tenant_id and w.id = m.user_id
         where m.tenant_id = n.tenant_id and m.note_id = n.id), '[]'::jsonb)`.as('mentions')
    )
}

/** Addresses a note to exactly these colleagues. */
export async function setMentions(noteId: string, userIds: readonly string[]): Promise<void> {
  await db
    .deleteFrom('customer_note_mentions')
    .where('note_id', '=', noteId)
    .$if(userIds.length > 0, (query) => query.where('user_id', 'not in', [...userIds]))
    .execute()
  if (userIds.length === 0) return
  await db
    .insertInto('customer_note_mentions')
    .values(userIds.map((user_id) => ({ note_id: noteId, user_id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function removeOfCustomer(customerId: string): Promise<number> {
  const rows = await db
    .deleteFrom('customer_notes')
    .where('customer_id', '=', customerId)
    .returning('id')
    .execute()
  return rows.length
}

/** Deletes what was taken away before. @returns how many went */
export async function deleteRemoved(before: Date, limit: number): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    delete from customer_notes where id in (
      select id from customer_notes where removed_at < ${before} order by removed_at limit ${limit}) returning id`.execute(
    db
  )
  return rows.length
}
