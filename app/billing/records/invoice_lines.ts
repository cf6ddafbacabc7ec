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

/** The tax of an invoice by whom it is owed to, less what credit notes took back: to take the rest back as it was put in. */
export async function sumInvoiceTaxes(
  invoiceId: string
): Promise<{ jurisdiction: string; amount: bigint }[]> {
  const { rows } = await sql<{ jurisdiction: string; amount: bigint }>`
    select coalesce(t.jurisdiction, t.country, 'none') as jurisdiction, sum(d.sign * t.amount)::bigint as amount
      from (select 1 as sign, snapshot::jsonb as snapshot from invoices where id = ${invoiceId}
            union all select -1, snapshot from credit_notes where invoice_id = ${invoiceId}) d,
           jsonb_to_recordset(d.snapshot -> 'taxes') as t(jurisdiction text, country text, amount bigint)
     group by 1`.execute(db)
  return rows
}
