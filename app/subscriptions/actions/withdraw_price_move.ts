import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact, type NewFact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { priceMoveWithdrawn, subscriptionPriceMoveWithdrawn } from '#app/subscriptions/price_move_events'
import { findMove, type PriceMoveSeen } from '#app/subscriptions/queries/list_price_moves'
import { type EndedEntry, withdrawEntries, withdrawMove } from '#app/subscriptions/records/price_move_writes'

export type WithdrawPriceMoveError = { type: 'move_not_found' } | { type: 'move_over' }

/**
 * Calls a move to other prices off. Whoever was not invoiced at the new price yet keeps the agreed one, and is told again where they were
 * told before; what was invoiced stays.
 */
@inject()
export class WithdrawPriceMove {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({
    moveId,
    reason,
  }: {
    moveId: string
    reason: string
  }): Promise<Result<void, WithdrawPriceMoveError>> {
    return inTransaction(async () => {
      const move = await findMove(moveId)
      if (!move) return err({ type: 'move_not_found' })
      if (move.withdrawnAt || move.openCount === 0) return err({ type: 'move_over' })
      const at = this.clock.now()
      if (!(await withdrawMove(moveId, { at, reason }))) return err({ type: 'move_over' })
      const kept = await withdrawEntries(moveId, at)
      if (kept.length === 0) return err({ type: 'move_over' })
      await this.events.record([
        fact(
          priceMoveWithdrawn,
          { kind: 'priceMove', id: moveId },
          { data: { moveId, reason, keptCount: kept.length } }
        ),
        ...kept.filter(({ isTold }) => isTold).map((entry) => toFact(entry, move)),
      ])
      return ok()
    })
  }
}

function toFact(entry: EndedEntry, { id: moveId, currency }: PriceMoveSeen): NewFact {
  const {
    id: entryId,
    subscriptionId,
    customerId,
    oldAmount,
    newAmount,
    oldHourAmount,
    newHourAmount,
    interval,
  } = entry
  const data = {
    subscriptionId,
    moveId,
    entryId,
    currency,
    oldAmount: `${oldAmount}`,
    newAmount: `${newAmount}`,
    oldHourAmount,
    newHourAmount,
    interval,
  }
  return fact(
    subscriptionPriceMoveWithdrawn,
    { kind: 'subscription', id: subscriptionId },
    { customerId, data }
  )
}
