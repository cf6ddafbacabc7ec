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

/** The tax of an invoice by country, to take it back in the books as it was put in. */
export async function sumInvoiceTaxes(
  invoiceId: string
): Promise<{ country: string | null; amount: bigint }[]> {
  const { rows } = await sql<{ country: string | null; amount: bigint }>`
    select tax_country as country, sum(tax_amount)::bigint as amount
      from invoice_lines where invoice_id = ${invoiceId} group by tax_country`.execute(db)
  return rows
}
