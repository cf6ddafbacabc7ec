import type { WireMoney } from '~/shared_props'

export type CostKind = 'panel' | 'plan' | 'address'

export interface CostTarget {
  kind: CostKind
  id: string
  name: string
}

export interface Cost {
  id: string
  kind: CostKind
  target_id: string
  target_name: string
  amount: WireMoney
  valid_from: string
  valid_until: string | null
  note: string
}

export interface Margin {
  revenue: WireMoney
  costs: { kind: CostKind; amount: WireMoney }[]
  /** Null where it cannot be said, with the reason. */
  margin: WireMoney | null
  reason: 'no_costs' | 'other_currency' | null
}

export interface ServiceMargin extends Margin {
  service_id: string
  hostname: string
  customer: { id: string; name: string }
  plan: { id: string; name: string }
  panel: { id: string; name: string }
}

/** What a plan leaves in a month; what cannot be said of a service is left out of the sums. */
export interface PlanMargin {
  plan: { id: string; name: string }
  service_count: number
  unknown_count: number
  loss_count: number
  revenue: WireMoney
  costs: WireMoney
  margin: WireMoney
}

export interface Move {
  id: string
  from_panel_id: string
  to_panel_id: string
  from_reference: string
  to_reference: string
  to_node: string | null
  note: string
  moved_at: string
}
