import { sql } from 'kysely'
import { entry, rowsOf, spoken, type TimelineSource } from '#app/reporting/queries/timeline/source'

/** Mails with what they said and whether they arrived. */
export const mails: TimelineSource = {
  name: 'mail',
  kinds: ['mail'],
  ability: 'staff:customers:read',
  idKind: 'message',
  path: null,
  select: (question) => sql`
    select ${entry('mail', 'mail', {
      at: sql`coalesce(t.sent_at, t.created_at)`,
      name: sql`t.kind`,
      title: sql`t.subject_line`,
      text: sql`t.text_body`,
      status: sql`t.status`,
      problem: sql`t.last_error`,
      data: sql`jsonb_build_object('recipient', t.recipient, 'attempts', t.attempts)`,
    })}
      from messages t
     where ${rowsOf(question, [sql`t.subject_line`, sql`t.recipient`, sql`t.text_body`, spoken(sql`t.kind`)])}`,
}
