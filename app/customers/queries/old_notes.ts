import { sql } from 'kysely'
import { forgettable, isOfNobodyHeld } from '#app/shared/database/forgettable'

/** What staff wrote down long ago, and did not pin. */
export const oldNotes = forgettable({
  rows: (question) => sql`
    select n.id, n.customer_id, left(n.body, 80) as label, coalesce(n.edited_at, n.created_at) as at
      from customer_notes n
     where coalesce(n.edited_at, n.created_at) < ${question.before} and not n.is_pinned
       and ${isOfNobodyHeld(sql`n.customer_id`, question)}`,
  forget: (ids) => sql`delete from customer_notes where id in (${ids}) returning id`,
})
