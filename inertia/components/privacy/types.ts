export interface ErasureRow {
  id: string
  customer_id: string
  customer_name: string
  customer_number: number
  is_by_rule: boolean
  status: 'waiting' | 'withdrawn' | 'done'
  asked_at: string
  due_at: string
  ended_at: string | null
  obstacles: string[]
  certificate: {
    erased_at: string
    removed: Record<string, number>
    outstanding: Record<string, number>
    kept: Record<string, string>
  } | null
  panel_accounts: {
    panel: string
    reference: string
    status: 'waiting' | 'removed' | 'left_to_staff'
    error: string | null
    removed_at: string | null
  }[]
}

export interface HoldRow {
  customer_id: string
  customer_name: string
  customer_number: number
  reason: string
  placed_by: string
  placed_at: string
  lifted_at: string | null
}

export interface ConsentRow {
  kind: string
  version: string | null
  is_given: boolean
  at: string
}

export interface CustomerPrivacy {
  erasure?: { asked_at: string; due_at: string }
  obstacles: string[]
  consents: ConsentRow[]
  hold: { reason: string; placed_at: string } | null
}

export interface RetentionState {
  rules: { kind: string; keep_days: number | null; least_days: number; most_days: number }[]
  runs: { kind: string; kept_from: string; count: number; ran_at: string }[]
}
