/** Durable work on a service. */

export const operationKinds = [
  'create',
  'suspend',
  'resume',
  'terminate',
  'power',
  'resize',
  'rebuild',
  'reset_password',
] as const
export type OperationKind = (typeof operationKinds)[number]

/**
 * `running` includes the pauses between two looks at work that goes on. `waiting` means that something stands in the way
 * (panel unreachable, settings wrong); it is tried again by itself, or sooner when staff say so.
 */
export const operationStatuses = ['queued', 'running', 'done', 'waiting', 'failed', 'cancelled'] as const
export type OperationStatus = (typeof operationStatuses)[number]
export type StepStatus = 'pending' | 'running' | 'done' | 'waiting' | 'failed' | 'skipped'

const moves: Record<OperationStatus, readonly OperationStatus[]> = {
  queued: ['running', 'cancelled'],
  running: ['running', 'done', 'waiting', 'failed', 'cancelled'],
  waiting: ['running', 'waiting', 'failed', 'cancelled'],
  // Staff may have a failed operation go on from a step.
  failed: ['running'],
  done: [],
  cancelled: [],
}

export function moveOperation(from: OperationStatus, to: OperationStatus): OperationStatus {
  if (!moves[from].includes(to)) throw new Error(`An operation cannot go from ${from} to ${to}`)
  return to
}

export function isOpen(status: OperationStatus): boolean {
  return status === 'queued' || status === 'running' || status === 'waiting'
}

/** What keeps an operation from going on, or why it ended: for staff, and in plain words for the customer. */
export interface OperationProblem {
  type: string
  message: string
}
