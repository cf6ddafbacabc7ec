import { sql } from 'kysely'
import { forgettable, isOfNobodyHeld } from '#app/shared/database/forgettable'

/** From where and with what was ordered long ago; what was ordered, and that the terms were accepted, stays. */
export const oldOrderOrigins = forgettable({
  rows: (question) => sql`
    select o.id, o.customer_id, '#' || o.number as label, o.created_at as at
      from orders o
     where o.created_at < ${question.before} and (o.ip is not null or o.user_agent is not null)
       and ${isOfNobodyHeld(sql`o.customer_id`, question)}`,
  forget: (ids) => sql`update orders set ip = null, user_agent = null where id in (${ids}) returning id`,
})
