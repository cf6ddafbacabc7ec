import type { CalendarDate } from '#app/shared/time/calendar'
import type { InvoiceDraft, InvoiceItem } from '#app/billing/domain/invoice_draft'
import { explainDiscount } from '#app/billing/domain/line_explanation'
import type { PricedDocument } from '#app/billing/domain/price_lines'
import type { NationalTax } from '#app/billing/domain/taxation/national_tax'
import { canonicalJson, type InvoiceSnapshot, type SellerSnapshot, wire } from '#app/billing/domain/snapshot'

export interface SealInput {
  draft: InvoiceDraft
  document: PricedDocument<InvoiceItem>
  reference: string
  seller: SellerSnapshot
  customer: InvoiceSnapshot['customer'] & { locale: string }
  issuedAt: Date
  issuedOn: CalendarDate
  timeZone: string
  nationalTax: NationalTax | null
}

/** Everything the invoice will ever show, as it is at the moment of issue. In the order of names, in which it is sealed. */
export function snapshotOf(input: SealInput): InvoiceSnapshot {
  const { draft, document, customer, seller } = input
  const { currency } = document
  return {
    currency,
    customer: toParty(customer),
    discount_total: wire(document.discountTotal, currency),
    due_on: draft.dueOn,
    id: draft.id,
    issued_at: input.issuedAt.toISOString(),
    issued_on: input.issuedOn,
    kind: draft.kind,
    lines: document.lines.map((line) => ({
      amount: line.amount.toString(),
      description: line.description,
      discounts: line.discounts.map(explainDiscount),
      explanation: line.explanation,
      gross_amount: line.grossAmount.toString(),
      kind: line.kind,
      quantity: line.quantity,
      tax_amount: line.taxAmount.toString(),
      tax_category: line.tax.category,
      tax_percent: line.taxPercent,
      unit_amount: line.unitAmount.toString(),
    })),
    locale: customer.locale,
    ...(input.nationalTax ? { national_tax: input.nationalTax } : {}),
    prices_include_tax: draft.pricing.pricesIncludeTax ?? false,
    reference: input.reference,
    seller,
    subtotal: wire(document.subtotal, currency),
    tax_total: wire(document.taxTotal, currency),
    taxes: document.taxGroups.map((group) => ({
      amount: group.taxAmount.toString(),
      category: group.category,
      country: group.country,
      exemption_code: group.exemptionCode,
      jurisdiction: group.jurisdiction,
      name: group.name,
      note: group.note,
      percent: group.percent,
      taxable: group.taxable.toString(),
    })),
    time_zone: input.timeZone,
    total: wire(document.total, currency),
    version: 2,
  }
}

/**
 * The canonical text of a snapshot whose reference is not known yet, as bytes: all else is spelled at once, so that nobody waits for it once
 * numbers are taken, and bytes that wait cost the collector of garbage nothing.
 */
export function snapshotTextOf(input: Omit<SealInput, 'reference'>): (reference: string) => Buffer {
  // The id was made for this invoice, so no other text in it speaks of it like that.
  const place = `reference of ${input.draft.id}`
  const text = Buffer.from(canonicalJson(snapshotOf({ ...input, reference: place })))
  const spelled = canonicalJson(place)
  const at = text.indexOf(spelled)
  return (reference) =>
    Buffer.concat([
      text.subarray(0, at),
      Buffer.from(canonicalJson(reference)),
      text.subarray(at + spelled.length),
    ])
}

function toParty(customer: SealInput['customer']): InvoiceSnapshot['customer'] {
  return {
    buyer_reference: customer.buyer_reference ?? null,
    city: customer.city,
    company_name: customer.company_name,
    country: customer.country,
    electronic_address: customer.electronic_address ?? null,
    email: customer.email,
    name: customer.name,
    number: customer.number,
    postal_code: customer.postal_code,
    region: customer.region,
    street: customer.street,
    tax_id: customer.tax_id,
  }
}
