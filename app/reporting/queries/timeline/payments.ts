import { sql } from 'kysely'
import { entry, rowsOf, type TimelineSource } from '#app/reporting/queries/timeline/source'

/** Money that came, or did not. */
export const payments: TimelineSource = {
  name: 'payment',
  kinds: ['payment'],
  ability: 'staff:billing:read',
  idKind: 'payment',
  path: '/payments',
  select: (question) => sql`
    select ${entry('payment', 'payment', {
      at: sql`coalesce(t.succeeded_at, t.created_at)`,
      name: sql`case when t.is_top_up then 'top_up' when t.is_off_session then 'charge' else 'payment' end`,
      title: sql`i.reference`,
      text: sql`concat_ws(' ', initcap(m.brand), '•••• ' || m.last4, g.name)`,
      status: sql`t.status`,
      problem: sql`case when t.status = 'failed' then coalesce(t.failure->>'message', t.failure->>'code', t.failure->>'kind') end`,
      data: sql`jsonb_build_object('amount', t.amount::text, 'currency', t.currency)`,
    })}
      from payments t
      join gateways g on g.tenant_id = t.tenant_id and g.id = t.gateway_id
      left join payment_methods m on m.tenant_id = t.tenant_id and m.id = t.payment_method_id
      left join invoices i on i.tenant_id = t.tenant_id and i.id = t.invoice_id
     where ${rowsOf(question, [sql`t.gateway_reference`, sql`i.reference`, sql`g.name`, sql`m.brand`, sql`m.last4`, sql`t.status`])}`,
}
