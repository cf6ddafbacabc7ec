import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact, type NewFact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { PostEntries } from '#app/ledger/index'
import { bookIssue } from '#app/billing/domain/bookings'
import { firstAttempts } from '#app/billing/domain/collection'
import { type DunningRules, dunningFor } from '#app/billing/domain/dunning'
import { type InvoiceDraft, type InvoiceItem, periodsOf } from '#app/billing/domain/invoice_draft'
import { type PricedDocument, priceLines } from '#app/billing/domain/price_lines'
import { snapshotTextOf } from '#app/billing/domain/sealed_invoice'
import { sealOfText, type SellerSnapshot } from '#app/billing/domain/snapshot'
import { invoiceIssued, invoicePaid } from '#app/billing/events'
import { insertGivenBackLines, type NewGivenBackRow } from '#app/billing/records/given_back_lines'
import { loadDunning } from '#app/billing/queries/load_dunning'
import {
  insertIssuedInvoices,
  insertIssuedParts,
  type NewInvoiceRow,
  type NewLineRow,
  type NewPeriodRow,
} from '#app/billing/records/issued_invoices'
import { type NumberRange, takeNumbers } from '#app/billing/records/number_series'
import { findInvoicedCustomers, findSellers, type InvoicedCustomer } from '#app/billing/records/parties'

const invoiceSeries = 'invoice'
const invoicePrefix = 'INV-'
const referenceDigits = 6

export interface IssuedInvoice {
  id: string
  reference: string
  customerId: string
  currency: string
  subtotal: bigint
  total: bigint
  amountDue: bigint
}

interface Batch {
  sellerIn: (currency: string) => SellerSnapshot
  customers: Map<string, InvoicedCustomer>
  dunning: DunningRules
  firstAttemptAt: ReturnType<typeof firstAttempts>
  timeZone: string
  issuedAt: Date
  issuedOn: CalendarDate
}

interface Priced {
  draft: InvoiceDraft
  document: PricedDocument<InvoiceItem>
  customer: InvoicedCustomer
  /** Its sealed text under a reference. */
  textUnder: (reference: string) => string
}

interface Prepared extends Priced {
  row: NewInvoiceRow
}

/**
 * Issues drafts as sealed invoices: numbers without gaps, lines, invoiced periods, ledger entries and facts, all in one
 * transaction and in as few statements for a thousand drafts as for one. A period that is invoiced already stops the whole
 * batch: the database refuses it.
 */
@inject()
export class IssueInvoices {
  constructor(
    private clock: Clock,
    private postEntries: PostEntries,
    private events: EventLog
  ) {}

  execute(drafts: InvoiceDraft[]): Promise<IssuedInvoice[]> {
    if (drafts.length === 0) return Promise.resolve([])
    return inTransaction(async () => {
      const batch = await this.loadBatch(drafts)
      const priced = drafts.map((draft) => price(draft, batch))
      await insertIssuedParts({ lines: priced.flatMap(toLineRows), periods: priced.flatMap(toPeriodRows) })
      const entries = priced.map(({ draft, document }) =>
        bookIssue({ ...draft, currency: document.currency }, document, batch.issuedOn)
      )
      const post = await this.postEntries.enter(entries.filter((entry) => entry !== null))
      // From here on whoever issues at the same time waits: what follows needs the numbers, or locks what all books share.
      const numbers = await takeNumbers(invoiceSeries, invoicePrefix, drafts.length)
      const prepared = priced.map((each, index) => ({
        ...each,
        row: toRow(each, batch, numberAt(numbers, index)),
      }))
      await insertIssuedInvoices(prepared.map(({ row }) => row))
      await insertGivenBackLines(priced.flatMap(toGivenBackRows))
      await post()
      await this.events.record(prepared.flatMap(toFacts))
      return prepared.map(toIssued)
    })
  }

  private async loadBatch(drafts: InvoiceDraft[]): Promise<Batch> {
    const { timeZone } = currentTenant()
    const issuedAt = this.clock.now()
    return {
      sellerIn: await findSellers(),
      customers: await findInvoicedCustomers(drafts.map((draft) => draft.customerId)),
      dunning: await loadDunning(),
      firstAttemptAt: firstAttempts(timeZone),
      timeZone,
      issuedAt,
      issuedOn: dateIn(timeZone, issuedAt),
    }
  }
}

function numberAt({ prefix, first }: NumberRange, index: number) {
  const number = (first + BigInt(index)).toString()
  return { number, reference: prefix + number.padStart(referenceDigits, '0') }
}

function price(draft: InvoiceDraft, batch: Batch): Priced {
  const { issuedAt, issuedOn, timeZone } = batch
  const customer = batch.customers.get(draft.customerId)
  if (!customer) throw new Error(`Customer ${draft.customerId} of an invoice does not exist`)
  const document = priceLines(draft.items, draft.pricing)
  const seller = batch.sellerIn(document.currency)
  if (document.total < 0n) throw new RangeError('An invoice demands money: its total cannot be negative')
  const textUnder = snapshotTextOf({ draft, document, seller, customer, issuedAt, issuedOn, timeZone })
  return { draft, document, customer, textUnder }
}

function toRow(
  { draft, document, customer, textUnder }: Priced,
  { issuedAt, issuedOn, firstAttemptAt, dunning }: Batch,
  { number, reference }: { number: string; reference: string }
): NewInvoiceRow {
  const snapshot = textUnder(reference)
  const isFree = document.total === 0n
  const isCollected = draft.isCollected && !isFree
  return {
    id: draft.id,
    series: invoiceSeries,
    number,
    reference,
    customer_id: draft.customerId,
    order_id: draft.orderId,
    kind: draft.kind,
    status: isFree ? 'paid' : 'open',
    currency: document.currency,
    issued_at: issuedAt,
    issued_on: issuedOn,
    due_on: draft.dueOn,
    subtotal: document.subtotal.toString(),
    tax_total: document.taxTotal.toString(),
    total: document.total.toString(),
    amount_due: document.total.toString(),
    snapshot,
    hash: sealOfText(snapshot),
    paid_at: isFree ? issuedAt : null,
    closed_at: isFree ? issuedAt : null,
    next_attempt_at: isCollected ? firstAttemptAt(draft.dueOn, dunningFor(dunning, customer)) : null,
  }
}

function toLineRows({ draft, document }: Priced): NewLineRow[] {
  return document.lines.map((line, position) => ({
    invoice_id: draft.id,
    position,
    subscription_id: line.subscriptionId,
    kind: line.kind,
    description: line.description,
    quantity: line.quantity,
    unit_amount: line.unitAmount.toString(),
    discount_amount: line.discountAmount.toString(),
    amount: line.amount.toString(),
    tax_name: line.taxName,
    tax_country: line.taxCountry,
    tax_percent: line.taxPercent,
    tax_amount: line.taxAmount.toString(),
    period_starts_on: line.period?.startsOn ?? null,
    period_ends_on: line.period?.endsOn ?? null,
  }))
}

function toGivenBackRows({ draft, document }: Priced): NewGivenBackRow[] {
  return document.lines.flatMap(({ givesBack }, position) =>
    givesBack ? [{ invoiceId: draft.id, position, givesBack }] : []
  )
}

function toPeriodRows({ draft }: Priced): NewPeriodRow[] {
  return periodsOf(draft.items).map((period) => ({
    subscription_id: period.subscriptionId,
    period_starts_on: period.startsOn,
    period_ends_on: period.endsOn,
    invoice_id: draft.id,
    invoice_line_position: period.linePosition,
  }))
}

function toFacts({ draft, document, row }: Prepared): NewFact[] {
  const subject = { kind: 'invoice', id: draft.id }
  const { customerId, kind, orderId, dueOn } = draft
  const basics = { invoiceId: draft.id, reference: row.reference }
  const issued = fact(invoiceIssued, subject, {
    customerId,
    data: { ...basics, kind, orderId, total: row.total, currency: document.currency, dueOn },
  })
  if (row.status !== 'paid') return [issued]
  return [issued, fact(invoicePaid, subject, { customerId, data: { ...basics, orderId } })]
}

function toIssued({ draft, document, row }: Prepared): IssuedInvoice {
  return {
    id: draft.id,
    reference: row.reference,
    customerId: draft.customerId,
    currency: document.currency,
    subtotal: document.subtotal,
    total: document.total,
    amountDue: document.total,
  }
}
