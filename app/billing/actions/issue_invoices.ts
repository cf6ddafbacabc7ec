import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact, type NewFact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { inTurns } from '#app/shared/in_turns'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { findPairRates, type NewEntry, PostEntries } from '#app/ledger/index'
import { bookIssue } from '#app/billing/domain/bookings'
import { firstAttempts } from '#app/billing/domain/collection'
import { type DunningRules, dunningFor } from '#app/billing/domain/dunning'
import type { InvoiceDraft } from '#app/billing/domain/invoice_draft'
import { type PricedDocument, priceLines } from '#app/billing/domain/price_lines'
import { snapshotTextOf } from '#app/billing/domain/sealed_invoice'
import { sealOfText, type SellerSnapshot } from '#app/billing/domain/snapshot'
import {
  type Books,
  nationalTaxOf,
  type RateLookup,
  vatPairsOf,
} from '#app/billing/domain/taxation/national_tax'
import { invoiceIssued, invoicePaid } from '#app/billing/events'
import { insertGivenBackLines, type NewGivenBackRow } from '#app/billing/records/given_back_lines'
import { loadDunning } from '#app/billing/queries/load_dunning'
import {
  insertIssued,
  insertParts,
  type NewInvoiceRow,
  type NewLineRow,
  type NewPeriodRow,
} from '#app/billing/records/issued_invoices'
import { toGivenBackRows, toLineRows, toPeriodRows } from '#app/billing/records/issued_rows'
import { type NumberRange, takeNumbers } from '#app/billing/records/number_series'
import { findSellerTax } from '#app/billing/records/tax_profiles'
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
  books: Books
  /** Of the day of issue, for tax that is owed in another currency. */
  rateOf: RateLookup
}

/**
 * An invoice that only waits for its number. What it was priced from is let go of: a batch of hundreds keeps little of it while it waits
 * for the database.
 */
interface Unnumbered {
  row: Omit<NewInvoiceRow, 'number' | 'reference' | 'snapshot' | 'hash'>
  /** Its sealed text under a reference. */
  textUnder: (reference: string) => Buffer
  subtotal: bigint
  total: bigint
}

interface Prepared {
  lines: NewLineRow[]
  periods: NewPeriodRow[]
  givenBack: NewGivenBackRow[]
  entries: NewEntry[]
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
      const { lines, periods, givenBack, entries, unnumbered } = await prepare(drafts, batch)
      await insertParts({ lines, periods })
      await this.postEntries.execute(entries)
      // From here on whoever issues at the same time waits.
      const numbers = await takeNumbers(invoiceSeries, invoicePrefix, unnumbered.length)
      const rows = unnumbered.map((each, index) => toRow(each, numberAt(numbers, index)))
      await insertIssued(rows)
      await insertGivenBackLines(givenBack)
      await this.events.record(rows.flatMap(toFacts))
      return unnumbered.map((each, index) => toIssued(each, rows[index]!))
    })
  }

  private async loadBatch(drafts: InvoiceDraft[]): Promise<Batch> {
    const { timeZone, reportingCurrency } = currentTenant()
    const issuedAt = this.clock.now()
    const issuedOn = dateIn(timeZone, issuedAt)
    const sellerIn = await findSellers()
    const sellerCountry = (await findSellerTax())?.country ?? sellerIn(reportingCurrency).country
    const books = { sellerCountry, reportingCurrency }
    const pairs = drafts.flatMap(({ pricing }) => vatPairsOf(pricing, books))
    return {
      sellerIn,
      customers: await findInvoicedCustomers(drafts.map((draft) => draft.customerId)),
      dunning: await loadDunning(),
      firstAttemptAt: firstAttempts(timeZone),
      timeZone,
      issuedAt,
      issuedOn,
      books,
      rateOf: await findPairRates(pairs, issuedOn),
    }
  }
}

function numberAt({ prefix, first }: NumberRange, index: number) {
  const number = (first + BigInt(index)).toString()
  return { number, reference: prefix + number.padStart(referenceDigits, '0') }
}

async function prepare(
  drafts: InvoiceDraft[],
  batch: Batch
): Promise<Prepared & { unnumbered: Unnumbered[] }> {
  const prepared: Prepared = { lines: [], periods: [], givenBack: [], entries: [] }
  const unnumbered = await inTurns(drafts, (draft) => prepareOne(draft, batch, prepared))
  return { ...prepared, unnumbered }
}

/** Prices a draft and adds what is written of it to what is prepared. */
function prepareOne(draft: InvoiceDraft, batch: Batch, prepared: Prepared): Unnumbered {
  const { issuedAt, issuedOn, timeZone, books, rateOf } = batch
  const customer = batch.customers.get(draft.customerId)
  if (!customer) throw new Error(`Customer ${draft.customerId} of an invoice does not exist`)
  const document = priceLines(draft.items, draft.pricing)
  const { currency, subtotal, total } = document
  const seller = batch.sellerIn(currency)
  const nationalTax = nationalTaxOf(document, books, rateOf)
  if (total < 0n) throw new RangeError('An invoice demands money: its total cannot be negative')
  prepared.lines.push(...toLineRows(draft, document))
  prepared.periods.push(...toPeriodRows(draft))
  prepared.givenBack.push(...toGivenBackRows(draft, document))
  const entry = bookIssue({ ...draft, currency }, document, issuedOn)
  if (entry) prepared.entries.push(entry)
  return {
    row: toUnnumberedRow(draft, document, { batch, customer }),
    textUnder: snapshotTextOf({
      draft,
      document,
      seller,
      customer,
      issuedAt,
      issuedOn,
      timeZone,
      nationalTax,
    }),
    subtotal,
    total,
  }
}

function toUnnumberedRow(
  draft: InvoiceDraft,
  document: PricedDocument,
  { batch, customer }: { batch: Batch; customer: InvoicedCustomer }
): Unnumbered['row'] {
  const { issuedAt, issuedOn, firstAttemptAt, dunning } = batch
  const isFree = document.total === 0n
  const isCollected = draft.isCollected && !isFree
  return {
    id: draft.id,
    series: invoiceSeries,
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
    paid_at: isFree ? issuedAt : null,
    closed_at: isFree ? issuedAt : null,
    next_attempt_at: isCollected ? firstAttemptAt(draft.dueOn, dunningFor(dunning, customer)) : null,
  }
}

function toRow(
  { row, textUnder }: Unnumbered,
  { number, reference }: { number: string; reference: string }
): NewInvoiceRow {
  const snapshot = textUnder(reference)
  return { ...row, number, reference, snapshot, hash: sealOfText(snapshot) }
}

function toFacts(row: NewInvoiceRow): NewFact[] {
  const subject = { kind: 'invoice', id: row.id }
  const { customer_id: customerId, order_id: orderId, kind, currency, due_on: dueOn, reference, total } = row
  const basics = { invoiceId: row.id, reference }
  const issued = fact(invoiceIssued, subject, {
    customerId,
    data: { ...basics, kind, orderId, total, currency, dueOn },
  })
  if (row.status !== 'paid') return [issued]
  return [issued, fact(invoicePaid, subject, { customerId, data: { ...basics, orderId } })]
}

function toIssued({ subtotal, total }: Unnumbered, row: NewInvoiceRow): IssuedInvoice {
  return {
    id: row.id,
    reference: row.reference,
    customerId: row.customer_id,
    currency: row.currency,
    subtotal,
    total,
    amountDue: total,
  }
}
