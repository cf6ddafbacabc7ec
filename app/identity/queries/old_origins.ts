import { sql } from 'kysely'
import { forgettable } from '#app/shared/database/forgettable'

/** From where and with what people signed in long ago; when, and whether it worked, stays. */
export const oldSignInOrigins = forgettable({
  rows: ({ before, exceptCustomers }) => sql`
    select s.id, null::uuid as customer_id, s.email as label, s.at
      from sign_ins s
     where s.at < ${before} and (s.ip is not null or s.user_agent is not null)
       and not exists (select 1 from memberships m where m.tenant_id = s.tenant_id and m.user_id = s.user_id
                          and m.customer_id = any(${exceptCustomers as string[]}))`,
  forget: (ids) => sql`update sign_ins set ip = null, user_agent = null where id in (${ids}) returning id`,
})
