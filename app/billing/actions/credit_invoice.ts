import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact, type NewFact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { PostEntries } from '#app/ledger/index'
import { bookCredit } from '#app/billing/domain/bookings'
import { type CreditDecision, type CreditRefusal, type CreditWish, decideCredit } from '#app/billing/domain/credit' // prettier-ignore
import { creditableLines, type CreditNote, creditNoteSnapshot } from '#app/billing/domain/credit_note'
import type { Invoice } from '#app/billing/domain/invoice'
import { type InvoiceNotOpen, moveInvoice } from '#app/billing/domain/invoice_state'
import { type InvoiceSnapshot, sealOf } from '#app/billing/domain/snapshot'
import { creditNoteIssued, invoicePaid, invoiceSettled } from '#app/billing/events'
import {
  findCreditNote,
  insertCreditNote,
  type NewCreditNote,
  sumTakenBack,
} from '#app/billing/records/credit_notes'
import { findInvoiceRow, hasPaymentUnderWay, lockInvoice, updateInvoice } from '#app/billing/records/invoices'
import { findSnapshot } from '#app/billing/records/issued_invoices'
import { takeNumbers } from '#app/billing/records/number_series'
import { insertSettlement } from '#app/billing/records/settlements'

const creditSeries = 'credit_note'
const creditPrefix = 'CN-'
const referenceDigits = 6

export interface CreditInvoiceInput {
  invoiceId: string
  wish: CreditWish
  reason: string
  /** The same id again answers with the note it made: a repeat, or a cause elsewhere. */
  creditNoteId?: string
  /** Under which key somebody asked for it; kept with what they asked. */
  requestKey?: string | null
}

export type CreditInvoiceError =
  { type: 'invoice_not_found' | 'payment_under_way' } | InvoiceNotOpen | CreditRefusal

/** What a note would say, and where it would go: first less is due on the invoice, the rest goes to the customer balance. */
export interface CreditPreview extends CreditDecision {
  toInvoice: bigint
  toBalance: bigint
}

interface Creditable {
  invoice: Invoice
  snapshot: InvoiceSnapshot
  decision: CreditPreview
  takenBackTax: bigint
}

/**
 * Takes back issued lines, whole or in part, by a sealed credit note. First less is due on the invoice; what was paid already goes to the
 * customer balance. Refused while a payment is under way, because nobody knows yet how much is paid.
 */
@inject()
export class CreditInvoice {
  constructor(
    private clock: Clock,
    private postEntries: PostEntries,
    private events: EventLog
  ) {}

  /** What the note would say; nothing is written. */
  preview(input: Omit<CreditInvoiceInput, 'reason'>): Promise<Result<CreditPreview, CreditInvoiceError>> {
    return inReadTransaction(async () => {
      const found = await this.decide(await findInvoiceRow(input.invoiceId), input.wish)
      return found.ok ? ok(found.value.decision) : found
    })
  }

  execute(input: CreditInvoiceInput): Promise<Result<CreditNote, CreditInvoiceError>> {
    return inTransaction(async () => {
      const locked = await lockInvoice(input.invoiceId)
      const earlier = input.creditNoteId ? await findCreditNote(input.creditNoteId) : null
      if (earlier) return ok(earlier)
      const found = await this.decide(locked, input.wish)
      if (!found.ok) return found
      const { invoice, decision } = found.value
      const note = await this.write(found.value, input)
      await this.applyToInvoice(invoice, note)
      const taxes = [...Map.groupBy(decision.lines.flatMap((line) => line.taxes), (tax) => tax.jurisdiction)].map(
        ([jurisdiction, parts]) => ({ jurisdiction, amount: parts.reduce((all, part) => all + part.amount, 0n) })
      ) // prettier-ignore
      const credit = { subtotal: decision.subtotal, taxes }
      const { toInvoice, toBalance, issuedOn: bookedOn } = note
      await this.postEntries.execute([
        bookCredit({ creditNoteId: note.id, invoice, credit, toInvoice, toBalance, bookedOn }),
      ])
      await this.events.record(toFacts(invoice, note))
      return ok(note)
    })
  }

  private async decide(
    invoice: Invoice | null,
    wish: CreditWish
  ): Promise<Result<Creditable, CreditInvoiceError>> {
    if (!invoice) return err({ type: 'invoice_not_found' })
    const { status } = invoice
    if (status === 'void' || status === 'uncollectible') return err({ type: 'invoice_not_open', status })
    if (await hasPaymentUnderWay(invoice.id)) return err({ type: 'payment_under_way' })
    const snapshot = await findSnapshot(invoice.id)
    const lines = creditableLines(snapshot, await sumTakenBack(invoice.id))
    const decision = decideCredit(lines, wish)
    if (!decision.ok) return decision
    const { total } = decision.value
    const toInvoice = total < invoice.amountDue ? total : invoice.amountDue
    const takenBackTax = lines.reduce((sum, line) => sum + line.takenBackTaxAmount, 0n)
    return ok({
      invoice,
      snapshot,
      takenBackTax,
      decision: { ...decision.value, toInvoice, toBalance: total - toInvoice },
    })
  }

  private async write(
    { invoice, snapshot, decision, takenBackTax }: Creditable,
    { creditNoteId: id = newId(), requestKey, wish, reason }: CreditInvoiceInput
  ): Promise<NewCreditNote> {
    const { timeZone } = currentTenant()
    const issuedAt = this.clock.now()
    const issuedOn = dateIn(timeZone, issuedAt)
    const numbers = await takeNumbers(creditSeries, creditPrefix, 1)
    const reference = numbers.prefix + numbers.first.toString().padStart(referenceDigits, '0')
    const sealed = creditNoteSnapshot({ id, reference, reason, invoice: snapshot, credit: decision, takenBackTax, issuedAt, issuedOn, timeZone }) // prettier-ignore
    const note: NewCreditNote = {
      id,
      series: creditSeries,
      number: numbers.first,
      reference,
      invoiceId: invoice.id,
      invoiceReference: invoice.reference,
      customerId: invoice.customerId,
      currency: invoice.currency,
      reason,
      issuedAt,
      issuedOn,
      subtotal: decision.subtotal,
      taxTotal: decision.taxTotal,
      total: decision.total,
      toInvoice: decision.toInvoice,
      toBalance: decision.toBalance,
      lines: decision.lines,
      snapshot: sealed,
      hash: sealOf(sealed),
      request: requestKey ? { key: requestKey, wish } : null,
    }
    await insertCreditNote(note)
    return note
  }

  private async applyToInvoice(invoice: Invoice, { id, toInvoice, issuedAt }: CreditNote): Promise<void> {
    if (toInvoice === 0n) return
    const amountDue = invoice.amountDue - toInvoice
    await insertSettlement({ causeId: id, invoiceId: invoice.id, source: 'credit_note', amount: toInvoice, settledAt: issuedAt }) // prettier-ignore
    if (amountDue > 0n) return updateInvoice(invoice, { amountDue })
    const move = moveInvoice(invoice.status, 'settle')
    if (!move.ok) throw new Error(`Invoice ${invoice.id} is ${invoice.status} and has an amount due`)
    await updateInvoice(invoice, { amountDue, status: move.value, paidAt: issuedAt, closedAt: issuedAt, nextAttemptAt: null }) // prettier-ignore
  }
}

function toFacts(invoice: Invoice, note: CreditNote): NewFact[] {
  const { customerId, currency, orderId } = invoice
  const subject = { kind: 'invoice', id: invoice.id }
  const basics = { invoiceId: invoice.id, reference: invoice.reference }
  const amountDue = invoice.amountDue - note.toInvoice
  const facts: NewFact[] = [
    fact(
      creditNoteIssued,
      { kind: 'credit_note', id: note.id },
      {
        customerId,
        data: {
          creditNoteId: note.id,
          reference: note.reference,
          invoiceId: invoice.id,
          invoiceReference: invoice.reference,
          total: `${note.total}`,
          currency,
          toInvoice: `${note.toInvoice}`,
          toBalance: `${note.toBalance}`,
          reason: note.reason,
        },
      }
    ),
  ]
  if (note.toInvoice === 0n) return facts
  const amount = `${note.toInvoice}`
  facts.push(
    fact(invoiceSettled, subject, { customerId, data: { ...basics, amount, currency, amountDue: `${amountDue}`, source: 'credit_note' } }) // prettier-ignore
  )
  if (amountDue === 0n) facts.push(fact(invoicePaid, subject, { customerId, data: { ...basics, orderId } }))
  return facts
}
