import type { CalendarDate } from '#app/shared/time/calendar'
import type { CreditableLine, CreditDecision, CreditedLine } from '#app/billing/domain/credit'
import { nationalTaxGivenBack } from '#app/billing/domain/taxation/national_tax'
import { type InvoiceSnapshot, type TaxSnapshot, wire } from '#app/billing/domain/snapshot'

/** An issued credit note, without its lines and its snapshot. All amounts positive: what is given back. */
export interface CreditNote {
  id: string
  reference: string
  invoiceId: string
  invoiceReference: string
  customerId: string
  currency: string
  reason: string
  issuedAt: Date
  issuedOn: CalendarDate
  subtotal: bigint
  taxTotal: bigint
  total: bigint
  toInvoice: bigint
  toBalance: bigint
}

/** All that the document shows, made from the sealed invoice that it takes back: never from what is true today. */
export interface CreditNoteSnapshot extends Omit<InvoiceSnapshot, 'kind' | 'due_on' | 'discount_total'> {
  kind: 'credit_note'
  invoice: { id: string; reference: string; issued_on: CalendarDate }
  reason: string
}

export interface CreditNoteSeal {
  id: string
  reference: string
  reason: string
  invoice: InvoiceSnapshot
  credit: CreditDecision
  /** Of the tax of the invoice, before this note. */
  takenBackTax: bigint
  issuedAt: Date
  issuedOn: CalendarDate
  timeZone: string
}

export function creditNoteSnapshot(input: CreditNoteSeal): CreditNoteSnapshot {
  const { invoice, credit, reason } = input
  const { currency } = invoice
  return {
    version: 2,
    id: input.id,
    reference: input.reference,
    kind: 'credit_note',
    currency,
    locale: invoice.locale,
    time_zone: input.timeZone,
    issued_at: input.issuedAt.toISOString(),
    issued_on: input.issuedOn,
    seller: invoice.seller,
    customer: invoice.customer,
    lines: credit.lines.map((line) => lineOf(line, invoice)),
    taxes: taxesOf(credit, invoice),
    prices_include_tax: invoice.prices_include_tax ?? false,
    subtotal: wire(credit.subtotal, currency),
    tax_total: wire(credit.taxTotal, currency),
    total: wire(credit.total, currency),
    ...nationalTaxOf(input),
    invoice: { id: invoice.id, reference: invoice.reference, issued_on: invoice.issued_on },
    reason,
  }
}

function nationalTaxOf({ invoice, credit, takenBackTax: before }: CreditNoteSeal) {
  const whole = BigInt(invoice.tax_total.amount)
  const back =
    invoice.national_tax &&
    nationalTaxGivenBack(invoice.national_tax, { whole, before, now: credit.taxTotal })
  return back ? { national_tax: back } : {}
}

function lineOf(line: CreditedLine, invoice: InvoiceSnapshot): CreditNoteSnapshot['lines'][number] {
  const original = invoice.lines[line.position]!
  const { explanation } = original
  return {
    kind: original.kind,
    description: original.description,
    quantity: 1,
    unit_amount: line.amount.toString(),
    amount: line.amount.toString(),
    tax_percent: original.tax_percent,
    tax_amount: line.taxAmount.toString(),
    gross_amount: line.amount.toString(),
    discounts: [],
    ...(original.tax_category ? { tax_category: original.tax_category } : {}),
    explanation: {
      unit_amount: line.amount.toString(),
      quantity: 1,
      amount: line.amount.toString(),
      price_id: explanation.price_id,
      interval: explanation.interval,
      period: explanation.period,
      tax: { ...explanation.tax, exact: line.taxAmount.toString(), amount: line.taxAmount.toString() },
    },
  }
}

/** The taxes of the invoice, each with what is taken back of it; those that are not touched are left out. */
function taxesOf(credit: CreditDecision, invoice: InvoiceSnapshot): TaxSnapshot[] {
  return invoice.taxes
    .map((tax) => {
      const jurisdiction = tax.jurisdiction ?? tax.country ?? 'none'
      const lines = credit.lines.filter(({ position }) => isTaxedBy(invoice, position, tax))
      const amount = lines
        .flatMap((line) => line.taxes)
        .filter((part) => part.jurisdiction === jurisdiction)
        .reduce((all, part) => all + part.amount, 0n)
      const taxable = lines.reduce((all, line) => all + line.amount, 0n)
      return { lines, tax: { ...tax, taxable: taxable.toString(), amount: amount.toString() } }
    })
    .filter(({ lines }) => lines.length > 0)
    .map(({ tax }) => tax)
}

/** As {@link groupTaxes} made the groups: nothing owed for one reason stands beside nothing owed for another. */
function isTaxedBy(invoice: InvoiceSnapshot, position: number, tax: TaxSnapshot): boolean {
  const { explanation, tax_category: category } = invoice.lines[position]!
  if (category && tax.category && category !== tax.category) return false
  const parts = explanation.tax.components ?? [explanation.tax]
  return parts.some((part) => part.percent === tax.percent && part.name === tax.name)
}

/** The lines of a sealed invoice with what was taken back of each so far, by their position. */
export function creditableLines(
  { lines }: InvoiceSnapshot,
  takenBack: ReadonlyMap<number, { amount: bigint; taxAmount: bigint }>
): CreditableLine[] {
  return lines.map((line, position) => ({
    position,
    description: line.description,
    amount: BigInt(line.amount),
    taxes: lineTaxesOf(line),
    takenBackAmount: takenBack.get(position)?.amount ?? 0n,
    takenBackTaxAmount: takenBack.get(position)?.taxAmount ?? 0n,
  }))
}

/** The tax of a line of a sealed invoice by whom it is owed to. Before version 2 there was one tax, named by its country. */
export function lineTaxesOf(
  line: InvoiceSnapshot['lines'][number]
): { jurisdiction: string; amount: bigint }[] {
  const { tax } = line.explanation
  if (tax.components) {
    return tax.components.map(({ jurisdiction, amount }) => ({ jurisdiction, amount: BigInt(amount) }))
  }
  const amount = BigInt(line.tax_amount)
  return amount === 0n ? [] : [{ jurisdiction: tax.jurisdiction ?? tax.country ?? 'none', amount }]
}
