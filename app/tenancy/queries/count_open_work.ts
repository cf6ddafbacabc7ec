import { sql } from 'kysely'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'

/** How many jobs, reactions and operations of this tenant are under way or ready to start. */
export async function countOpenWork(): Promise<number> {
  const tenantId = currentTenant().id
  const { rows } = await sql<{ count: number }>`
    select (
      (select count(*) from pgboss.job
        where name in ('critical', 'normal') and state in ('created', 'active') and start_after <= now() + interval '1 second'
          and data ->> 'tenantId' = ${tenantId})
      + (select count(*) from operations where status in ('queued', 'running'))
      + (select count(*) from webhook_inbox where status = 'pending' and attempts = 0)
    )::int as count`.execute(db)
  return rows[0]?.count ?? 0
}
