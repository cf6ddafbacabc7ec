import type { CalendarDate } from '#app/shared/time/calendar'
import type { InvoiceDraft, InvoiceItem } from '#app/billing/domain/invoice_draft'
import { explainDiscount } from '#app/billing/domain/line_explanation'
import type { PricedDocument } from '#app/billing/domain/price_lines'
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
}

/** Everything the invoice will ever show, as it is at the moment of issue. */
export function snapshotOf(input: SealInput): InvoiceSnapshot {
  const { draft, document, customer, seller } = input
  const { currency } = document
  return {
    version: 2,
    id: draft.id,
    reference: input.reference,
    kind: draft.kind,
    currency,
    locale: customer.locale,
    time_zone: input.timeZone,
    issued_at: input.issuedAt.toISOString(),
    issued_on: input.issuedOn,
    due_on: draft.dueOn,
    seller,
    customer: toParty(customer),
    lines: document.lines.map((line) => ({
      kind: line.kind,
      description: line.description,
      quantity: line.quantity,
      unit_amount: line.unitAmount.toString(),
      amount: line.amount.toString(),
      tax_percent: line.taxPercent,
      tax_amount: line.taxAmount.toString(),
      explanation: line.explanation,
      gross_amount: line.grossAmount.toString(),
      discounts: line.discounts.map(explainDiscount),
      tax_category: line.tax.category,
    })),
    taxes: document.taxGroups.map((group) => ({
      country: group.country,
      name: group.name,
      percent: group.percent,
      taxable: group.taxable.toString(),
      amount: group.taxAmount.toString(),
      jurisdiction: group.jurisdiction,
      category: group.category,
      exemption_code: group.exemptionCode,
      note: group.note,
    })),
    prices_include_tax: draft.pricing.pricesIncludeTax ?? false,
    discount_total: wire(document.discountTotal, currency),
    subtotal: wire(document.subtotal, currency),
    tax_total: wire(document.taxTotal, currency),
    total: wire(document.total, currency),
  }
}

/**
 * The canonical text of a snapshot whose reference is not known yet: all else is spelled at once, so that nobody waits for it once
 * numbers are taken.
 */
export function snapshotTextOf(input: Omit<SealInput, 'reference'>): (reference: string) => string {
  // The id was made for this invoice, so no other text in it speaks of it like that.
  const place = `reference of ${input.draft.id}`
  const [before, after] = canonicalJson(snapshotOf({ ...input, reference: place })).split(
    canonicalJson(place)
  )
  return (reference) => before + canonicalJson(reference) + after
}

function toParty(customer: SealInput['customer']): InvoiceSnapshot['customer'] {
  return {
    number: customer.number,
    name: customer.name,
    company_name: customer.company_name,
    street: customer.street,
    postal_code: customer.postal_code,
    city: customer.city,
    region: customer.region,
    country: customer.country,
    tax_id: customer.tax_id,
    email: customer.email,
    electronic_address: customer.electronic_address ?? null,
    buyer_reference: customer.buyer_reference ?? null,
  }
}
