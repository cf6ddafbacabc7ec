import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Caller, isAllowed } from '#app/shared/http/caller'
import { type Page, pageSizeDefault, toPage } from '#app/shared/http/keyset'
import {
  type TimelineKind,
  timelineKinds,
  type TimelineRow,
  type TimelineSource,
} from '#app/reporting/queries/timeline/source'
import { timelineSources } from '#app/reporting/queries/timeline/sources'

export interface TimelineQuestion {
  customerId: string
  kinds?: readonly TimelineKind[]
  /** A part of any text of an entry. */
  term?: string | null
  before?: string | null
  size?: number
}

/** Which kinds may this reader see? */
export function readableKinds(caller: Caller): TimelineKind[] {
  const readable = new Set(readableSources(caller).flatMap(({ kinds }) => kinds))
  return timelineKinds.filter((kind) => readable.has(kind))
}

/**
 * What happened between us and a customer, newest first: mails, notes, calls, changes, payments and work in one list. One statement
 * reads no more of each source than a page holds; what the reader may not see is not asked for.
 */
export function listCustomerTimeline(caller: Caller, question: TimelineQuestion): Promise<Page<TimelineRow>> {
  const { customerId, kinds = timelineKinds, term = null, before = null, size = pageSizeDefault } = question
  const asked = readableSources(caller).filter((source) => source.kinds.some((kind) => kinds.includes(kind)))
  if (asked.length === 0) return Promise.resolve({ rows: [], nextCursor: null })
  const parts = asked.map(
    ({ select }) => sql`(${select({ customerId, kinds, term, before, limit: size + 1 })})`
  )
  return inReadTransaction(async () => {
    const { rows } = await sql<TimelineRow>`
      select e.*, u.name as actor_name
        from (select * from (${sql.join(parts, sql` union all `)}) a order by a.id desc limit ${size + 1}) e
        left join users u on u.tenant_id = platform.current_tenant() and u.id = e.actor_id
       order by e.id desc`.execute(db)
    return toPage(rows, size)
  })
}

function readableSources(caller: Caller): TimelineSource[] {
  return timelineSources.filter(({ ability }) => isAllowed(caller, ability))
}
