import type { GatewayMovement } from '#app/payments/domain/gateway_values'
import type { Money } from '#app/shared/money/money'

/** What we know of the thing behind a movement. */
export interface SettledRecord {
  kind: 'payment' | 'refund' | 'dispute' | 'payout'
  id: string
  /** What the gateway calls it. */
  reference: string
  /** What a payment took, a refund gave back, a dispute withholds, a payout sends; above zero. */
  money: Money
  /** Whether it is in our books. A payment of which we do not know yet that it was taken is not. */
  isBooked: boolean
  /** The day it was booked on; null where that does not decide anything. */
  bookedOn: string | null
}

/** Why a movement fits nothing of ours. */
export type MovementProblem =
  'unknown_object' | 'not_booked' | 'amount_differs' | 'currency_differs' | 'counted_twice' | 'no_object'

/** A movement and the record it is about, to the cent; or why there is none. */
export type Match =
  | { type: 'matched'; record: SettledRecord; counted: Money }
  | { type: 'unmatched'; problem: MovementProblem; record: SettledRecord | null }

/** What records each kind of movement can be about, and in which direction it moves their money; 0 for both. */
const counterparts: Record<
  GatewayMovement['kind'],
  { record: SettledRecord['kind']; direction: bigint } | null
> = {
  payment: { record: 'payment', direction: 1n },
  refund: { record: 'refund', direction: -1n },
  refund_failed: { record: 'refund', direction: 1n },
  dispute: { record: 'dispute', direction: -1n },
  dispute_reversed: { record: 'dispute', direction: 1n },
  payout: { record: 'payout', direction: 0n },
  fee: null,
  adjustment: null,
}

type Compared = Pick<GatewayMovement, 'kind' | 'objectReference' | 'gross' | 'net' | 'currency' | 'exchanged'>

export function recordKindOf(kind: GatewayMovement['kind']): SettledRecord['kind'] | null {
  return counterparts[kind]?.record ?? null
}

/**
 * Finds what of ours a movement is about. It has to be the same thing by the gateway's reference and the same amount to the cent, in
 * the currency of the payment: what the gateway made of that in its own currency is compared with nothing.
 * @param counted whether an earlier movement of this kind and direction accounts for that record already
 */
export function matchMovement(
  movement: Compared,
  records: readonly SettledRecord[],
  counted: (record: SettledRecord) => boolean
): Match {
  const counterpart = counterparts[movement.kind]
  if (!counterpart || movement.objectReference === null) return unmatched('no_object')
  const record = records.find(
    ({ kind, reference }) => kind === counterpart.record && reference === movement.objectReference
  )
  if (!record) return unmatched('unknown_object')
  const moved = movement.exchanged?.money ?? { amount: movement.gross, currency: movement.currency }
  if (moved.currency !== record.money.currency) return unmatched('currency_differs', record)
  const expected = expectedAmount(record.money.amount, counterpart.direction, moved.amount)
  if (!record.isBooked) return unmatched('not_booked', record)
  if (moved.amount !== expected) return unmatched('amount_differs', record)
  if (counted(record)) return unmatched('counted_twice', record)
  return { type: 'matched', record, counted: countedOf(movement, record, moved) }
}

/** A payout leaves the account, and enters it again when the bank sends it back. */
function expectedAmount(amount: bigint, direction: bigint, moved: bigint): bigint {
  if (direction !== 0n) return direction * amount
  return moved < 0n ? -amount : amount
}

/** A dispute is booked with its fee, everything else without. */
function countedOf({ net, currency, exchanged }: Compared, record: SettledRecord, moved: Money): Money {
  return record.kind === 'dispute' && !exchanged ? { amount: net, currency } : moved
}

function unmatched(problem: MovementProblem, record: SettledRecord | null = null): Match {
  return { type: 'unmatched', problem, record }
}

/** What a person is offered for a movement that fits nothing. */
export type Proposal = 'look_up' | 'book_fee' | 'compare' | 'explain'

/** The answer that is most likely right, and so comes first; the others stay possible. */
export function proposalFor(
  movement: Pick<GatewayMovement, 'kind' | 'net'>,
  problem: MovementProblem
): Proposal {
  if (movement.kind === 'fee') return 'book_fee'
  switch (problem) {
    case 'unknown_object':
    case 'not_booked':
      return 'look_up'
    case 'amount_differs':
    case 'currency_differs':
    case 'counted_twice':
      return 'compare'
    case 'no_object':
      return 'explain'
  }
}
