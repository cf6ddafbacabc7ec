import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { AttentionRow } from '#app/reporting/queries/list_attention'

export type DecisionKind =
  | 'dispute_waiting'
  | 'order_in_review'
  | 'service_to_approve'
  | 'payment_in_review'
  | 'payment_warned'
  | 'refund_to_approve'
  | 'gift_to_approve'
  | 'bank_to_match'
  | 'certificate_to_check'

const examplesMax = 3

/** What goes on only when somebody decides. */
export async function decisionsWaiting(): Promise<AttentionRow[]> {
  const { rows } = await sql<AttentionRow>`
    (select 'dispute_waiting' as kind, d.id, c.name as label, d.respond_by as at, count(*) over ()::int as total
       from disputes d join customers c on c.tenant_id = d.tenant_id and c.id = d.customer_id
      where d.status in ('inquiry', 'needs_response') and not d.is_answered order by d.respond_by limit ${examplesMax})
    union all
    (select 'order_in_review', o.id, o.number::text || ' · ' || c.name, o.created_at, count(*) over ()::int
       from orders o join customers c on c.tenant_id = o.tenant_id and c.id = o.customer_id
      where o.status = 'in_review' order by o.id limit ${examplesMax})
    union all
    (select 'payment_in_review', p.id, c.name, p.created_at, count(*) over ()::int
       from payments p join customers c on c.tenant_id = p.tenant_id and c.id = p.customer_id
      where p.risk->>'review' = 'open' order by p.id desc limit ${examplesMax})
    union all
    (select 'payment_warned', w.payment_id, c.name, w.warned_at, count(*) over ()::int
       from payment_warnings w join customers c on c.tenant_id = w.tenant_id and c.id = w.customer_id
      where w.status = 'open' order by w.payment_id desc limit ${examplesMax})
    union all
    (select 'refund_to_approve', r.id, c.name, r.created_at, count(*) over ()::int
       from refunds r join customers c on c.tenant_id = r.tenant_id and c.id = r.customer_id
      where r.status = 'awaiting_approval' order by r.id limit ${examplesMax})
    union all
    (select 'gift_to_approve', g.id, c.name, g.requested_at, count(*) over ()::int
       from gift_requests g join customers c on c.tenant_id = g.tenant_id and c.id = g.customer_id
      where g.status = 'waiting' order by g.id limit ${examplesMax})
    union all
    (select 'service_to_approve', o.id, s.hostname, o.created_at, count(*) over ()::int
       from operations o join services s on s.tenant_id = o.tenant_id and s.id = o.service_id
      where o.input ->> 'approval' = 'asked' and o.status in ('queued', 'running', 'waiting') order by o.id limit ${examplesMax})
    union all
    (select 'bank_to_match', m.id, coalesce(nullif(m.counterparty_name, ''), m.remittance, ''), m.booked_on::timestamptz, count(*) over ()::int
       from bank_movements m where m.status = 'review' order by m.id limit ${examplesMax})
    union all
    (select 'certificate_to_check', t.customer_id, c.name, t.submitted_at, count(*) over ()::int
       from tax_certificates t join customers c on c.tenant_id = t.tenant_id and c.id = t.customer_id
      where t.status = 'submitted' order by t.id limit ${examplesMax})`.execute(db)
  return rows
}
