import type { ClockMove } from '#app/tenancy/index'

export function clockMoveToWire(move: ClockMove) {
  return {
    id: move.id,
    from_at: move.fromAt.toISOString(),
    reached_at: move.reachedAt.toISOString(),
    to_at: move.toAt.toISOString(),
    status: move.status,
    error: move.error,
  }
}
