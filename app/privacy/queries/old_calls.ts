import { sql } from 'kysely'
import { forgettable, isOfNobodyHeld } from '#app/shared/database/forgettable'

/** Whose thing a call was about. Calls about gateways and panels themselves are about nobody. */
const customerOfCall = sql`coalesce(
  (select p.customer_id from payments p where p.tenant_id = r.tenant_id and p.id = r.subject_id),
  (select f.customer_id from refunds f where f.tenant_id = r.tenant_id and f.id = r.subject_id),
  (select d.customer_id from disputes d where d.tenant_id = r.tenant_id and d.id = r.subject_id),
  (select m.customer_id from payment_methods m where m.tenant_id = r.tenant_id and m.id = r.subject_id),
  (select s.customer_id from services s where s.tenant_id = r.tenant_id and s.id = r.subject_id),
  (select s.customer_id from operations o join services s on s.tenant_id = o.tenant_id and s.id = o.service_id
    where o.tenant_id = r.tenant_id and o.id = r.subject_id),
  (select c.id from customers c where c.tenant_id = r.tenant_id and c.id = r.subject_id))`

/** What was said long ago to gateways, panels and other systems. That it was, when, and what became of it, stays. */
export const oldCalls = forgettable({
  rows: (question) => sql`
    select c.* from (
      select r.id, ${customerOfCall} as customer_id, r.system || ' ' || r.method || ' ' || left(split_part(r.url, '?', 1), 60) as label,
             r.called_at as at
        from remote_calls r
       where r.called_at < ${question.before} and (r.request is not null or r.response is not null)) c
     where ${isOfNobodyHeld(sql`c.customer_id`, question)}`,
  forget: (ids) => sql`
    update remote_calls set request = null, response = null, url = split_part(url, '?', 1)
     where id in (${ids}) returning id`,
})
