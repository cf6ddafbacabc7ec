import type { CreditWish, InvoiceItem, PricedDocument } from '#app/billing/index'
import type { PlannedChange } from '#app/subscriptions/domain/change'

/** What is taken back of one invoice by a credit note. */
export interface ChangeCredit {
  invoiceId: string
  wish: CreditWish
}

/**
 * A change that gives back more than it charges: an invoice cannot be negative, so what is not used of the old is taken back by credit
 * notes, one per invoice, and the new is charged on an invoice that they pay. The difference stays on the customer balance.
 */
export function creditsOf(
  { givenBack }: PlannedChange,
  document: PricedDocument<InvoiceItem>
): ChangeCredit[] {
  const parts = givenBack.map(({ invoiceId, position }, index) => ({
    invoiceId,
    position,
    amount: -document.lines[index]!.amount,
  }))
  return [...Map.groupBy(parts, ({ invoiceId }) => invoiceId)].map(([invoiceId, lines]) => ({
    invoiceId,
    wish: { of: 'lines', lines: lines.map(({ position, amount }) => ({ position, amount })) },
  }))
}
