import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { type EventKind, fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { upstreamCostChanged, upstreamCostRemoved, upstreamCostSet } from '#app/provisioning/cost_events'
import { isCostTarget } from '#app/provisioning/queries/list_costs'
import {
  deleteCost,
  endCost,
  endOpenCost,
  findCost,
  hasCostWithin,
  insertCost,
  type UpstreamCost,
} from '#app/provisioning/records/upstream_costs'

export type CostWish = Omit<UpstreamCost, 'id' | 'createdAt'>
export type CostError = {
  type: 'target_not_found' | 'days_taken' | 'cost_not_found' | 'ends_before_it_begins'
}

/** What we pay for panels, plans and addresses, with the days on which it holds. */
@inject()
export class KeepCosts {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** A cost without an end that began earlier ends on the day this one begins. */
  set(wish: CostWish): Promise<Result<UpstreamCost, CostError>> {
    return inTransaction(async () => {
      if (!(await isCostTarget(wish))) return err({ type: 'target_not_found' })
      await endOpenCost({ ...wish, on: wish.validFrom })
      if (await hasCostWithin(wish)) return err({ type: 'days_taken' })
      const cost = { ...wish, id: newId(), createdAt: this.clock.now() }
      await insertCost(cost)
      await this.tell(upstreamCostSet, cost)
      return ok(cost)
    })
  }

  /** Has a cost end on a day, or go on without an end. @param validUntil the first day on which it holds no longer */
  end(id: string, validUntil: string | null): Promise<Result<UpstreamCost, CostError>> {
    return inTransaction(async () => {
      const cost = await findCost(id)
      if (!cost) return err({ type: 'cost_not_found' })
      if (validUntil && validUntil <= cost.validFrom) return err({ type: 'ends_before_it_begins' })
      const ended = { ...cost, validUntil }
      if (await hasCostWithin(ended, id)) return err({ type: 'days_taken' })
      await endCost(id, validUntil)
      await this.tell(upstreamCostChanged, ended)
      return ok(ended)
    })
  }

  remove(id: string): Promise<Result<void, CostError>> {
    return inTransaction(async () => {
      const cost = await findCost(id)
      if (!cost) return err({ type: 'cost_not_found' })
      await deleteCost(id)
      await this.tell(upstreamCostRemoved, cost)
      return ok()
    })
  }

  private tell(
    kind: EventKind<{ costId: string; kind: string; targetId: string }>,
    cost: UpstreamCost
  ): Promise<void> {
    const data = { costId: cost.id, kind: cost.kind, targetId: cost.targetId }
    return this.events.record([fact(kind, { kind: 'upstream_cost', id: cost.id }, { data })])
  }
}
