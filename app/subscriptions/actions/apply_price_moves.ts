import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { amountOfQuantity } from '#app/catalogue/index'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { agreedItemOn, standingOn } from '#app/subscriptions/domain/price_move'
import { subscriptionPriceMoved } from '#app/subscriptions/price_move_events'
import { listRenewalItems } from '#app/subscriptions/records/due_renewals'
import { lockOpenStandings, writeOpenStandings } from '#app/subscriptions/records/open_standings'
import { listItemMoves } from '#app/subscriptions/records/price_moves'
import {
  type EndedEntry,
  endBegun,
  endOvertaken,
  listBegun,
  type MovedItem,
  writeMovedItems,
} from '#app/subscriptions/records/price_move_writes'
import { lockSubscriptions } from '#app/subscriptions/records/subscriptions'

const perChunk = 500

/**
 * Makes new prices the agreed ones on the day on which the first period at them begins. Until then the run and every preview look at the
 * move; from then on it is over, also for what is changing.
 */
@inject()
export class ApplyPriceMoves {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @returns how many subscriptions have their new price */
  async execute(): Promise<number> {
    const today = dateIn(currentTenant().timeZone, this.clock.now())
    let total = 0
    for (;;) {
      const ids = await inReadTransaction(() => listBegun(today, perChunk))
      if (ids.length === 0) return total
      total += await this.apply(ids, today)
    }
  }

  /** Ends the moves of subscriptions that have nothing to move any more. @returns how many */
  endOvertaken(): Promise<number> {
    return inTransaction(() => endOvertaken(this.clock.now()))
  }

  private apply(ids: string[], today: CalendarDate): Promise<number> {
    return inTransaction(async () => {
      await lockSubscriptions(ids)
      const moves = await listItemMoves(ids, { isLocking: true })
      const items = await listRenewalItems(ids)
      const agreed = items.map((item) => ({
        item,
        now: agreedItemOn(item, begunOf(moves.get(item.subscriptionId), today), today),
      }))
      const moved = agreed.filter(({ now }) => now.replaced).map(({ item, now }) => toMoved(item, now))
      const amounts = Map.groupBy(agreed, ({ item }) => item.subscriptionId)
      await writeMovedItems(
        moved,
        [...amounts].map(([id, parts]) => ({
          id,
          amount: parts.reduce((sum, { now }) => sum + amountOfQuantity(now), 0n),
        }))
      )
      await moveOpenChanges(ids, moves, today)
      const ended = await endBegun(ids, { today, at: this.clock.now() })
      await this.events.record(ended.map(toFact))
      return ended.length
    })
  }
}

type Moves = Awaited<ReturnType<typeof listItemMoves>>
type Item = Awaited<ReturnType<typeof listRenewalItems>>[number]

/**
 * A change that is paid or invoiced only now, or taken back, leads to or from prices as they were when it was asked for: it would bring the
 * old ones back for good, because the move is over by then.
 */
async function moveOpenChanges(ids: string[], moves: Moves, today: CalendarDate): Promise<void> {
  const open = await lockOpenStandings(ids)
  await writeOpenStandings(
    open.map(({ stood, leads, ...change }) => {
      const begun = begunOf(moves.get(change.subscriptionId), today)
      return { ...change, stood: standingOn(stood, begun, today), leads: standingOn(leads, begun, today) }
    })
  )
}

function begunOf(moves: ReturnType<Moves['get']>, today: CalendarDate) {
  return (moves ?? []).filter(({ chargedFrom }) => chargedFrom !== null && chargedFrom <= today)
}

function toMoved(old: Item, now: Item): MovedItem {
  return {
    subscription_id: old.subscriptionId,
    old_price_id: old.priceId,
    price_id: now.priceId,
    unit_amount: now.unitAmount,
    tiers: now.tiers,
  }
}

function toFact({ id, subscriptionId, customerId, oldAmount, newAmount, chargedFrom, moveId }: EndedEntry) {
  return fact(
    subscriptionPriceMoved,
    { kind: 'subscription', id: subscriptionId },
    {
      customerId,
      data: {
        subscriptionId,
        moveId,
        entryId: id,
        oldAmount: oldAmount.toString(),
        newAmount: newAmount.toString(),
        startsOn: chargedFrom!,
      },
    }
  )
}
