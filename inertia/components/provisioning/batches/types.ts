export type BatchAction = 'hold' | 'lift' | 'boot' | 'restart' | 'shutdown' | 'poweroff' | 'look'
export type StaffHold = 'manual' | 'abuse' | 'fraud' | 'dispute'
export type BatchItemState = 'waiting' | 'under_way' | 'stuck' | 'done' | 'failed' | 'skipped' | 'stopped'

export interface BatchWish {
  action: BatchAction
}

/** Services by their ids, or all that a list narrowed down so shows. */
export type BatchChoice =
  { service_ids: string[] } | { all: { status?: string; panel?: string; plan?: string } }

export interface BatchPreview {
  count: number
  able_count: number
  hurts: boolean
  able: { id: string; hostname: string; customer: string }[]
  refused: { reason: string; count: number; services: string[] }[]
}

export interface Batch {
  id: string
  action: BatchAction
  hold: StaffHold | null
  note: string
  status: 'running' | 'done' | 'stopped'
  count: number
  counts: Record<BatchItemState, number>
  created_at: string
  finished_at: string | null
}

export interface BatchItem {
  service: { id: string; hostname: string }
  customer: { id: string; name: string }
  state: BatchItemState
  reason: string | null
  operation_id: string | null
  problem: string | null
}
