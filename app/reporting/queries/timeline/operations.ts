import { sql } from 'kysely'
import { entry, rowsOf, spoken, type TimelineSource } from '#app/reporting/queries/timeline/source'

/** Work on the customer's servers. */
export const operations: TimelineSource = {
  name: 'operation',
  kinds: ['operation'],
  ability: 'staff:operations:read',
  idKind: 'operation',
  path: '/operations',
  select: (question) => sql`
    select ${entry('operation', 'operation', {
      at: sql`t.created_at`,
      actorKind: sql`t.requested_by_kind`,
      actorId: sql`t.requested_by_id`,
      name: sql`t.kind`,
      title: sql`s.hostname`,
      status: sql`t.status`,
      problem: sql`case when t.status in ('failed', 'waiting') then t.failure->>'message' end`,
      data: sql`jsonb_build_object('finished_at', t.finished_at)`,
    })}
      from operations t
      join services s on s.tenant_id = t.tenant_id and s.id = t.service_id
     where ${rowsOf(question, [spoken(sql`t.kind`), sql`s.hostname`, sql`t.status`])}`,
}
