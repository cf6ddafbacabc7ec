import { inject } from '@adonisjs/core'
import { readPolicies } from '#app/billing/index'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { addDays, type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import {
  addToSummary,
  earliestStart,
  emptySummary,
  type MoveSummary,
  type MoveTarget,
  type PlannedMove,
  planMove,
} from '#app/subscriptions/domain/price_move_plan'
import { findTargets, listCandidates } from '#app/subscriptions/records/price_moves'

export interface MoveWish {
  /** Versions of prices that hold or are to come, all in one currency. */
  priceIds: string[]
  /** Absent: as early as can be. */
  startsOn?: CalendarDate | undefined
  /** Whether those are told as well who pay less. */
  tellsAll: boolean
}

export type MoveRefusal =
  | { type: 'price_not_found' }
  | { type: 'several_currencies' }
  | { type: 'several_versions' }
  | { type: 'nobody_affected' }
  | { type: 'starts_on_too_early'; earliest: CalendarDate }
  | { type: 'starts_on_too_far' }

export interface PreparedMove {
  priceIds: string[]
  currency: string
  startsOn: CalendarDate
  earliest: CalendarDate
  noticeDays: number
  summary: MoveSummary
  /** A few of them, for people to look at. */
  samples: PlannedMove[]
}

const perPage = 2_000
const sampleCount = 10
const aheadDaysMax = 731

/**
 * Whom would moving to other versions of prices concern, and what would they pay? The preview and the decision both ask this. It goes
 * through subscriptions in pages; how many statements it takes depends on thousands, not on each.
 */
@inject()
export class PreparePriceMove {
  constructor(private clock: Clock) {}

  execute(
    wish: MoveWish,
    onPage: (moves: PlannedMove[]) => Promise<void> = async () => undefined
  ): Promise<Result<PreparedMove, MoveRefusal>> {
    return inReadTransaction(async () => {
      const priceIds = [...new Set(wish.priceIds)]
      const targets = await findTargets(priceIds)
      if (targets.length < priceIds.length || priceIds.length === 0) return err({ type: 'price_not_found' })
      const { currency } = targets[0]!
      if (targets.some((target) => target.currency !== currency)) return err({ type: 'several_currencies' })
      if (new Set(targets.map(({ place }) => place)).size < targets.length)
        return err({ type: 'several_versions' })
      const { timeZone, policies } = currentTenant()
      const today = dateIn(timeZone, this.clock.now())
      const noticeDays = readPolicies(policies).priceNoticeDays
      const found = await this.decideStart({ wish, priceIds, targets, today, noticeDays })
      if (!found.ok) return found
      const { startsOn, earliest } = found.value
      let summary = emptySummary
      const samples: PlannedMove[] = []
      for await (const page of this.pages(priceIds)) {
        const moves = page.map((candidate) =>
          planMove(candidate, { today, startsOn, tellsAll: wish.tellsAll })
        )
        summary = addToSummary(summary, moves)
        samples.push(...moves.slice(0, sampleCount - samples.length))
        await onPage(moves)
      }
      return ok({ priceIds, currency, startsOn, earliest, noticeDays, summary, samples })
    })
  }

  /** Whether anybody pays more decides how early it can be; so all are looked at once before. */
  private async decideStart(input: {
    wish: MoveWish
    priceIds: string[]
    targets: MoveTarget[]
    today: CalendarDate
    noticeDays: number
  }): Promise<Result<{ startsOn: CalendarDate; earliest: CalendarDate }, MoveRefusal>> {
    const { wish, priceIds, targets, today, noticeDays } = input
    let [count, hasHigher] = [0, false]
    for await (const page of this.pages(priceIds)) {
      count += page.length
      hasHigher ||= page
        .map((candidate) => planMove(candidate, { today, startsOn: candidate.renewsOn, tellsAll: false }))
        .some(({ costs }) => costs === 'more')
      if (hasHigher) break
    }
    if (count === 0) return err({ type: 'nobody_affected' })
    const earliest = earliestStart({ targets, today, noticeDays, hasHigher })
    const startsOn = wish.startsOn ?? earliest
    if (startsOn < earliest) return err({ type: 'starts_on_too_early', earliest })
    if (startsOn > addDays(today, aheadDaysMax)) return err({ type: 'starts_on_too_far' })
    return ok({ startsOn, earliest })
  }

  private async *pages(priceIds: string[]) {
    let afterId: string | null = null
    for (;;) {
      const page = await listCandidates(priceIds, { afterId, limit: perPage })
      if (page.length > 0) yield page
      if (page.length < perPage) return
      afterId = page.at(-1)!.subscriptionId
    }
  }
}
