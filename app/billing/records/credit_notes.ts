import { type Selectable, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { CreditNotes } from '#app/shared/database/schema'
import type { CreditedLine, CreditWish } from '#app/billing/domain/credit'
import type { CreditNote, CreditNoteSnapshot } from '#app/billing/domain/credit_note'
import { readWrittenWish, writeWish } from '#app/billing/domain/written_wish'

const columns = [
  'id', 'reference', 'invoice_id', 'customer_id', 'currency', 'reason', 'issued_at', 'issued_on', 'subtotal', 'tax_total', 'total',
  'to_invoice', 'to_balance',
] as const // prettier-ignore

export type CreditNoteRow = Pick<Selectable<CreditNotes>, (typeof columns)[number]> & {
  invoice_reference: string
}

export function toCreditNote(row: CreditNoteRow): CreditNote {
  return {
    id: row.id,
    reference: row.reference,
    invoiceId: row.invoice_id,
    invoiceReference: row.invoice_reference,
    customerId: row.customer_id,
    currency: row.currency,
    reason: row.reason,
    issuedAt: row.issued_at,
    issuedOn: row.issued_on,
    subtotal: row.subtotal,
    taxTotal: row.tax_total,
    total: row.total,
    toInvoice: row.to_invoice,
    toBalance: row.to_balance,
  }
}

/** Credit notes with the reference of their invoice, to be narrowed down by whoever asks. */
export function selectCreditNotes() {
  return db
    .selectFrom('credit_notes')
    .innerJoin('invoices', 'invoices.id', 'credit_notes.invoice_id')
    .select(columns.map((column) => `credit_notes.${column}` as const))
    .select('invoices.reference as invoice_reference')
}

export async function listCreditNotesOf(invoiceId: string): Promise<CreditNote[]> {
  const rows = await selectCreditNotes()
    .where('credit_notes.invoice_id', '=', invoiceId)
    .orderBy('credit_notes.id')
    .execute()
  return rows.map(toCreditNote)
}

export async function findCreditNote(id: string): Promise<CreditNote | null> {
  const row = await selectCreditNotes().where('credit_notes.id', '=', id).executeTakeFirst()
  return row ? toCreditNote(row) : null
}

/** The note that a request issued, and what the request was to take back. */
export async function findCreditNoteByRequest(
  requestKey: string
): Promise<{ note: CreditNote; wish: CreditWish } | null> {
  const row = await selectCreditNotes()
    .select('credit_notes.wish')
    .where('credit_notes.request_key', '=', requestKey)
    .executeTakeFirst()
  return row ? { note: toCreditNote(row), wish: readWrittenWish(row.wish as Record<string, unknown>) } : null
}

export interface NewCreditNote extends CreditNote {
  /** Under which key it was asked for, and how; null where a cause elsewhere names the note. */
  request: { key: string; wish: CreditWish } | null
  series: string
  number: bigint
  snapshot: CreditNoteSnapshot
  hash: Buffer
  lines: CreditedLine[]
}

export async function insertCreditNote(note: NewCreditNote): Promise<void> {
  await db
    .insertInto('credit_notes')
    .values({
      id: note.id,
      series: note.series,
      number: note.number,
      reference: note.reference,
      invoice_id: note.invoiceId,
      customer_id: note.customerId,
      currency: note.currency,
      reason: note.reason,
      issued_at: note.issuedAt,
      issued_on: note.issuedOn,
      subtotal: note.subtotal,
      tax_total: note.taxTotal,
      total: note.total,
      to_invoice: note.toInvoice,
      to_balance: note.toBalance,
      snapshot: JSON.stringify(note.snapshot),
      hash: note.hash,
      request_key: note.request && note.request.key,
      wish: note.request && JSON.stringify(writeWish(note.request.wish)),
    })
    .execute()
  await db
    .insertInto('credit_note_lines')
    .values(
      note.lines.map((line, position) => ({
        credit_note_id: note.id,
        position,
        invoice_id: note.invoiceId,
        invoice_line_position: line.position,
        description: line.description,
        amount: line.amount,
        tax_amount: line.taxAmount,
      }))
    )
    .execute()
}

/** What was taken back of each line of an invoice so far: by credit notes, and by changes that gave back what was not used. */
export async function sumTakenBack(
  invoiceId: string
): Promise<Map<number, { amount: bigint; taxAmount: bigint }>> {
  const { rows } = await sql<{ position: number; amount: bigint; taxAmount: bigint }>`
    select position, sum(amount)::bigint as amount, sum(tax_amount)::bigint as "taxAmount"
      from line_take_backs where invoice_id = ${invoiceId} group by 1`.execute(db)
  return new Map(rows.map((row) => [row.position, row]))
}

/** What credit notes took back of several invoices, tax in it. */
export async function sumCreditsOf(invoiceIds: readonly string[]): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ id: string; total: bigint }>`
    select invoice_id as id, sum(total)::bigint as total from credit_notes
     where invoice_id = any(${invoiceIds}::uuid[]) group by 1`.execute(db)
  return new Map(rows.map(({ id, total }) => [id, total]))
}

/** What credit notes took back of an invoice so far, in all. */
export async function sumCredits(invoiceId: string): Promise<{ subtotal: bigint; total: bigint }> {
  const { rows } = await sql<{ subtotal: bigint; total: bigint }>`
    select coalesce(sum(subtotal), 0)::bigint as subtotal, coalesce(sum(total), 0)::bigint as total
      from credit_notes where invoice_id = ${invoiceId}`.execute(db)
  return rows[0]!
}
