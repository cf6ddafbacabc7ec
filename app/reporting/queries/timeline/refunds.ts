import { sql } from 'kysely'
import { entry, rowsOf, type TimelineSource } from '#app/reporting/queries/timeline/source'

/** Money that went back. */
export const refunds: TimelineSource = {
  name: 'refund',
  kinds: ['payment'],
  ability: 'staff:billing:read',
  idKind: 'refund',
  path: '/refunds',
  select: (question) => sql`
    select ${entry('refund', 'payment', {
      at: sql`coalesce(t.succeeded_at, t.created_at)`,
      actorKind: sql`case when t.requested_by is not null then 'staff' end`,
      actorId: sql`t.requested_by`,
      name: sql`'refund'`,
      title: sql`i.reference`,
      text: sql`t.reason`,
      status: sql`t.status`,
      problem: sql`case when t.status = 'failed' then coalesce(t.failure->>'message', t.failure->>'code', t.failure->>'kind') end`,
      data: sql`jsonb_build_object('amount', t.amount::text, 'currency', t.currency)`,
    })}
      from refunds t
      left join invoices i on i.tenant_id = t.tenant_id and i.id = t.invoice_id
     where ${rowsOf(question, [sql`t.reason`, sql`i.reference`, sql`t.gateway_reference`, sql`t.status`, sql`'refund'`])}`,
}
