import { type InvoiceDraft, type InvoiceItem, periodsOf } from '#app/billing/domain/invoice_draft'
import type { PricedDocument } from '#app/billing/domain/price_lines'
import type { NewGivenBackRow } from '#app/billing/records/given_back_lines'
import type { NewLineRow, NewPeriodRow } from '#app/billing/records/issued_invoices'

/** How a priced draft lies in the tables below its invoice. */
export function toLineRows(draft: InvoiceDraft, document: PricedDocument<InvoiceItem>): NewLineRow[] {
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

export function toGivenBackRows(
  draft: InvoiceDraft,
  document: PricedDocument<InvoiceItem>
): NewGivenBackRow[] {
  return document.lines.flatMap(({ givesBack }, position) =>
    givesBack ? [{ invoiceId: draft.id, position, givesBack }] : []
  )
}

export function toPeriodRows(draft: InvoiceDraft): NewPeriodRow[] {
  return periodsOf(draft.items).map((period) => ({
    subscription_id: period.subscriptionId,
    period_starts_on: period.startsOn,
    period_ends_on: period.endsOn,
    invoice_id: draft.id,
    invoice_line_position: period.linePosition,
  }))
}
