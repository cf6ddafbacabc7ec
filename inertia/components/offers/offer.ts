import type { QuoteDraft } from '~/components/checkout/quote'
import type { IntervalUnit, WireMoney } from '~/shared_props'

export interface OfferSummary {
  id: string
  reference: string | null
  version: number
  status: string
  customer: { id: string; name: string } | null
  name: string
  email: string
  currency: string
  total: WireMoney | null
  valid_until: string
  sent_at: string | null
  closed_at: string | null
  order_id: string | null
  created_at: string
}

export interface OfferLine {
  description: string
  /** What was chosen with a plan. */
  choices: { label: string; value: string }[]
  quantity: number
  interval: { unit: string; count: number } | null
  unit_amount: WireMoney
  discount_amount: WireMoney
  amount: WireMoney
}

/** What was sent, as its reader sees it. */
export interface SentOffer {
  reference: string
  status: string
  name: string
  valid_until: string
  sent_at: string
  closed_at: string | null
  intro: string | null
  lines: OfferLine[]
  quote: QuoteDraft
  total: WireMoney
}

export interface OfferPart {
  kind: 'plan' | 'option' | 'setup'
  price_id: string
  description: string
  quantity: number
  list_amount: WireMoney
  unit_amount: WireMoney
}

export interface OfferItem {
  plan_id: string
  interval: { unit: IntervalUnit; count: number }
  options: Record<string, string | number | boolean>
  hostname: string
  quantity: number
  parts: OfferPart[]
  prices: { kind: string; price_id: string; unit_amount: WireMoney }[]
}

/** What staff see and edit. */
export interface StaffOffer extends OfferSummary {
  locale: string
  country: string | null
  intro: string | null
  notes: string | null
  revision: number
  accepted_name: string | null
  accepted_ip: string | null
  decline_reason: string | null
  first_viewed_at: string | null
  reminded_at: string | null
  items: OfferItem[]
  one_offs: { description: string; quantity: number; unit_amount: WireMoney }[]
  coupons: string[]
  quote: QuoteDraft | null
}

/** A plan of an offer while it is written: prices as typed, by the part they belong to. */
export interface EditedItem {
  planId: string
  interval: { unit: IntervalUnit; count: number }
  options: Record<string, string | number | boolean>
  hostname: string
  quantity: number
  prices: Record<string, string>
}

export interface EditedOneOff {
  description: string
  quantity: number
  amount: string
}

export function partKey({ kind, price_id }: { kind: string; price_id: string }): string {
  return `${kind}:${price_id}`
}
