import type { WireMoney } from '~/shared_props'

/** What a page needs to ask for a payment. */
export interface OpenInvoice {
  id: string
  reference: string
  due_on: string
  amount_due: WireMoney
}

export interface InvoiceSummary extends OpenInvoice {
  status: 'open' | 'paid' | 'void' | 'uncollectible'
  kind: 'order' | 'renewal'
  issued_on: string
  total: WireMoney
}
