import { err, ok, type Result } from '#app/shared/result'

export const orderStatuses = ['reserving', 'awaiting_payment', 'in_review', 'provisioning', 'completed', 'failed', 'cancelled'] as const // prettier-ignore
export type OrderStatus = (typeof orderStatuses)[number]

/** Where an order may go from where it is. */
const moves: Record<OrderStatus, OrderStatus[]> = {
  reserving: ['awaiting_payment', 'provisioning', 'failed', 'cancelled'],
  awaiting_payment: ['in_review', 'provisioning', 'failed', 'cancelled'],
  // The bank holds the money, and a person is to look at the payment before anything is made.
  in_review: ['provisioning', 'cancelled'],
  provisioning: ['completed', 'failed'],
  completed: [],
  failed: [],
  cancelled: [],
}

export interface OrderMoveError {
  type: 'move_not_allowed'
  from: OrderStatus
  to: OrderStatus
}

/** An order's way to another state, or the refusal. */
export function moveOrder(from: OrderStatus, to: OrderStatus): Result<OrderStatus, OrderMoveError> {
  return moves[from].includes(to) ? ok(to) : err({ type: 'move_not_allowed', from, to })
}

export function isOver(status: OrderStatus): boolean {
  return moves[status].length === 0
}

export type LineStatus = 'pending' | 'active' | 'failed'

/** What becomes of an order once its lines stand like this; null while one is still being made. */
export function outcomeOfLines(lines: LineStatus[]): 'completed' | 'failed' | null {
  if (lines.includes('pending')) return null
  return lines.includes('active') ? 'completed' : 'failed'
}
