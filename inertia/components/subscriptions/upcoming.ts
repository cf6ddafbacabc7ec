import type { WireMoney } from '~/shared_props'

/** An invoice that will be made, if everything stays as it is known today. */
export interface InvoiceToCome {
  issues_on: string
  due_on: string
  subtotal: WireMoney
  discount_total: WireMoney
  tax_total: WireMoney
  total: WireMoney
  from_balance: WireMoney
  lines: {
    description: string
    quantity: number
    amount: WireMoney
    tax_name: string | null
    tax_percent: string
    tax_amount: WireMoney
    period: { starts_on: string; ends_on: string } | null
    discounts: { kind: string; code: string | null; name: string; amount: WireMoney }[]
  }[]
}

export interface UpcomingNote {
  kind: 'change' | 'price' | 'ending' | 'discount_ends' | 'loyalty' | 'tax'
  on: string
  subscription_id: string | null
  name: string | null
  plan: string | null
  percent: string | null
  amount: WireMoney | null
}

export interface Upcoming {
  customer: { id: string; name: string }
  from: string
  until: string
  open: { id: string; reference: string; due_on: string; amount_due: WireMoney; from_balance: WireMoney }[]
  months: { month: string; invoice_count: number; total: WireMoney; tax_total: WireMoney }[]
  invoices: InvoiceToCome[]
  notes: UpcomingNote[]
  paused: { id: string; name: string }[]
  pays_with: { brand: string | null; last4: string | null } | null
}
