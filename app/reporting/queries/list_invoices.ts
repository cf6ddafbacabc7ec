import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import { matchingCustomers } from '#app/reporting/queries/list_customers'
import { allOf, type ListQuestion, sizeOf } from '#app/reporting/queries/list_question'
import { startsWith } from '#app/shared/database/starts_with'

export interface InvoiceListRow {
  id: string
  reference: string
  kind: string
  status: string
  is_overdue: boolean
  customer_id: string
  customer_name: string
  currency: string
  total: bigint
  amount_due: bigint
  issued_on: string
  due_on: string
  next_attempt_at: Date | null
}

export interface InvoiceQuestion extends ListQuestion {
  /** Today in the tenant's zone. */
  today: string
}

/** Invoices from new to old. "overdue" is asked for like a status. */
export function listInvoices(question: InvoiceQuestion): Promise<Page<InvoiceListRow>> {
  const { search, id, status, customerId, cursor, today } = question
  const size = sizeOf(question)
  return inReadTransaction(async () => {
    const { rows } = await sql<InvoiceListRow>`
      select i.id, i.reference, i.kind, i.status, (i.status = 'open' and i.due_on < ${today}) as is_overdue, i.customer_id,
             c.name as customer_name, i.currency, i.total, i.amount_due, i.issued_on, i.due_on, i.next_attempt_at
        from invoices i join customers c on c.tenant_id = i.tenant_id and c.id = i.customer_id
       where ${allOf([
         status === 'overdue' ? sql`i.status = 'open' and i.due_on < ${today}` : null,
         status && status !== 'overdue' ? sql`i.status = ${status}` : null,
         id ? sql`i.id = ${id}` : null,
         customerId ? sql`i.customer_id = ${customerId}` : null,
         search && !id
           ? sql`i.id in (
               select id from invoices where ${startsWith(sql`reference`, search.text.toUpperCase())}
               union select id from invoices where customer_id in (${matchingCustomers(search)}))`
           : null,
         cursor ? sql`i.id < ${cursor}` : null,
       ])}
       order by i.id desc limit ${size + 1}`.execute(db)
    return toPage(rows, size)
  })
}
