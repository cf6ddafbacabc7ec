import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { ComponentState } from '#app/status/domain/uptime'

export interface StatusSample {
  component: string
  state: ComponentState
  detail: string | null
  checkedAt: Date
}

/** The last known state of each component. */
export async function latestSamples(): Promise<StatusSample[]> {
  const { rows } = await sql<StatusSample>`
    select distinct on (component) component, state, detail, checked_at as "checkedAt"
      from status_samples order by component, checked_at desc`.execute(db)
  return rows
}

/** All changes since an instant, and for each component the one before it, so that its state at that instant is known. */
export async function listSamplesSince(since: Date): Promise<StatusSample[]> {
  const { rows } = await sql<StatusSample>`
    select component, state, detail, checked_at as "checkedAt" from status_samples where checked_at >= ${since}
    union all
    select * from (
      select distinct on (component) component, state, detail, checked_at
        from status_samples where checked_at < ${since} order by component, checked_at desc) before
    order by "checkedAt"`.execute(db)
  return rows
}

export async function insertSamples(samples: StatusSample[]): Promise<void> {
  await db
    .insertInto('status_samples')
    .values(
      samples.map(({ component, state, detail, checkedAt }) => ({
        component,
        state,
        detail,
        checked_at: checkedAt,
      }))
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
