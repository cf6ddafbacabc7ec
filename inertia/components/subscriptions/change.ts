import type { IntervalUnit, WireMoney } from '~/shared_props'

type Interval = { unit: IntervalUnit; count: number }

/** A change under way, as the service's page shows it. */
export interface SubscriptionChange {
  id: string
  status:
    'awaiting_payment' | 'scheduled' | 'invoiced' | 'applying' | 'done' | 'withdrawn' | 'lapsed' | 'reverted'
  effective_on: string
  to: { plan: { name: string }; interval: Interval; recurring_amount: WireMoney }
  invoice_id: string | null
  lapses_on: string | null
  can_be_withdrawn: boolean
}

export interface ChangeLine {
  kind: string
  description: string
  quantity: number
  unit_amount: WireMoney
  amount: WireMoney
  period: { starts_on: string; ends_on: string } | null
  explanation: { proration?: { share: string }; charge?: object }
}

/** What a change would mean, as the server worked it out. */
export interface PreparedChange {
  timing: 'now' | 'renewal'
  effective_on: string
  total: WireMoney
  /** Whoever reads it may not pay: the invoice would wait. */
  waits_for_payer: boolean
  tax_total: WireMoney
  given_back: WireMoney
  lines: ChangeLine[]
  from: { recurring_amount: WireMoney; interval: Interval }
  to: { recurring_amount: WireMoney; interval: Interval }
  next: { renews_on: string; total: WireMoney }
}
