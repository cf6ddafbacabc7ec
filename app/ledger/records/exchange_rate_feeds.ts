import { db } from '#app/shared/database/db'
import type { CalendarDate } from '#app/shared/time/calendar'

export interface FeedState {
  source: string
  lastAttemptAt: Date
  lastSuccessAt: Date | null
  nextAttemptAt: Date
  /** In a row. */
  failures: number
  lastError: string | null
  /** The latest day whose rates the feed has published and we have kept. */
  latestOn: CalendarDate | null
}

export async function findFeedState(source: string): Promise<FeedState | null> {
  const row = await db
    .selectFrom('exchange_rate_feeds')
    .selectAll()
    .where('source', '=', source)
    .executeTakeFirst()
  if (!row) return null
  return {
    source,
    lastAttemptAt: row.last_attempt_at,
    lastSuccessAt: row.last_success_at,
    nextAttemptAt: row.next_attempt_at,
    failures: row.failures,
    lastError: row.last_error,
    latestOn: row.latest_on,
  }
}

export async function saveFeedState(state: FeedState): Promise<void> {
  const columns = {
    last_attempt_at: state.lastAttemptAt,
    last_success_at: state.lastSuccessAt,
    next_attempt_at: state.nextAttemptAt,
    failures: state.failures,
    last_error: state.lastError,
    latest_on: state.latestOn,
  }
  await db
    .insertInto('exchange_rate_feeds')
    .values({ source: state.source, ...columns })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'source']).doUpdateSet(columns))
    .execute()
}
