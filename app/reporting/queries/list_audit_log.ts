import { sql } from 'kysely'
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
  /** The staff member who acted in the actor's name. */
  impersonatorId?: string | null
  impersonatorName?: string | null
  originIp?: string | null
  requestId?: string | null
  cause: string | null
  data: unknown
  occurredAt: Date
}

export interface AuditFilter {
  type?: string
  /** Any of these kinds; where both are given, both must hold. */
  types?: readonly string[]
  subjectId?: string
  customerId?: string
  actorId?: string
  /** Staff who acted in a customer's name. */
  impersonatorId?: string
  actorKind?: string
  originIp?: string
  /** Half-open, by the tenant's clock. */
  from?: Date
  until?: Date
  cursor?: string
  limit?: number
}

/** Every fact, newest first: who did what to which record, when, from where, and because of what. */
export function listAuditLog(filter: AuditFilter): Promise<Page<AuditEntry>> {
  const size = filter.limit ?? pageSizeDefault
  return inReadTransaction(async () => {
    const rows = await askedFor(filter)
      .orderBy('e.id', 'desc')
      .limit(size + 1)
      .execute()
    return toPage(rows, size)
  })
}

function askedFor(filter: AuditFilter) {
  return everyFact()
    .$if(filter.type !== undefined, (query) => query.where('e.type', '=', filter.type!))
    .$if(filter.types !== undefined, (query) => query.where('e.type', 'in', [...filter.types!]))
    .$if(filter.subjectId !== undefined, (query) => query.where('e.subject_id', '=', filter.subjectId!))
    .$if(filter.customerId !== undefined, (query) => query.where('e.customer_id', '=', filter.customerId!))
    .$if(filter.actorId !== undefined, (query) => query.where('e.actor_id', '=', filter.actorId!))
    .$if(filter.impersonatorId !== undefined, (query) =>
      query.where('e.impersonator_id', '=', filter.impersonatorId!)
    )
    .$if(filter.actorKind !== undefined, (query) => query.where('e.actor_kind', '=', filter.actorKind!))
    .$if(filter.actorId !== undefined && filter.actorKind === undefined, (query) =>
      // Said so that the index of people's acts serves.
      query.where('e.actor_kind', 'in', ['customer', 'staff'])
    )
    .$if(filter.originIp !== undefined, (query) =>
      query.where('e.origin_ip', '=', sql<string>`${filter.originIp!}::inet`)
    )
    .$if(filter.from !== undefined, (query) => query.where('e.occurred_at', '>=', filter.from!))
    .$if(filter.until !== undefined, (query) => query.where('e.occurred_at', '<', filter.until!))
    .$if(filter.cursor !== undefined, (query) => query.where('e.id', '<', filter.cursor!))
}

function everyFact() {
  return db
    .selectFrom('events as e')
    .leftJoin('users as u', (join) =>
      join.onRef('u.tenant_id', '=', 'e.tenant_id').onRef('u.id', '=', 'e.actor_id')
    )
    .leftJoin('users as i', (join) =>
      join.onRef('i.tenant_id', '=', 'e.tenant_id').onRef('i.id', '=', 'e.impersonator_id')
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
      'e.impersonator_id as impersonatorId',
      'i.name as impersonatorName',
      sql<string | null>`host(e.origin_ip)`.as('originIp'),
      'e.request_id as requestId',
      'e.cause',
      'e.data',
      'e.occurred_at as occurredAt',
    ])
}
