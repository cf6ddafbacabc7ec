import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import type { Invoice } from '#app/billing/domain/invoice'
import { type InvoiceSnapshot, isSealIntact, type LineSnapshot } from '#app/billing/domain/snapshot'
import type { TransferWay } from '#app/billing/domain/transfer_way'
import { readTransferWay } from '#app/billing/queries/find_transfer_way'
import { type InvoiceLineRow, listInvoiceLines } from '#app/billing/records/invoice_lines'
import { creditableTotal } from '#app/billing/domain/credit'
import { creditableLines, type CreditNote } from '#app/billing/domain/credit_note'
import {
  countedPieces,
  type DatedPiece,
  type EvidenceVerdict,
  weighEvidence,
} from '#app/billing/domain/taxation/evidence'
import { listNewestEvidence } from '#app/billing/records/tax_evidence'
import { type LineFact, listLineFacts } from '#app/billing/records/line_facts'
import { listCreditNotesOf, sumTakenBack } from '#app/billing/records/credit_notes'
import { invoiceColumns, toInvoice } from '#app/billing/records/invoices'

export interface InvoicePayment {
  id: string
  status: string
  amount: bigint
  currency: string
  createdAt: Date
  failure: { code?: string; message?: string } | null
}

export interface InvoiceSettlement {
  causeId: string
  source: 'payment' | 'balance' | 'credit_note' | 'reversal'
  amount: bigint
  settledAt: Date
}

export interface InvoiceDetails {
  invoice: Invoice
  customerName: string
  snapshot: InvoiceSnapshot
  /** Whether the document still is what was issued. */
  isSealIntact: boolean
  lines: (InvoiceLineRow & Pick<LineSnapshot, 'explanation'>)[]
  /** What led to the lines. */
  facts: LineFact[]
  payments: InvoicePayment[]
  settlements: InvoiceSettlement[]
  creditNotes: CreditNote[]
  /** What was taken back of each line so far, without tax, by its position: by credit notes and by changes. */
  takenBack: Map<number, bigint>
  /** The most that a credit note can still take back, tax in it, in minor units. */
  creditable: bigint
  /** What told where the customer was when the invoice was issued, and how well. */
  place: { pieces: DatedPiece[]; verdict: EvidenceVerdict }
  /** How it is paid by bank transfer; null when nothing is due or there is no account in its currency. */
  transfer: TransferWay | null
}

/** What is there to know about one invoice? Null when it is not there for this customer (any, for staff). */
export function findInvoice(id: string, customerId: string | null): Promise<InvoiceDetails | null> {
  return inReadTransaction(async () => {
    const row = await select(id, customerId)
    if (!row) return null
    const snapshot = row.snapshot as unknown as InvoiceSnapshot
    const takenBack = await sumTakenBack(id)
    const invoice = toInvoice(row)
    const lines = await listInvoiceLines(id)
    const subscriptionIds = new Set(lines.flatMap(({ subscription_id: of }) => of ?? []))
    const isStanding = row.status === 'open' || row.status === 'paid'
    return {
      invoice,
      customerName: row.customer_name,
      snapshot,
      isSealIntact: isSealIntact(snapshot, row.hash),
      lines: explained(lines, snapshot),
      facts: await listLineFacts({
        invoiceId: id,
        orderId: invoice.orderId,
        subscriptionIds: [...subscriptionIds],
      }),
      payments: await listPayments(id),
      settlements: await listSettlements(id),
      creditNotes: await listCreditNotesOf(id),
      takenBack: new Map([...takenBack].map(([position, { amount }]) => [position, amount])),
      place: await placeOf(invoice, snapshot),
      transfer: await readTransferWay(invoice),
      creditable: isStanding ? creditableTotal(creditableLines(snapshot, takenBack)) : 0n,
    }
  })
}

/** What explains a line is sealed, at the line's position. */
function explained(lines: InvoiceLineRow[], snapshot: InvoiceSnapshot): InvoiceDetails['lines'] {
  return lines.map((line) => ({ ...line, explanation: snapshot.lines[line.position]!.explanation }))
}

async function placeOf({ customerId, issuedAt }: Invoice, snapshot: InvoiceSnapshot) {
  const { country } = snapshot.customer
  const known = (await listNewestEvidence([customerId], issuedAt)).get(customerId)!
  const pieces = countedPieces(known, { country, at: issuedAt })
  return { pieces, verdict: weighEvidence(pieces, country) }
}

function select(id: string, customerId: string | null) {
  let query = db
    .selectFrom('invoices')
    .innerJoin('customers', 'customers.id', 'invoices.customer_id')
    .select(invoiceColumns.map((column) => `invoices.${column}` as const))
    .select(['invoices.snapshot', 'invoices.hash', 'customers.name as customer_name'])
    .where('invoices.id', '=', id)
  if (customerId) query = query.where('invoices.customer_id', '=', customerId)
  return query.executeTakeFirst()
}

async function listPayments(invoiceId: string): Promise<InvoicePayment[]> {
  const rows = await db
    .selectFrom('payments')
    .leftJoin('payment_parts as t', (join) =>
      join
        .onRef('t.tenant_id', '=', 'payments.tenant_id')
        .onRef('t.payment_id', '=', 'payments.id')
        .on('t.invoice_id', '=', invoiceId)
    )
    .select([
      'payments.id',
      'payments.status',
      'payments.currency',
      'payments.created_at',
      'payments.failure',
    ])
    // Of a payment for several invoices, what of it is for this one.
    .select((eb) => eb.fn.coalesce('t.amount', 'payments.amount').as('amount'))
    .where(
      'payments.id',
      'in',
      db
        .selectFrom('payments')
        .select('id')
        .where('invoice_id', '=', invoiceId)
        .union(db.selectFrom('payment_parts').select('payment_id as id').where('invoice_id', '=', invoiceId))
    )
    .orderBy('payments.id', 'desc')
    .limit(100)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    status: row.status,
    amount: row.amount,
    currency: row.currency,
    createdAt: row.created_at,
    failure: row.failure as InvoicePayment['failure'],
  }))
}

async function listSettlements(invoiceId: string): Promise<InvoiceSettlement[]> {
  const rows = await db
    .selectFrom('invoice_settlements')
    .select(['cause_id', 'source', 'amount', 'settled_at'])
    .where('invoice_id', '=', invoiceId)
    .orderBy('settled_at')
    .execute()
  return rows.map((row) => ({
    causeId: row.cause_id,
    source: row.source as InvoiceSettlement['source'],
    amount: row.amount,
    settledAt: row.settled_at,
  }))
}
