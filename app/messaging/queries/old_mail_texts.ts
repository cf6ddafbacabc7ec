import { sql } from 'kysely'
import { forgettable, isOfNobodyHeld } from '#app/shared/database/forgettable'

/** What old mails said and where they went; that one was sent, and when, stays. */
export const oldMailTexts = forgettable({
  rows: (question) => sql`
    select m.id, m.customer_id, coalesce(m.subject_line, m.kind) as label, m.created_at as at
      from messages m
     where m.created_at < ${question.before} and m.status <> 'queued' and m.recipient not like '%@erased.invalid'
       and ${isOfNobodyHeld(sql`m.customer_id`, question)}`,
  forget: (ids) => sql`
    update messages set recipient = 'erased-' || id || '@erased.invalid', data = '{}', subject_line = null, text_body = null, html_body = null
     where id in (${ids}) returning id`,
})
