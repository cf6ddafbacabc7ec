import type { IntervalUnit, WireMoney } from '~/shared_props'

export interface ReplaySeen {
  id: string
  from: string
  to: string
  price_percent: string | null
  plan_prices: { plan_id: string; currency: string; amount: string }[]
  tax_rounding: string | null
  tax_percents: { country: string; percent: string }[]
  proration: string | null
  status: 'queued' | 'running' | 'done' | 'failed'
  failure: string | null
  invoice_count: number
  done_count: number
  changed_count: number | null
  totals: {
    currency: string
    invoice_count: number
    subtotal: WireMoney
    replayed_subtotal: WireMoney
    tax: WireMoney
    replayed_tax: WireMoney
    total: WireMoney
    replayed_total: WireMoney
    difference: WireMoney
  }[]
  requested_at: string
}

export interface ReplayDetails extends ReplaySeen {
  invoices: {
    invoice_id: string
    reference: string
    customer_id: string
    customer_name: string
    issued_on: string
    total: WireMoney
    replayed_total: WireMoney
    difference: WireMoney
  }[]
  unreadable: { invoice_id: string; reference: string; reason: string }[]
}

export interface PriceChoice {
  plan_id: string
  plan: string
  interval: { unit: IntervalUnit; count: number }
  price: WireMoney
}
