import { inReadTransaction } from '#app/shared/database/unit'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import type { Clock } from '#app/shared/time/clock'
import { isStale } from '#app/ledger/domain/feed_schedule'
import { rateFeed } from '#app/ledger/drivers/registry'
import { type FeedState, findFeedState } from '#app/ledger/records/exchange_rate_feeds'
import { type KeptRate, listKeptRates } from '#app/ledger/records/exchange_rates'

const daysShown = 10
/** Failures in a row after which a feed that never answered is a matter for a person. */
const firstFailuresMax = 3

export interface RateFeedState {
  source: string
  isStale: boolean
  state: FeedState | null
}

/** Rates by day, newest first: those of ten days before the cursor. */
export function listExchangeRates(filter: {
  before: CalendarDate | null
  currency: string | null
}): Promise<{ rates: KeptRate[]; nextBefore: CalendarDate | null }> {
  return inReadTransaction(async () => {
    const rates = await listKeptRates({ ...filter, days: daysShown + 1 })
    const days = [...new Set(rates.map((rate) => rate.on))]
    if (days.length <= daysShown) return { rates, nextBefore: null }
    return { rates: rates.filter((rate) => rate.on !== days.at(-1)), nextBefore: days[daysShown - 1]! }
  })
}

/** How it goes with the feed of this installation; null when it has been turned off. */
export function findRateFeedState(clock: Clock): Promise<RateFeedState | null> {
  return inReadTransaction(async () => {
    const feed = rateFeed()
    if (!feed) return null
    const state = await findFeedState(feed.name)
    if (!state) return { source: feed.name, isStale: false, state }
    const today = dateIn('UTC', clock.wall())
    const isSilent = isStale(state.latestOn, { today, silentDaysMax: feed.silentDaysMax })
    // A feed that never answered may just be slow to begin with.
    return {
      source: feed.name,
      isStale: isSilent && (state.latestOn !== null || state.failures >= firstFailuresMax),
      state,
    }
  })
}
