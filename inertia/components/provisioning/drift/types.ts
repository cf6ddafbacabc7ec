import type { WireMoney } from '~/shared_props'

export type DriftKind = 'unbilled' | 'missing' | 'other_size' | 'other_owner' | 'other_state'
export type DriftRepair = 'adopt' | 'remove' | 'stop_billing' | 'resize' | 'move' | 'align'

export interface Drift {
  id: string
  panel: { id: string; name: string; driver: string }
  kind: DriftKind
  reference: string
  name: string
  service: { id: string; hostname: string } | null
  customer: { id: string; name: string } | null
  differences: { name: string; sold: string | null; found: string | null }[]
  monthly: WireMoney | null
  status: 'open' | 'repairing' | 'ignored' | 'repaired' | 'gone'
  repairs: DriftRepair[]
  repair: DriftRepair | null
  error: string | null
  note: string | null
  first_seen_at: string
}

export interface PanelDrift {
  panel: { id: string; name: string; driver: string }
  comparison: {
    status: 'running' | 'done' | 'failed'
    listed_count: number
    error: string | null
    started_at: string
    finished_at: string | null
  } | null
  open: { kind: DriftKind; count: number; monthly: WireMoney[] }[]
}

export interface PlanToAdopt {
  id: string
  name: string
  driver: string
  package: string
  prices: { currency: string; interval: { unit: 'month' | 'year'; count: number } }[]
}

/** Some, or all that the list shows narrowed down so. */
export type DriftsChosen =
  { drift_ids: string[] } | { all: { status?: string; kind?: string; panel?: string; q?: string } }

export interface DriftPreview {
  count: number
  able_count: number
  hurts: boolean
  monthly: WireMoney[]
  able: { repair: DriftRepair; count: number; monthly: WireMoney[]; names: string[] }[]
  left_out: { reason: 'needs_adoption' | 'no_repair' | 'settled' | 'needs_billing_right'; count: number }[]
}
