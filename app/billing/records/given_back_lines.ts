import { db } from '#app/shared/database/db'
import type { IssuedLine } from '#app/billing/domain/invoice_draft'

/** A line of a change's invoice, and the issued line that it gives back. */
export interface NewGivenBackRow extends IssuedLine {
  givesBack: IssuedLine
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
