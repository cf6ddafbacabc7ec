import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { plannedEachTime } from '#app/shared/database/kept_plans'
import { inReadTransaction } from '#app/shared/database/unit'
import { pageSizeDefault, toPage, type Page } from '#app/shared/http/keyset'
import { type AuditFilter, newestFacts } from '#app/reporting/queries/newest_facts'

export interface AuditEntry {
  id: string
  type: string
  subjectKind: string
  subjectId: string
  /** What people call it: a number, a host name, a person. */
  subjectName?: string | null
  customerId: string | null
  customerName?: string | null
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

/** Every fact, newest first: who did what to which record, when, from where, and because of what. */
export function listAuditLog(filter: AuditFilter): Promise<Page<AuditEntry>> {
  const size = filter.limit ?? pageSizeDefault
  return inReadTransaction(async () => {
    const wish = await withRarestFirst(filter)
    // First which facts, by index alone, then what they say: names are looked up for those of the page only.
    const { rows } = await sql<AuditEntry>`${sql.raw(plannedEachTime)}
      select e.id, e.type, e.subject_kind as "subjectKind", e.subject_id as "subjectId", ${subjectName} as "subjectName",
             e.customer_id as "customerId", c.name as "customerName",
             e.actor_kind as "actorKind", e.actor_id as "actorId", u.name as "actorName",
             e.impersonator_id as "impersonatorId", i.name as "impersonatorName", host(e.origin_ip) as "originIp",
             e.request_id as "requestId", e.cause, e.data, e.occurred_at as "occurredAt"
        from (${newestFacts(wish, size + 1)}) as f
        join events e on e.tenant_id = f.tenant_id and e.id = f.id
        left join lateral (select name from users u where u.tenant_id = e.tenant_id and u.id = e.actor_id limit 1) u on true
        left join lateral (select name from customers c where c.tenant_id = e.tenant_id and c.id = e.customer_id limit 1) c on true
        left join lateral (select name from users i where i.tenant_id = e.tenant_id and i.id = e.impersonator_id limit 1) i on true
       order by e.id desc`.execute(db)
    return toPage(rows, size)
  })
}

/** Each is looked up by its key, for the facts of a page. */
const subjectName = sql`case e.subject_kind
  when 'customer' then (select x.name from customers x where x.tenant_id = e.tenant_id and x.id = e.subject_id)
  when 'invoice' then (select x.reference from invoices x where x.tenant_id = e.tenant_id and x.id = e.subject_id)
  when 'order' then (select x.number::text from orders x where x.tenant_id = e.tenant_id and x.id = e.subject_id)
  when 'service' then (select x.hostname from services x where x.tenant_id = e.tenant_id and x.id = e.subject_id)
  when 'subscription' then (select x.hostname from services x where x.tenant_id = e.tenant_id and x.subscription_id = e.subject_id)
  when 'operation' then (select x.hostname from operations o join services x on x.tenant_id = o.tenant_id and x.id = o.service_id
                          where o.tenant_id = e.tenant_id and o.id = e.subject_id)
  when 'user' then (select x.name from users x where x.tenant_id = e.tenant_id and x.id = e.subject_id)
  when 'panel' then (select x.name from panels x where x.tenant_id = e.tenant_id and x.id = e.subject_id)
  when 'gateway' then (select x.name from gateways x where x.tenant_id = e.tenant_id and x.id = e.subject_id)
  when 'coupon' then (select x.code from coupons x where x.tenant_id = e.tenant_id and x.id = e.subject_id)
end`

/** Counted as far as it matters: a word of thousands of facts is a frequent one. */
const countedMax = 2_000

async function withRarestFirst(filter: AuditFilter): Promise<AuditFilter> {
  const { text } = filter
  if (text === undefined || text.words.length < 2) return filter
  const { rows } = await sql<{ word: string }>`
    select t.word from unnest(${text.words}::text[]) as t (word)
     cross join lateral (
       select count(*) from (select from fact_words w where w.word = t.word limit ${countedMax}) counted) c
     order by c.count`.execute(db)
  return { ...filter, text: { ...text, words: rows.map(({ word }) => word) } }
}
