import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { startsWith } from '#app/shared/database/starts_with'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import type { Invoice } from '#app/billing/domain/invoice'
import type { InvoiceStatus } from '#app/billing/domain/invoice_state'
import { invoiceColumns, toInvoice } from '#app/billing/records/invoices'

export interface InvoiceSearch {
  /** Null for all of the tenant (staff). */
  customerId: string | null
  status?: InvoiceStatus
  /** The beginning of a reference: `INV-0001`. */
  reference?: string
  subscriptionId?: string
  before: string | null
  size: number
}

export interface ListedInvoice extends Invoice {
  customerName: string
}

/** Which invoices are there, newest first? */
export async function listInvoices(search: InvoiceSearch): Promise<Page<ListedInvoice>> {
  const rows = await inReadTransaction(() => select(search))
  return toPage(
    rows.map((row) => ({ ...toInvoice(row), customerName: row.customer_name })),
    search.size
  )
}

function select({ customerId, status, reference, subscriptionId, before, size }: InvoiceSearch) {
  let query = db
    .selectFrom('invoices')
    .innerJoin('customers', (join) =>
      join
        .onRef('customers.tenant_id', '=', 'invoices.tenant_id')
        .onRef('customers.id', '=', 'invoices.customer_id')
    )
    .select(invoiceColumns.map((column) => `invoices.${column}` as const))
    .select('customers.name as customer_name')
    .orderBy('invoices.id', 'desc')
    .limit(size + 1)
  if (customerId) query = query.where('invoices.customer_id', '=', customerId)
  if (status) query = query.where('invoices.status', '=', status)
  if (reference) query = query.where(startsWith(sql.ref('invoices.reference'), reference))
  if (subscriptionId) {
    query = query.where('invoices.id', 'in', (lines) =>
      lines.selectFrom('invoice_lines').select('invoice_id').where('subscription_id', '=', subscriptionId)
    )
  }
  if (before) query = query.where('invoices.id', '<', before)
  return query.execute()
}
