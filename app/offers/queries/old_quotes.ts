import { sql } from 'kysely'
import { forgettable, isOfNobodyHeld } from '#app/shared/database/forgettable'
import { takePersonOut } from '#app/offers/records/erased_offers'

/** Whom quotes were for that came to nothing long ago. An accepted one is a commercial letter and stays. */
export const oldQuotes = forgettable({
  rows: (question) => sql`
    select o.id, o.customer_id, coalesce(o.reference, o.name) as label, coalesce(o.closed_at, o.updated_at) as at
      from offers o
     where coalesce(o.closed_at, o.updated_at) < ${question.before} and o.erased_at is null and o.status not in ('sent', 'accepted')
       and ${isOfNobodyHeld(sql`o.customer_id`, question)}`,
  forget: (ids) => takePersonOut(ids),
})
