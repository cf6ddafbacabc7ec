import type { InvoiceItem } from '#app/billing/domain/invoice_draft'

/** Something staff put on an invoice: paid once, without a period. Amounts in minor units. */
export interface StaffItem {
  kind: 'item' | 'fee'
  description: string
  quantity: number
  unitAmount: bigint
  /** Absent: it is. A fee for paying late is no supply, and carries no tax unless the tenant says so. */
  isTaxed?: boolean
  /** Why not, in the language of the customer. */
  taxNote?: string | null
}

export function toInvoiceItem(item: StaffItem): InvoiceItem {
  return {
    kind: item.kind,
    description: item.description,
    quantity: item.quantity,
    unitAmount: item.unitAmount,
    priceId: null,
    interval: null,
    period: null,
    subscriptionId: null,
    // What staff agreed on or a delay cost is not lowered by coupons.
    isDiscountable: false,
    ...(item.isTaxed === false ? { untaxedBecause: item.taxNote ?? '' } : {}),
  }
}
