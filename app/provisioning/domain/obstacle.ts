import type { OperationProblem, OperationStatus } from '#app/provisioning/domain/operation'

/** Why work waits, as its customer is told. */
export const obstacles = ['panel_away', 'our_side', 'slow', 'approval'] as const
export type Obstacle = (typeof obstacles)[number]

const byType: Record<string, Obstacle> = {
  retry_later: 'panel_away',
  unknown: 'panel_away',
  misconfigured: 'our_side',
  took_too_long: 'slow',
  awaits_approval: 'approval',
}

/** What a failure says to a customer; null where it has words of its own for whoever asked. */
export function obstacleIn(failure: OperationProblem | null): Obstacle | null {
  return byType[failure?.type ?? ''] ?? null
}

/** What stands in the way of an operation that waits. Whatever only staff can put right is on our side. */
export function obstacleOf({
  status,
  failure,
}: {
  status: OperationStatus
  failure: OperationProblem | null
}): Obstacle | null {
  if (status !== 'waiting') return null
  return obstacleIn(failure) ?? 'our_side'
}
