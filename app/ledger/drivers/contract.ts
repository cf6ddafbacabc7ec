import type { Result } from '#app/shared/result'
import type { CalendarDate } from '#app/shared/time/calendar'

/** The rates of one day, as a feed publishes them. */
export interface PublishedDay {
  on: CalendarDate
  rates: {
    currency: string
    /** Units for one euro, as a plain decimal. */
    perEuro: string
  }[]
}

/** `retry_later`: no answer, or one of the feed's own trouble. `unreadable`: an answer that is not what the feed publishes. */
export type FeedFailure = { type: 'retry_later' | 'unreadable'; reason: string }

/** What one feed publishes and when. */
export interface RateFeed {
  readonly name: string
  /** How many days back the history reaches. */
  readonly historyDays: number
  /** How many calendar days may lie between two publications (weekends and holidays in a row). */
  readonly silentDaysMax: number
  /** The newest day alone. */
  readLatest(): Promise<Result<PublishedDay[], FeedFailure>>
  /** All days that the feed still offers, from new to old. */
  readHistory(): Promise<Result<PublishedDay[], FeedFailure>>
}

/** Makes the feed for a base address; each call is kept under the tenant it was made for. */
export type MakeRateFeed = (settings: { baseUrl: string; tenantId: string }) => RateFeed
