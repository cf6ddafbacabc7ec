import { sql } from 'kysely'
import { db } from '#app/shared/database/db'

/** A fact that lines of an invoice go back to. */
export interface LineFact {
  id: string
  name: string
  at: Date
  /** Whose lines it is about; null with `description` null: all of them. */
  subscriptionId: string | null
  /** Of something that was put on the invoice: as the line calls it. */
  description: string | null
}

const aboutSubscriptions = [
  'subscription.activated',
  'subscription.renewed',
  'subscription.change_requested',
  'subscription.trial_converted',
]

/** Which facts led to the lines of an invoice, oldest first: the order, the renewal, the change, what staff put on it, and its issue. */
export async function listLineFacts(of: {
  invoiceId: string
  orderId: string | null
  subscriptionIds: readonly string[]
}): Promise<LineFact[]> {
  const { invoiceId, orderId, subscriptionIds } = of
  const { rows } = await sql<LineFact>`
    select e.id, e.type as name, e.occurred_at as at, null::uuid as "subscriptionId", null::text as description
      from events e where e.subject_id = ${invoiceId} and e.type = 'invoice.issued'
    union all
    select e.id, e.type, e.occurred_at, null, null from events e where e.subject_id = ${orderId}::uuid and e.type = 'order.placed'
    union all
    select e.id, e.type, e.occurred_at, e.subject_id, null from events e
     where e.subject_id = any(${subscriptionIds}::uuid[]) and e.type = any(${aboutSubscriptions}) and e.data->>'invoiceId' = ${invoiceId}
    union all
    select e.id, e.type, e.occurred_at, null, i.description
      from billable_items i
      join events e on e.tenant_id = i.tenant_id and e.subject_id = coalesce(i.late_invoice_id, i.customer_id)
       and e.type in ('billable_item.added', 'late_fee.added') and e.data->>'itemId' = i.id::text
     where i.invoice_id = ${invoiceId}
     order by id`.execute(db)
  return rows
}
