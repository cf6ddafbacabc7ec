import { canonicalJson, sealOf, type StoredDocument, type StoredLine } from '#app/billing/index'
import type { QuoteContent, QuoteDraft } from '#app/checkout/index'
import type { CalendarDate } from '#app/shared/time/calendar'
import { toWire } from '#app/shared/money/money'

type QuotedLine = QuoteContent['items'][number]['lines'][number]

export interface OfferDocumentInput {
  reference: string
  draft: QuoteDraft
  /** How many servers in a row are one line of the offer, and are shown as one. */
  quantities: readonly number[]
  currency: string
  locale: string
  timeZone: string
  issuedOn: CalendarDate
  seller: StoredDocument['seller']
  customer: StoredDocument['customer']
}

/** What the paper of an offer shows: servers that are configured alike as one line each, with the sum of what they cost. */
export function offerDocument(input: OfferDocumentInput): StoredDocument {
  const { draft, currency, reference, locale, timeZone, issuedOn, seller, customer } = input
  const { content, subtotal, taxTotal, total } = draft
  const wire = (amount: bigint) => toWire({ amount, currency })
  const oneOffs = (content.oneOffs ?? []).map((line) => storedLine([line], { interval: null, content }))
  return {
    reference,
    currency,
    locale,
    time_zone: timeZone,
    issued_on: issuedOn,
    seller,
    customer,
    lines: [...linesOfServers(input), ...oneOffs],
    taxes: content.taxGroups.map((group) => ({
      country: group.country,
      name: group.name,
      percent: group.percent,
      taxable: group.taxable,
      amount: group.taxAmount,
      category: content.pricing.tax.category,
      exemption_code: content.pricing.tax.exemptionCode,
      note: content.taxNote,
    })),
    subtotal: wire(subtotal),
    tax_total: wire(taxTotal),
    total: wire(total),
    prices_include_tax: content.pricing.pricesIncludeTax,
  }
}

/** The seal: what is ordered and what is shown, together. */
export function sealOffer(content: QuoteContent, document: StoredDocument): Buffer {
  return sealOf(JSON.parse(canonicalJson({ content, document })))
}

function linesOfServers({ draft: { content }, quantities }: OfferDocumentInput): StoredLine[] {
  let from = 0
  return quantities.flatMap((quantity) => {
    const servers = content.items.slice(from, from + quantity)
    from += quantity
    const [first] = servers
    if (!first) return []
    const interval = { unit: first.intervalUnit, count: first.intervalCount }
    const lines = first.lines.map((line, index) =>
      storedLine(
        servers.map((server) => server.lines[index]!),
        { interval: line.kind === 'setup' ? null : interval, content }
      )
    )
    return interval.unit === 'hour' ? [...hourlyLines(servers, content), ...lines] : lines
  })
}

/** What is charged by the hour costs nothing at first: it is named with the most of a month. */
function hourlyLines(servers: QuoteContent['items'], content: QuoteContent): StoredLine[] {
  const parts = servers[0]!.parts.filter(({ kind }) => kind !== 'setup')
  return parts.map(({ kind, description, quantity, unitAmount }) => ({
    kind,
    description,
    quantity: quantity * servers.length,
    unit_amount: unitAmount,
    amount: '0',
    gross_amount: '0',
    discounts: [],
    tax_percent: content.pricing.tax.percent,
    tax_amount: '0',
    tax_category: content.pricing.tax.category,
    explanation: { period: null, interval: { unit: 'hour', count: 1 } },
  }))
}

/** Lines of the same price on servers alike, as one. */
function storedLine(
  lines: readonly QuotedLine[],
  { interval, content }: { interval: { unit: string; count: number } | null; content: QuoteContent }
): StoredLine {
  const first = lines[0]!
  const sum = (amounts: readonly string[]) =>
    amounts.reduce((all, amount) => all + BigInt(amount), 0n).toString()
  return {
    kind: first.kind,
    description: first.description,
    quantity: lines.reduce((all, { quantity }) => all + quantity, 0),
    unit_amount: first.unitAmount,
    amount: sum(lines.map(({ amount }) => amount)),
    gross_amount: sum(lines.map(({ grossAmount }) => grossAmount)),
    discounts: discountsOf(lines),
    tax_percent: first.taxPercent,
    tax_amount: sum(lines.map(({ taxAmount }) => taxAmount)),
    tax_category: content.pricing.tax.category,
    explanation: { period: null, interval },
  }
}

function discountsOf(lines: readonly QuotedLine[]): NonNullable<StoredLine['discounts']> {
  const all = Map.groupBy(lines.flatMap(({ discounts }) => discounts), ({ name }) => name) // prettier-ignore
  return [...all].map(([name, parts]) => ({
    name,
    percent: parts[0]!.percent,
    amount: parts.reduce((sum, { amount }) => sum + BigInt(amount), 0n).toString(),
  }))
}
