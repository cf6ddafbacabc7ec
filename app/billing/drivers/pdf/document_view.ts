import { accentHex } from '#app/billing/drivers/pdf/accent_hex'
import type { DocumentWriter } from '#app/billing/drivers/pdf/document_writer'
import { linesView } from '#app/billing/drivers/pdf/lines_view'
import { partyFooter, recipientLines, senderLine } from '#app/billing/drivers/pdf/party_lines'
import { paymentView, type PaymentWay } from '#app/billing/drivers/pdf/payment_view'
import type { CalendarDate } from '#app/shared/time/calendar'
import type {
  DocumentContent,
  DocumentCustomer,
  DocumentSeller,
} from '#app/billing/domain/documents/document_content'
import { printable } from '#app/billing/domain/documents/printable_text'
import { amountToPay, type SalesDocument } from '#app/billing/domain/documents/sales_document'

export type Tone = 'neutral' | 'accent' | 'success'

/** Everything on the page as finished text; the template only places it. */
export interface DocumentView {
  title: string
  author: string
  keywords: string[]
  date: { year: number; month: number; day: number }
  language: string
  accent: string
  brand: string
  /** The brand's mark as SVG, in its accent. */
  mark: string
  contact: string[]
  headline: string
  watermark: string | null
  sender: string
  recipient: string[]
  facts: [string, string][]
  summary: { label: string; value: string; tone: Tone } | null
  intro: string | null
  columns: { label: string; is_wide: boolean }[]
  lines: {
    cells: (string | { title: string; details: string[] })[]
    discounts: { name: string; amount: string }[]
  }[]
  is_long_text: boolean
  taxes: { head: string[]; rows: string[][]; note: string | null } | null
  totals: { label: string; value: string; kind: 'plain' | 'strong' | 'due' }[]
  notes: string[]
  payment: PaymentWay[]
  footer: string[][]
  page_label: string
}

/** A document in its reader's language, ready to be set. */
export function documentView(document: SalesDocument, write: DocumentWriter): DocumentView {
  const { kind, content } = document
  const { seller, customer, reference, issuedOn } = content
  return {
    ...letterView({ seller, customer, name: write.t(`kind.${kind}`), reference, on: issuedOn }, write),
    watermark: watermarkOf(document, write),
    facts: factsOf(document, write),
    summary: summaryOf(document, write),
    intro: introOf(document, write),
    ...linesView(content, write),
    taxes: taxesOf(document, write),
    totals: totalsOf(document, write),
    notes: notesOf(document, write),
    payment: paymentView(document, write),
  }
}

/** What every paper of a seller to a customer has in common; the rest of it is empty. */
export function letterView(
  letter: {
    seller: DocumentSeller
    customer: DocumentCustomer
    name: string
    reference: string
    on: CalendarDate
  },
  write: DocumentWriter
): DocumentView {
  const { seller, customer, name, reference, on } = letter
  const accent = accentHex(seller.accentColor)
  const headline = `${name} ${reference}`
  const [year, month, day] = on.split('-').map(Number) as [number, number, number]
  return {
    title: `${headline} · ${seller.brand}`,
    author: seller.name,
    keywords: [name, reference],
    date: { year, month, day },
    language: write.locale,
    accent,
    brand: seller.brand,
    mark: brandMark(accent),
    contact: [seller.website?.replace(/^https?:\/\//, '').replace(/\/$/, ''), seller.email].filter(
      (line): line is string => Boolean(line)
    ),
    headline,
    watermark: null,
    sender: senderLine(seller),
    recipient: recipientLines(customer, seller, write),
    facts: [],
    summary: null,
    intro: null,
    columns: [],
    lines: [],
    is_long_text: false,
    taxes: null,
    totals: [],
    notes: [],
    payment: [],
    footer: partyFooter(seller, write),
    page_label: write.t('page', { page: '{page}', pages: '{pages}' }),
  }
}

/** The mark that stands in the browser's tab as well. */
function brandMark(accent: string): string {
  const lines =
    '<path d="M7 8h10M7 12h6.5M7 16h10" stroke="#fff" stroke-width="2.2" stroke-linecap="round" fill="none"/>'
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="${accent}"/>${lines}</svg>`
}

function watermarkOf({ kind, standing }: SalesDocument, write: DocumentWriter): string | null {
  if (kind === 'draft') return write.t('watermark.draft')
  return standing?.status === 'void' ? write.t('watermark.void') : null
}

function factsOf(document: SalesDocument, write: DocumentWriter): [string, string][] {
  const { kind, content, corrects, validUntil } = document
  const { customer } = content
  const facts: [string, string | null][] = [
    [write.t(`number.${kind}`), content.reference],
    [write.t('issued_on'), write.date(content.issuedOn)],
    [write.t('due_on'), kind === 'invoice' && content.dueOn ? write.date(content.dueOn) : null],
    [write.t('valid_until'), validUntil && write.date(validUntil)],
    [
      write.t('corrects'),
      corrects &&
        write.t('corrects_value', { reference: corrects.reference, date: write.date(corrects.issuedOn) }),
    ],
    // Somebody who is no customer yet has none.
    [write.t('customer_number'), customer.number ? String(customer.number) : null],
    [write.t('buyer_reference'), customer.buyerReference],
    [write.t('your_tax_id'), customer.taxId],
  ]
  return facts.filter((fact): fact is [string, string] => Boolean(fact[1]))
}

function summaryOf(document: SalesDocument, write: DocumentWriter): DocumentView['summary'] {
  const { kind, content, standing } = document
  const { currency } = content
  const value = (amount: bigint) => write.money(amount, currency)
  if (kind === 'credit_note') {
    return { label: write.t('credited'), value: value(content.total), tone: 'accent' }
  }
  if (kind !== 'invoice') return { label: write.t('total'), value: value(content.total), tone: 'accent' }
  const due = amountToPay(document)
  if (!standing || standing.status === 'open') {
    const date = content.dueOn ? write.date(content.dueOn) : ''
    return { label: write.t('due_by', { date }), value: value(due), tone: 'accent' }
  }
  const date = standing.closedOn ? write.date(standing.closedOn) : ''
  const tone = standing.status === 'paid' ? 'success' : 'neutral'
  return { label: write.t(`closed.${standing.status}`, { date }), value: value(content.total), tone }
}

function introOf({ kind, corrects, remark }: SalesDocument, write: DocumentWriter): string | null {
  // A quote begins with what its seller wrote.
  if (kind === 'quote' && remark) return printable(remark)
  if (kind === 'credit_note' && corrects)
    return write.t('intro.credit_note', { reference: corrects.reference })
  if (kind === 'pro_forma' || kind === 'quote' || kind === 'draft') return write.t(`intro.${kind}`)
  return null
}

function taxesOf({ content }: SalesDocument, write: DocumentWriter): DocumentView['taxes'] {
  const { taxes, currency } = content
  if (taxes.length === 0) return null
  return {
    head: [write.t('tax'), write.t('taxable'), write.t('tax_amount')],
    rows: taxes.map((tax) => [
      [tax.name ?? write.t('no_tax'), tax.country, write.percent(tax.percent)].filter(Boolean).join(' · '),
      write.money(tax.taxable, currency),
      write.money(tax.amount, currency),
    ]),
    note: nationalTaxOf(content, write),
  }
}

/** What the tax is in the currency in which it is owed, with the rate and its day. */
function nationalTaxOf(
  { nationalTax, currency: documentCurrency }: DocumentContent,
  write: DocumentWriter
): string | null {
  if (!nationalTax) return null
  const { amount, currency, rate, rateOn } = nationalTax
  return write.t('national_tax', {
    currency,
    amount: write.money(amount, currency),
    documentCurrency,
    rate: write.rate(rate),
    date: write.date(rateOn),
  })
}

function totalsOf(document: SalesDocument, write: DocumentWriter): DocumentView['totals'] {
  const { content, standing, kind } = document
  const { currency } = content
  const row = (name: string, amount: bigint, shape: 'plain' | 'strong' | 'due' = 'plain') => ({
    label: write.t(name),
    value: write.money(amount, currency),
    kind: shape,
  })
  const sum = (amounts: bigint[]) => amounts.reduce((all, amount) => all + amount, 0n)
  const discount = sum(content.lines.flatMap((line) => line.discounts.map((each) => each.amount)))
  const before = row('before_discounts', sum(content.lines.map((line) => line.grossAmount)))
  const discounts = discount === 0n ? [] : [before, row('discounts', -discount)]
  const total = row(kind === 'credit_note' ? 'credited' : 'total', content.total, 'strong')
  // Where prices hold the tax, what is paid comes first and the tax is a part of it.
  const rows = content.pricesIncludeTax
    ? [...discounts, total, row('included_tax', content.taxTotal), row('net', content.subtotal)]
    : [...discounts, row('subtotal', content.subtotal), row('tax_total', content.taxTotal), total]
  if (kind !== 'invoice' || !standing || standing.status === 'void') return rows
  const { amountDue, credited, status } = standing
  const paid = content.total - amountDue - credited
  if (status === 'uncollectible' || (paid === 0n && credited === 0n)) return rows
  return [
    ...rows,
    ...(credited === 0n ? [] : [row('credited_off', -credited)]),
    ...(paid === 0n ? [] : [row('paid', -paid)]),
    row('amount_due', amountDue, 'due'),
  ]
}

/** Sentences that the law or the seller wants below the figures, each once. */
function notesOf({ kind, content, remark }: SalesDocument, write: DocumentWriter): string[] {
  const legal = content.taxes.map((tax) => tax.note ?? lawOf(tax.category, write))
  const words = kind === 'quote' ? null : remark
  return [...new Set([words && printable(words), ...legal].filter((note): note is string => Boolean(note)))]
}

function lawOf(category: string | null, write: DocumentWriter): string | null {
  return category && category !== 'S' && category !== 'Z' ? write.t(`law.${category}`) : null
}
