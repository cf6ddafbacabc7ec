import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import type { Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { needsHistory, nextFeedAttempt } from '#app/ledger/domain/feed_schedule'
import type { FeedFailure, PublishedDay, RateFeed } from '#app/ledger/drivers/contract'
import { rateFeed } from '#app/ledger/drivers/registry'
import { keepRates } from '#app/ledger/records/exchange_rates'
import { type FeedState, findFeedState, saveFeedState } from '#app/ledger/records/exchange_rate_feeds'

/** Days of a feed are days where it is published. */
const feedZone = 'Europe/Berlin'

/**
 * Asks the feed for rates that are not kept yet, when it is time to, and keeps them. Goes by the wall clock: the feed lives in
 * the outside world, whatever day it is for the tenant. A failure is written down and tried again by itself.
 */
@inject()
export class FetchExchangeRates {
  constructor(private clock: Clock) {}

  /** @returns how many rates were new */
  async execute(): Promise<number> {
    const feed = rateFeed()
    if (!feed) return 0
    const now = this.clock.wall()
    const state = await inReadTransaction(() => findFeedState(feed.name))
    if (state && state.nextAttemptAt > now) return 0
    const isGap = needsHistory(state?.latestOn ?? null, dateIn(feedZone, now))
    const answer = isGap ? await feed.readHistory() : await feed.readLatest()
    return inTransaction(() => this.keep(feed, state, { answer, now }))
  }

  private async keep(
    feed: RateFeed,
    state: FeedState | null,
    { answer, now }: { answer: Result<PublishedDay[], FeedFailure>; now: Date }
  ): Promise<number> {
    const attempt = { source: feed.name, lastAttemptAt: now }
    if (!answer.ok) {
      const failures = (state?.failures ?? 0) + 1
      await saveFeedState({
        ...attempt,
        lastSuccessAt: state?.lastSuccessAt ?? null,
        latestOn: state?.latestOn ?? null,
        nextAttemptAt: nextFeedAttempt(now, failures),
        failures,
        lastError: answer.error.reason.slice(0, 500),
      })
      return 0
    }
    const days = answer.value
    const count = await keepRates(
      days.flatMap(({ on, rates }) => rates.map((rate) => ({ ...rate, on, source: feed.name }))),
      now
    )
    const latestOn = days
      .map(({ on }) => on)
      .concat(state?.latestOn ?? [])
      .sort()
      .at(-1)!
    const nextAttemptAt = nextFeedAttempt(now, 0)
    await saveFeedState({
      ...attempt,
      lastSuccessAt: now,
      nextAttemptAt,
      failures: 0,
      lastError: null,
      latestOn,
    })
    return count
  }
}
