import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { pageSizeDefault, toPage, type Page } from '#app/shared/http/keyset'

export interface AuditEntry {
  id: string
  type: string
  subjectKind: string
  subjectId: string
  customerId: string | null
  actorKind: string
  actorId: string | null
  actorName: string | null
  cause: string | null
  data: unknown
  occurredAt: Date
}

export interface AuditFilter {
  type?: string
  subjectId?: string
  customerId?: string
  actorId?: string
  cursor?: string
  limit?: number
}

/** Every fact, newest first: who did what to which record, when, and because of what. */
export function listAuditLog(filter: AuditFilter): Promise<Page<AuditEntry>> {
  const size = filter.limit ?? pageSizeDefault
  return inReadTransaction(async () => {
    const rows = await db
      .selectFrom('events as e')
      .leftJoin('users as u', (join) =>
        join.onRef('u.tenant_id', '=', 'e.tenant_id').onRef('u.id', '=', 'e.actor_id')
      )
      .select([
        'e.id',
        'e.type',
        'e.subject_kind as subjectKind',
        'e.subject_id as subjectId',
        'e.customer_id as customerId',
        'e.actor_kind as actorKind',
        'e.actor_id as actorId',
        'u.name as actorName',
        'e.cause',
        'e.data',
        'e.occurred_at as occurredAt',
      ])
      .$if(filter.type !== undefined, (query) => query.where('e.type', '=', filter.type!))
      .$if(filter.subjectId !== undefined, (query) => query.where('e.subject_id', '=', filter.subjectId!))
      .$if(filter.customerId !== undefined, (query) => query.where('e.customer_id', '=', filter.customerId!))
      .$if(filter.actorId !== undefined, (query) => query.where('e.actor_id', '=', filter.actorId!))
      .$if(filter.cursor !== undefined, (query) => query.where('e.id', '<', filter.cursor!))
      .orderBy('e.id', 'desc')
      .limit(size + 1)
      .execute()
    return toPage(rows, size)
  })
}
