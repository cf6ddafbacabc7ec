import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import type { CreditNote, CreditNoteSnapshot } from '#app/billing/domain/credit_note'
import { isSealIntact } from '#app/billing/domain/snapshot'
import { findCreditNote, selectCreditNotes, toCreditNote } from '#app/billing/records/credit_notes'

export interface CreditNoteDetails {
  note: CreditNote
  snapshot: CreditNoteSnapshot
  /** Whether the document still is what was issued. */
  isSealIntact: boolean
}

/** What is there to know about one credit note? Null when it is not there for this customer (any, for staff). */
export function findCreditNoteDetails(
  id: string,
  customerId: string | null
): Promise<CreditNoteDetails | null> {
  return inReadTransaction(async () => {
    const note = await findCreditNote(id)
    if (!note || (customerId && note.customerId !== customerId)) return null
    const row = await db
      .selectFrom('credit_notes')
      .select(['snapshot', 'hash'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const snapshot = row.snapshot as unknown as CreditNoteSnapshot
    return { note, snapshot, isSealIntact: isSealIntact(snapshot, row.hash) }
  })
}

/** Which credit notes are there, newest first? Of one customer, or of all for staff. */
export async function listCreditNotes(search: {
  customerId: string | null
  invoiceId: string | null
  before: string | null
  size: number
}): Promise<Page<CreditNote>> {
  const rows = await inReadTransaction(() => {
    let query = selectCreditNotes()
      .orderBy('credit_notes.id', 'desc')
      .limit(search.size + 1)
    if (search.customerId) query = query.where('credit_notes.customer_id', '=', search.customerId)
    if (search.invoiceId) query = query.where('credit_notes.invoice_id', '=', search.invoiceId)
    if (search.before) query = query.where('credit_notes.id', '<', search.before)
    return query.execute()
  })
  return toPage(rows.map(toCreditNote), search.size)
}
