import type { IntervalUnit, WireMoney } from '~/shared_props'
import type { Spec } from '~/components/catalogue/shop'

export interface QuoteLine {
  kind: 'plan' | 'option' | 'setup' | 'item'
  description: string
  quantity: number
  unit_amount: WireMoney
  /** Before discounts. */
  gross_amount: WireMoney
  amount: WireMoney
  tax_name: string | null
  tax_percent: string
  tax_amount: WireMoney
  explanation: { proration?: { share: string } }
}

export interface QuoteItem {
  product_name: string
  plan_name: string
  hostname: string
  interval: { unit: IntervalUnit; count: number }
  choices: { label: string; value: string }[]
  spec: Spec & { kind: string }
  /** Where the first period is aligned to the customer's day. */
  first_period_ends_on: string | null
  /** Whether it begins with free days. */
  has_trial: boolean
  /** What is charged by the hour, each up to the most of a month. */
  hourly: { description: string; quantity: number; hour_amount: string; month_at_most: WireMoney }[]
  lines: QuoteLine[]
}

/** A code that was entered and is not used, with why. */
export interface RefusedCoupon {
  code: string
  reason: string
  message: string
}

/** The free days an order begins with, and what is charged when they are over. */
export interface QuoteTrial {
  days: number
  needs_payment_method: boolean
  first_charge_on: string
  lines: QuoteLine[]
  discounts: QuoteDraft['discounts']
  taxes: QuoteDraft['taxes']
  total: WireMoney
}

/** What a choice costs, as the server worked it out. */
export interface QuoteDraft {
  currency: string
  items: QuoteItem[]
  /** What staff agreed on besides the plans, charged once; only orders of such quotes have it. */
  one_offs?: QuoteLine[]
  subtotal: WireMoney
  tax_total: WireMoney
  total: WireMoney
  discounts: { kind: 'coupon' | 'loyalty'; code: string | null; name: string; amount: WireMoney }[]
  coupons: { code: string; name: string }[]
  taxes: { country: string | null; name: string | null; percent: string; amount: WireMoney }[]
  tax_reason: string
  /** What the invoice will have to say about it, such as "Reverse charge". */
  tax_note: string | null
  /** Null when everything is paid from the first day. */
  trial: QuoteTrial | null
  recurring: {
    interval: { unit: IntervalUnit; count: number }
    /** The periods after the first that cost less, in their order. */
    reduced: { periods: number; total: WireMoney }[]
    subtotal: WireMoney
    total: WireMoney
  }[]
}
