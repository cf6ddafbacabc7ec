import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import { matchingCustomers } from '#app/reporting/queries/list_customers'
import { allOf, type ListQuestion, sizeOf } from '#app/reporting/queries/list_question'

export interface PaymentListRow {
  id: string
  status: string
  customer_id: string
  customer_name: string
  gateway: string
  amount: bigint
  captured_amount: bigint
  currency: string
  method_brand: string | null
  method_last4: string | null
  is_off_session: boolean
  order_id: string | null
  order_number: bigint | null
  invoice_id: string | null
  invoice_reference: string | null
  is_top_up: boolean
  /** For how many invoices it is together; nothing for a payment of one. */
  part_count: number
  failure: { kind?: string; code?: string; message?: string } | null
  created_at: Date
  succeeded_at: Date | null
}

export interface PaymentQuestion extends ListQuestion {
  orderId?: string
  invoiceId?: string
}

/** Payments from new to old, failed tries included. */
export function listPayments(question: PaymentQuestion): Promise<Page<PaymentListRow>> {
  const { search, id, status, customerId, orderId, invoiceId, cursor } = question
  const size = sizeOf(question)
  return inReadTransaction(async () => {
    const { rows } = await sql<PaymentListRow>`
      select p.id, p.status, p.customer_id, c.name as customer_name, g.name as gateway, p.amount, p.captured_amount, p.currency,
             m.brand as method_brand, m.last4 as method_last4, p.is_off_session, p.order_id, o.number as order_number, p.invoice_id,
             i.reference as invoice_reference, p.is_top_up,
             (select count(*) from payment_parts t where t.tenant_id = p.tenant_id and t.payment_id = p.id)::int as part_count, p.failure, p.created_at, p.succeeded_at
        from payments p
        join customers c on c.tenant_id = p.tenant_id and c.id = p.customer_id
        join gateways g on g.tenant_id = p.tenant_id and g.id = p.gateway_id
        left join payment_methods m on m.tenant_id = p.tenant_id and m.id = p.payment_method_id
        left join orders o on o.tenant_id = p.tenant_id and o.id = p.order_id
        left join invoices i on i.tenant_id = p.tenant_id and i.id = p.invoice_id
       where ${allOf([
         status === 'warned'
           ? sql`p.id in (select payment_id from payment_warnings where status = 'open')`
           : null,
         status && status !== 'warned' ? sql`p.status = ${status}` : null,
         id ? sql`p.id = ${id}` : null,
         customerId ? sql`p.customer_id = ${customerId}` : null,
         orderId ? sql`p.order_id = ${orderId}` : null,
         invoiceId
           ? sql`p.id in (
               select id from payments where tenant_id = platform.current_tenant() and invoice_id = ${invoiceId}
               union select payment_id from payment_parts where tenant_id = platform.current_tenant() and invoice_id = ${invoiceId})`
           : null,
         search && !id
           ? sql`p.id in (
               select id from payments where gateway_reference = ${search.text}
               union select id from payments where customer_id in (${matchingCustomers(search)}))`
           : null,
         cursor ? sql`p.id < ${cursor}` : null,
       ])}
       order by p.id desc limit ${size + 1}`.execute(db)
    return toPage(rows, size)
  })
}
