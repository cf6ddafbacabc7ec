import { err, ok, type Result } from '#app/shared/result'

export type DraftStatus = 'open' | 'issued' | 'discarded'
export type DraftMove = 'issue' | 'discard'

export interface DraftNotOpen {
  type: 'draft_not_open'
  status: DraftStatus
}

const moves: Record<DraftStatus, Partial<Record<DraftMove, DraftStatus>>> = {
  open: { issue: 'issued', discard: 'discarded' },
  issued: {},
  discarded: {},
}

/** A draft ends once: as an invoice, or thrown away. */
export function moveDraft(status: DraftStatus, move: DraftMove): Result<DraftStatus, DraftNotOpen> {
  const next = moves[status][move]
  return next ? ok(next) : err({ type: 'draft_not_open', status })
}
