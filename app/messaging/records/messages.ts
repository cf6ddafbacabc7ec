import { sql, type Insertable, type Selectable, type Updateable } from 'kysely'
import { db } from '#app/shared/database/db'
import { tell } from '#app/shared/database/unit'
import type { Messages } from '#app/shared/database/schema'
import { writeAlone } from '#app/shared/database/write_alone'

export type Message = Selectable<Messages>

/** Inserts what is not there yet; the database knows each notice by subject, kind, step and recipient. Returns the new ids. */
export async function insertNew(rows: Insertable<Messages>[]): Promise<string[]> {
  if (rows.length === 0) return []
  const inserted = await db
    .insertInto('messages')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return inserted.map(({ id }) => id)
}

export function find(id: string): Promise<Message | undefined> {
  return db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Takes a message for one try; nothing when it is not due, or another process has it. */
/**
 * Takes a queued message for one try, committed when it returns, in one round trip: thousands follow each other after a billing run.
 * @param until when another process may make the next try
 */
export async function claimQueued(id: string, until: Date): Promise<Message | undefined> {
  const claiming = sql<Message>`
    update messages set attempts = attempts + 1, next_attempt_at = ${until}
     where id = (select q.id from messages q where q.id = ${id} and q.status = 'queued' for no key update skip locked)
    returning *`
  const { rows } = await writeAlone<Message>(claiming.compile(db))
  return rows[0]
}

/** As {@link update}, for what changes with nothing else: committed when it returns, in one round trip. */
export async function updateAlone(id: string, changes: Updateable<Messages>): Promise<void> {
  await writeAlone(db.updateTable('messages').set(changes).where('id', '=', id).compile())
}

export async function update(id: string, changes: Updateable<Messages>): Promise<void> {
  tell(db.updateTable('messages').set(changes).where('id', '=', id).compile())
}

export async function listDue(at: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from messages where status = 'queued' and next_attempt_at <= ${at} order by next_attempt_at limit ${limit}`.execute(
    db
  )
  return rows.map(({ id }) => id)
}

export interface MessagesWanted {
  customerId: string | null
  before: string | null
  limit: number
}

export function list({ customerId, before, limit }: MessagesWanted): Promise<Message[]> {
  return db
    .selectFrom('messages')
    .selectAll()
    .$if(customerId !== null, (query) => query.where('customer_id', '=', customerId!))
    .$if(before !== null, (query) => query.where('id', '<', before!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

const erasedRecipient = sql<string>`'erased-' || id || '@erased.invalid'`

/**
 * Where it went and what it said goes; that it was sent, and when, stays. Of mails to these people about other customers, with whom they were once,
 * their address goes.
 */
export async function eraseOf(customerId: string, userIds: string[]): Promise<number> {
  const isTheirs = sql<boolean>`user_id = any(${userIds}::uuid[])`
  const rows = await db
    .updateTable('messages')
    .set({
      recipient: erasedRecipient,
      data: '{}',
      subject_line: null,
      text_body: null,
      html_body: null,
      status: sql<string>`case status when 'queued' then 'dead' else status end`,
      next_attempt_at: null,
    })
    .where(({ and, eb, or }) =>
      or([eb('customer_id', '=', customerId), and([eb('customer_id', 'is', null), isTheirs])])
    )
    .returning('id')
    .execute()
  await db
    .updateTable('messages')
    .set({ recipient: erasedRecipient })
    .where('customer_id', 'is not', null)
    .where(isTheirs)
    .execute()
  return rows.length
}
