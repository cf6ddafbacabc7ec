import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { IssuedLine } from '#app/billing/domain/invoice_draft'

/** A line of a change's invoice, and the issued line that it gives back. */
export interface NewGivenBackRow extends IssuedLine {
  givesBack: IssuedLine
}

/** Whether changes whose invoices stand gave back lines of an invoice. What credit notes took back of such a change since counts no more. */
export async function isGivenBack(invoiceId: string): Promise<boolean> {
  const { rows } = await sql<{ isGivenBack: boolean }>`
    select exists (
      select from given_back_lines g
        join invoices i on i.tenant_id = g.tenant_id and i.id = g.invoice_id
        join invoice_lines l on l.tenant_id = g.tenant_id and l.invoice_id = g.invoice_id and l.position = g.position
       where g.given_back_invoice_id = ${invoiceId} and i.status in ('open', 'paid')
         and l.amount <> (select coalesce(sum(n.amount), 0) from credit_note_lines n
                           where n.tenant_id = g.tenant_id and n.invoice_id = g.invoice_id and n.invoice_line_position = g.position)
    ) as "isGivenBack"`.execute(db)
  return rows[0]!.isGivenBack
}

/** After the invoices they are on: only what stands counts as given back. */
export async function insertGivenBackLines(rows: NewGivenBackRow[]): Promise<void> {
  if (rows.length === 0) return
  await db
    .insertInto('given_back_lines')
    .values(
      rows.map(({ invoiceId, position, givesBack }) => ({
        invoice_id: invoiceId,
        position,
        given_back_invoice_id: givesBack.invoiceId,
        given_back_position: givesBack.position,
      }))
    )
    .execute()
}
