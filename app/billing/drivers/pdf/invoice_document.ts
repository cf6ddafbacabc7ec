import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { accentHex } from '#app/billing/drivers/pdf/accent_hex'
import type { InvoiceWriter } from '#app/billing/drivers/pdf/invoice_writer'
import type { InvoiceSnapshot, PartySnapshot } from '#app/billing/domain/snapshot'

/** How the invoice stands today; all else in the document is as it was at issue. */
export interface InvoiceStanding {
  status: 'open' | 'paid' | 'void' | 'uncollectible'
  amountDue: bigint
  /** Already a date in words of the reader. */
  closedOn: string | null
}

const grey = '#6b7280'
const light = '#e5e7eb'

/** The page as a description for the PDF library: pure, from the sealed snapshot and today's standing. */
export function invoiceDocument(
  snapshot: InvoiceSnapshot,
  standing: InvoiceStanding,
  write: InvoiceWriter
): TDocumentDefinitions {
  const accent = accentHex(snapshot.seller.accent_color)
  return {
    info: { title: `${write.t('title')} ${snapshot.reference}`, author: snapshot.seller.name },
    pageSize: 'A4',
    pageMargins: [50, 50, 50, 80],
    defaultStyle: { font: 'Roboto', fontSize: 9, lineHeight: 1.25, color: '#111827' },
    styles: {
      title: { fontSize: 22, bold: true, color: accent },
      label: { fontSize: 8, color: grey },
      head: { fontSize: 8, bold: true, color: grey },
    },
    content: [
      header(snapshot, write),
      parties(snapshot, write),
      banner(standing, snapshot, write, accent),
      lineTable(snapshot, write),
      totals(snapshot, standing, write, accent),
      taxTable(snapshot, write),
    ],
    footer: (page, pageCount) => footer(snapshot, write, { page, pageCount }),
  }
}

function header(snapshot: InvoiceSnapshot, write: InvoiceWriter): Content {
  return {
    columns: [
      { text: snapshot.seller.brand, fontSize: 15, bold: true, width: '*' },
      { text: write.t('title'), style: 'title', alignment: 'right', width: 'auto' },
    ],
    margin: [0, 0, 0, 24],
  }
}

function parties(snapshot: InvoiceSnapshot, write: InvoiceWriter): Content {
  const facts: [string, string][] = [
    [write.t('number'), snapshot.reference],
    [write.t('issued_on'), write.date(snapshot.issued_on)],
    [write.t('due_on'), write.date(snapshot.due_on)],
    [write.t('customer_number'), String(snapshot.customer.number)],
  ]
  return {
    columns: [
      { width: '*', stack: [{ text: write.t('from'), style: 'label' }, ...address(snapshot.seller, write)] },
      { width: '*', stack: [{ text: write.t('to'), style: 'label' }, ...address(snapshot.customer, write)] },
      {
        width: 'auto',
        table: {
          body: facts.map(([label, value]) => [
            { text: label, style: 'label' },
            { text: value, alignment: 'right' },
          ]),
        },
        layout: 'noBorders',
      },
    ],
    columnGap: 20,
    margin: [0, 0, 0, 20],
  }
}

function address(party: PartySnapshot, write: InvoiceWriter): Content[] {
  const lines = [
    party.company_name,
    party.name,
    party.street,
    [party.postal_code, party.city].filter(Boolean).join(' '),
    party.region,
    party.country ? write.country(party.country) : null,
    party.tax_id ? `${write.t('tax_id')} ${party.tax_id}` : null,
    party.email,
  ]
  return lines.filter((line) => line).map((line, index) => ({ text: line!, bold: index === 0 }))
}

function banner(
  standing: InvoiceStanding,
  { total, due_on }: InvoiceSnapshot,
  write: InvoiceWriter,
  accent: string
): Content {
  const due = write.money({ amount: standing.amountDue.toString(), currency: total.currency })
  const text =
    standing.status === 'open'
      ? write.t('state_open', { amount: due, date: write.date(due_on) })
      : write.t(`state_${standing.status}`, { date: standing.closedOn ?? '' })
  return {
    table: {
      widths: ['*'],
      body: [[{ text, bold: true, color: '#ffffff', fillColor: accent, margin: [8, 5, 8, 5] }]],
    },
    layout: 'noBorders',
    margin: [0, 0, 0, 18],
  }
}

function lineTable({ lines, currency }: InvoiceSnapshot, write: InvoiceWriter): Content {
  const head = ['description', 'quantity', 'unit_price', 'tax', 'amount'].map((name, index) => ({
    text: write.t(name),
    style: 'head',
    alignment: index === 0 ? ('left' as const) : ('right' as const),
  }))
  const body = lines.map((line) => [
    { stack: [{ text: line.description }, ...periodOf(line, write)] },
    { text: String(line.quantity), alignment: 'right' as const },
    { text: write.money({ amount: line.unit_amount, currency }), alignment: 'right' as const },
    { text: write.percent(line.tax_percent), alignment: 'right' as const },
    { text: write.money({ amount: line.amount, currency }), alignment: 'right' as const },
  ])
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: ['*', 'auto', 'auto', 'auto', 'auto'],
      body: [head, ...body],
    },
    layout: ruled,
    margin: [0, 0, 0, 14],
  }
}

function periodOf(line: InvoiceSnapshot['lines'][number], write: InvoiceWriter): Content[] {
  const { period } = line.explanation
  if (!period) return []
  return [{ text: write.period(period.starts_on, period.ends_on), style: 'label' }]
}

function totals(
  { subtotal, tax_total, total }: InvoiceSnapshot,
  standing: InvoiceStanding,
  write: InvoiceWriter,
  accent: string
): Content {
  const paid = BigInt(total.amount) - standing.amountDue
  const row = (label: string, value: string, extra: object = {}) => [
    { text: label, ...extra },
    { text: value, alignment: 'right' as const, ...extra },
  ]
  const body = [
    row(write.t('subtotal'), write.money(subtotal)),
    row(write.t('tax_total'), write.money(tax_total)),
    row(write.t('total'), write.money(total), { bold: true, fontSize: 12, color: accent }),
  ]
  if (standing.status === 'open' && paid > 0n) {
    const open = { amount: standing.amountDue.toString(), currency: total.currency }
    body.push(row(write.t('paid'), write.money({ amount: paid.toString(), currency: total.currency })))
    body.push(row(write.t('amount_due'), write.money(open), { bold: true }))
  }
  return {
    columns: [
      { width: '*', text: '' },
      { width: 220, table: { widths: ['*', 'auto'], body }, layout: 'noBorders' },
    ],
    margin: [0, 0, 0, 18],
  }
}

function taxTable({ taxes, currency }: InvoiceSnapshot, write: InvoiceWriter): Content {
  const head = ['tax', 'taxable', 'tax_amount'].map((name, index) => ({
    text: write.t(name),
    style: 'head',
    alignment: index === 0 ? ('left' as const) : ('right' as const),
  }))
  const body = taxes.map((tax) => [
    {
      text: [tax.name ?? write.t('no_tax'), tax.country, write.percent(tax.percent)]
        .filter(Boolean)
        .join(' · '),
    },
    { text: write.money({ amount: tax.taxable, currency }), alignment: 'right' as const },
    { text: write.money({ amount: tax.amount, currency }), alignment: 'right' as const },
  ])
  return { table: { headerRows: 1, widths: ['*', 'auto', 'auto'], body: [head, ...body] }, layout: ruled }
}

const ruled = {
  hLineWidth: (index: number) => (index === 0 ? 0 : 0.5),
  vLineWidth: () => 0,
  hLineColor: () => light,
  paddingTop: () => 5,
  paddingBottom: () => 5,
}

function footer(
  { seller, reference }: InvoiceSnapshot,
  write: InvoiceWriter,
  { page, pageCount }: { page: number; pageCount: number }
): Content {
  const about = [seller.name, seller.website, seller.email, seller.footer].filter(Boolean).join(' · ')
  return {
    columns: [
      { text: about, fontSize: 7.5, color: grey, width: '*' },
      {
        text: `${reference} · ${write.t('page', { page, pageCount })}`,
        fontSize: 7.5,
        color: grey,
        alignment: 'right',
        width: 'auto',
      },
    ],
    columnGap: 20,
    margin: [50, 24, 50, 0],
  }
}
