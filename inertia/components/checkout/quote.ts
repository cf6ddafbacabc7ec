import type { IntervalUnit, WireMoney } from '~/shared_props'
import type { Spec } from '~/components/catalogue/shop'

export interface QuoteLine {
  kind: 'plan' | 'option' | 'setup'
  description: string
  quantity: number
  unit_amount: WireMoney
  amount: WireMoney
  tax_name: string | null
  tax_percent: string
  tax_amount: WireMoney
}

export interface QuoteItem {
  product_name: string
  plan_name: string
  hostname: string
  interval: { unit: IntervalUnit; count: number }
  choices: { label: string; value: string }[]
  spec: Spec
  lines: QuoteLine[]
}

/** What a choice costs, as the server worked it out. */
export interface QuoteDraft {
  currency: string
  items: QuoteItem[]
  subtotal: WireMoney
  tax_total: WireMoney
  total: WireMoney
  taxes: { country: string | null; name: string | null; percent: string; amount: WireMoney }[]
  tax_reason: 'rate' | 'no_country' | 'no_rate'
  recurring: { interval: { unit: IntervalUnit; count: number }; subtotal: WireMoney; total: WireMoney }[]
}
