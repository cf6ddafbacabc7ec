import { sql } from 'kysely'
import { rowsAs } from '#app/shared/database/column_arrays'
import { db } from '#app/shared/database/db'
import type { Standing } from '#app/subscriptions/domain/standing'

/** From where to where a change leads that is not over: either may still become what its subscription is for. */
export interface OpenStanding {
  changeId: string
  subscriptionId: string
  stood: Standing
  leads: Standing
}

/** Locks the open changes of subscriptions that the caller has locked. */
export async function lockOpenStandings(subscriptionIds: readonly string[]): Promise<OpenStanding[]> {
  const { rows } = await sql<OpenStanding>`
    select id as "changeId", subscription_id as "subscriptionId", stood, leads from subscription_changes
     where subscription_id = any(${subscriptionIds}::uuid[]) and finished_at is null
     order by id for no key update`.execute(db)
  return rows
}

export async function writeOpenStandings(standings: readonly OpenStanding[]): Promise<void> {
  if (standings.length === 0) return
  const rows = standings.map(({ changeId, stood, leads }) => ({
    id: changeId,
    stood: JSON.stringify(stood),
    leads: JSON.stringify(leads),
  }))
  await sql`
    update subscription_changes c set stood = r.stood, leads = r.leads
      from ${rowsAs(rows, { id: 'uuid', stood: 'jsonb', leads: 'jsonb' })}
     where c.tenant_id = platform.current_tenant() and c.id = r.id`.execute(db)
}
