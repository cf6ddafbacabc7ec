import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { listOrders, type OrderListRow } from '#app/reporting/queries/list_orders'
import { listPayments, type PaymentListRow } from '#app/reporting/queries/list_payments'

export interface OrderLineRow {
  id: string
  position: number
  plan: string
  total: bigint
  currency: string
  status: string
  content: Record<string, unknown>
  hold_status: string | null
  panel: string | null
  subscription_id: string | null
  service_id: string | null
  service_status: string | null
  hostname: string | null
  operation_id: string | null
  operation_status: string | null
}

export interface OrderRecord {
  order: OrderListRow
  details: {
    subtotal: bigint
    tax_total: bigint
    currency: string
    quote_id: string
    quote_content: Record<string, unknown>
    terms_accepted_at: Date
    ip: string | null
    user_agent: string | null
    ordered_by: string | null
    invoice_id: string | null
    invoice_reference: string | null
  }
  lines: OrderLineRow[]
  payments: PaymentListRow[]
}

/** One order: what was agreed, and how far each line of it has come. */
export function findOrder(id: string): Promise<OrderRecord | null> {
  return inReadTransaction(async () => {
    const order = (await listOrders({ id, size: 1 })).rows[0]
    if (!order) return null
    const details = await sql<OrderRecord['details']>`
      select q.subtotal, q.tax_total, q.currency, o.quote_id, q.content as quote_content, o.terms_accepted_at, host(o.ip) as ip,
             o.user_agent, u.name as ordered_by, i.id as invoice_id, i.reference as invoice_reference
        from orders o
        join quotes q on q.tenant_id = o.tenant_id and q.id = o.quote_id
        left join users u on u.tenant_id = o.tenant_id and u.id = o.user_id
        left join invoices i on i.tenant_id = o.tenant_id and i.order_id = o.id
       where o.id = ${id} limit 1`.execute(db)
    const lines = await sql<OrderLineRow>`
      select l.id, l.position, p.name as plan, l.total, ${order.currency}::text as currency, l.status, l.content, h.status as hold_status,
             n.name as panel, u.id as subscription_id, s.id as service_id, s.status as service_status, s.hostname,
             w.id as operation_id, w.status as operation_status
        from order_lines l
        join plans p on p.tenant_id = l.tenant_id and p.id = l.plan_id
        left join capacity_holds h on h.tenant_id = l.tenant_id and h.order_line_id = l.id
        left join panels n on n.tenant_id = h.tenant_id and n.id = h.panel_id
        left join subscriptions u on u.tenant_id = l.tenant_id and u.order_line_id = l.id
        left join services s on s.tenant_id = u.tenant_id and s.subscription_id = u.id
        left join operations w on w.tenant_id = s.tenant_id and w.service_id = s.id and w.kind = 'create'
       where l.order_id = ${id} order by l.position`.execute(db)
    const payments = await listPayments({ orderId: id, size: 50 })
    return { order, details: details.rows[0]!, lines: lines.rows, payments: payments.rows }
  })
}
