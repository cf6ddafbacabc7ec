import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact, type NewFact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import type { MoveSummary, PlannedMove } from '#app/subscriptions/domain/price_move_plan'
import { priceMoveCreated, subscriptionPriceMoveAnnounced } from '#app/subscriptions/price_move_events'
import {
  type MoveRefusal,
  type MoveWish,
  PreparePriceMove,
} from '#app/subscriptions/queries/prepare_price_move'
import { lockMoves } from '#app/subscriptions/records/price_moves'
import { insertEntries, insertMove } from '#app/subscriptions/records/price_move_writes'

export type CreatePriceMoveInput = MoveWish & {
  /** What the preview said: how many are moved, and what one period of all of them costs after. */
  expected: { count: number; newAmount: bigint }
}

export type CreatePriceMoveError =
  MoveRefusal | { type: 'preview_differs'; summary: MoveSummary; currency: string }

interface Entry extends PlannedMove {
  id: string
}

/**
 * Moves whoever pays by older versions of prices to these, as staff were shown: each is told once and charged from the first renewal that
 * leaves the days of notice. When it concerns others than were shown, nothing happens.
 */
@inject()
export class CreatePriceMove {
  constructor(
    private clock: Clock,
    private prepare: PreparePriceMove,
    private events: EventLog
  ) {}

  /** @returns the id of the move */
  execute({ expected, ...wish }: CreatePriceMoveInput): Promise<Result<string, CreatePriceMoveError>> {
    return inTransaction(async () => {
      lockMoves()
      const entries: Entry[] = []
      const prepared = await this.prepare.execute(wish, async (moves) => {
        entries.push(...moves.map((move) => ({ ...move, id: newId() })))
      })
      if (!prepared.ok) return prepared
      const { summary, ...move } = prepared.value
      if (summary.count !== expected.count || summary.newAmount !== expected.newAmount)
        return err({ type: 'preview_differs', summary, currency: move.currency })
      const id = newId()
      await insertMove({ ...move, id, summary, at: this.clock.now() })
      await insertEntries(id, entries)
      await this.events.record([
        this.toFact({
          id,
          startsOn: move.startsOn,
          priceIds: move.priceIds,
          currency: move.currency,
          summary,
        }),
        ...entries
          .filter(({ isTold }) => isTold)
          .map((entry) => announce(entry, { id, currency: move.currency })),
      ])
      return ok(id)
    })
  }

  private toFact(move: {
    id: string
    startsOn: string
    priceIds: string[]
    currency: string
    summary: MoveSummary
  }): NewFact {
    const { id, startsOn, priceIds, currency, summary } = move
    const data = {
      moveId: id,
      priceIds,
      startsOn,
      currency,
      subscriptionCount: summary.count,
      oldAmount: summary.oldAmount.toString(),
      newAmount: summary.newAmount.toString(),
    }
    return fact(priceMoveCreated, { kind: 'priceMove', id }, { data })
  }
}

function announce(entry: Entry, { id, currency }: { id: string; currency: string }): NewFact {
  const {
    subscriptionId,
    customerId,
    interval,
    oldAmount,
    newAmount,
    oldHourAmount,
    newHourAmount,
    firstOn,
  } = entry
  return fact(
    subscriptionPriceMoveAnnounced,
    { kind: 'subscription', id: subscriptionId },
    {
      customerId,
      data: {
        subscriptionId,
        moveId: id,
        entryId: entry.id,
        currency,
        oldAmount: oldAmount.toString(),
        newAmount: newAmount.toString(),
        oldHourAmount,
        newHourAmount,
        interval: { unit: interval.unit, count: interval.count },
        firstOn,
      },
    }
  )
}
