import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import type { AuditEntry } from '#app/reporting/queries/list_audit_log'

/** Facts that happened since an instant of the tenant's clock, newest first. */
export function listEventsSince(since: Date, limit: number): Promise<AuditEntry[]> {
  return inReadTransaction(async () => {
    const { rows } = await sql<AuditEntry>`
      select e.id, e.type, e.subject_kind as "subjectKind", e.subject_id as "subjectId", e.customer_id as "customerId",
             e.actor_kind as "actorKind", e.actor_id as "actorId", u.name as "actorName", e.cause, e.data, e.occurred_at as "occurredAt"
        from events e left join users u on u.tenant_id = e.tenant_id and u.id = e.actor_id
       where e.id > ${lastIdBefore(since)} order by e.id desc limit ${limit}`.execute(db)
    return rows
  })
}

/** How many facts of each kind happened since an instant, the most frequent first. */
export function countEventsSince(since: Date): Promise<{ type: string; count: number }[]> {
  return inReadTransaction(async () => {
    const { rows } = await sql<{ type: string; count: number }>`
      select type, count(*)::int as count from events
       where id > ${lastIdBefore(since)} group by type order by 2 desc, 1`.execute(db)
    return rows
  })
}

/** The log is read backwards from its end, so that a long history costs nothing. Ids grow with time. */
function lastIdBefore(since: Date) {
  return sql`coalesce((select id from events where occurred_at < ${since} order by id desc limit 1), '00000000-0000-0000-0000-000000000000')`
}
