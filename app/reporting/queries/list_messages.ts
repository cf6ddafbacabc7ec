import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import { allOf, type ListQuestion, sizeOf } from '#app/reporting/queries/list_question'

export interface MessageListRow {
  id: string
  kind: string
  recipient: string
  customer_id: string | null
  subject_line: string | null
  status: string
  attempts: number
  last_error: string | null
  created_at: Date
  sent_at: Date | null
}

/** Mails from new to old; a search is for a recipient. */
export function listMessages(question: ListQuestion): Promise<Page<MessageListRow>> {
  const { search, id, status, customerId, cursor } = question
  const size = sizeOf(question)
  return inReadTransaction(async () => {
    const { rows } = await sql<MessageListRow>`
      select m.id, m.kind, m.recipient, m.customer_id, m.subject_line, m.status, m.attempts, m.last_error, m.created_at, m.sent_at
        from messages m
       where ${allOf([
         status ? sql`m.status = ${status}` : null,
         id ? sql`m.id = ${id}` : null,
         customerId ? sql`m.customer_id = ${customerId}` : null,
         search && !id ? sql`m.recipient = ${search.lower}` : null,
         cursor ? sql`m.id < ${cursor}` : null,
       ])}
       order by m.id desc limit ${size + 1}`.execute(db)
    return toPage(rows, size)
  })
}
