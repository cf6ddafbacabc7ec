import { type Selectable, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { InvoiceLines } from '#app/shared/database/schema'

export type InvoiceLineRow = Selectable<InvoiceLines>

export async function listInvoiceLines(invoiceId: string): Promise<InvoiceLineRow[]> {
  return db
    .selectFrom('invoice_lines')
    .selectAll()
    .where('invoice_id', '=', invoiceId)
    .orderBy('position')
    .execute()
}

/** The tax of an invoice by whom it is owed to, as the document says it: to take it back in the books as it was put in. */
export async function sumInvoiceTaxes(
  invoiceId: string
): Promise<{ jurisdiction: string; amount: bigint }[]> {
  const { rows } = await sql<{ jurisdiction: string; amount: bigint }>`
    select coalesce(t.jurisdiction, t.country, 'none') as jurisdiction, sum(t.amount)::bigint as amount
      from invoices i, jsonb_to_recordset(i.snapshot -> 'taxes') as t(jurisdiction text, country text, amount bigint)
     where i.id = ${invoiceId} group by 1`.execute(db)
  return rows
}
