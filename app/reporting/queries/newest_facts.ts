import { type RawBuilder, sql } from 'kysely'
import { requireContext } from '#app/shared/database/context'

/** Who may have acted. */
export const actorKinds = ['customer', 'staff', 'system', 'gateway', 'panel'] as const
type ActorKind = (typeof actorKinds)[number]

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
  /** What was typed, in all that it could mean: facts of any of these kinds, about any of these, or in whose reason all these words stand, the rarest first. */
  text?: { types: readonly string[]; ids: readonly string[]; words: readonly string[] }
  /** Half-open, by the tenant's clock. */
  from?: Date
  until?: Date
  cursor?: string
  limit?: number
}

type Condition = RawBuilder<unknown>

/** So much an id may be older or newer than the instant that its fact names: both are of one process, made one after the other. */
const idSlackMs = 10_000

/**
 * What billing runs record for everybody is not in the index of kinds (`events_by_type`): it is frequent wherever it occurs at all, and is found
 * by going through the facts of the time in question.
 */
export const kindsOfRuns = ['invoice.issued', 'subscription.renewed']
const isIndexed = sql`(e.actor_kind <> 'system' or e.type not in (${sql.join(kindsOfRuns.map((type) => sql.lit(type)))}))`

/**
 * The ids of the newest facts that a filter wants, as a subquery. What points at one thing (a record, a person, an address) is found by the index
 * of these. Kinds of facts and of actors are looked for one by one, the newest of each, and the newest of all these kept: no kind is so
 * frequent or so old that its facts have to be searched for.
 */
export function newestFacts(filter: AuditFilter, size: number): Condition {
  if (filter.text !== undefined) return meantFacts(filter, filter.text, size)
  const types = wantedTypes(filter)
  const kinds = wantedActors(filter)
  const place = pointsAt(filter)
  const within = [...place, ...periodOf(filter)]
  if (place.length > 0 || (types === null && kinds === null)) {
    const all = [...within, ...kindsOf(types, kinds)]
    return sql`select e.tenant_id, e.id from events e where true ${both(all)} order by e.id desc limit ${size}`
  }
  const ofRuns =
    kinds === null || kinds.includes('system')
      ? kindsOfRuns.filter((type) => types?.includes(type) ?? true)
      : []
  const parts = [
    byIndex({ types, kinds, within, size }),
    ...ofRuns.map(
      (type) => sql`
      (select w.tenant_id, w.id from ${backInTime({ types: [type], kinds: ['system'], filter, size, looked: null })} w)`
    ),
  ]
  const all = sql`select n.tenant_id, n.id from (${sql.join(parts, sql` union all `)}) as n order by n.id desc limit ${size}`
  const looks = (types?.length ?? looksMax) * (kinds ?? actorKinds).length
  return looks < looksMax ? all : latestFirst({ types, kinds, filter, size, all })
}

/** So many single looks cost more than to go through the latest facts first. */
const looksMax = 50
const latestMax = 2_000

/** Many kinds are most of what happens: the latest facts hold enough of them, nearly always, and only where they do not is each looked for. */
function latestFirst({ types, kinds, filter, size, all }: Walk & { all: Condition }): Condition {
  return sql`
    with latest as materialized (select w.tenant_id, w.id from ${backInTime({ types, kinds, filter, size, looked: latestMax })} w)
    select l.tenant_id, l.id from latest l where (select count(*) from latest) >= ${size}
    union all
    select a.tenant_id, a.id from (${all}) a where (select count(*) from latest) < ${size}`
}

interface Walk {
  types: string[] | null
  kinds: readonly string[] | null
  filter: AuditFilter
  size: number
}

/** @param looked through so many facts at most; null: to the beginning of the period */
function backInTime({ types, kinds, filter, size, looked }: Walk & { looked: number | null }): Condition {
  const { from, until } = filter
  const { fromId, untilId } = idsOf(filter)
  return sql`platform.facts_back_in_time(${types}::text[], ${kinds}::text[], ${fromId ?? firstIdOf(0)}::uuid, ${untilId ?? lastId}::uuid,
    ${from ?? '-infinity'}::timestamptz, ${until ?? 'infinity'}::timestamptz, ${looked}::bigint, ${size}::bigint)`
}

interface Search {
  within: Condition[]
  size: number
}

function byIndex(search: Search & { types: string[] | null; kinds: ActorKind[] | null }): Condition {
  const { types, kinds, within, size } = search
  return sql`
    (select n.tenant_id, n.id
       from ${types === null ? kindsOfLog : sql`unnest(${types}::text[]) as t (type)`}
      cross join unnest(${kinds ?? [...actorKinds]}::text[]) as k (kind)
      cross join lateral (
        select e.tenant_id, e.id from events e where e.type = t.type and e.actor_kind = k.kind and ${isIndexed} ${both(within)}
         order by e.id desc limit ${size}) n)`
}

/** Each meaning by an index of its own, the newest of each, and the newest of all these kept. */
function meantFacts(
  filter: AuditFilter,
  { types, ids, words }: NonNullable<AuditFilter['text']>,
  size: number
): Condition {
  const all = both([
    ...pointsAt(filter),
    ...periodOf(filter),
    ...kindsOf(wantedTypes(filter), wantedActors(filter)),
  ])
  const about = ['subject_id', 'customer_id', 'actor_id'].map(
    (column) => sql`
      select found.tenant_id, found.id from unnest(${ids}::uuid[]) as thing (id)
       cross join lateral (
         select e.tenant_id, e.id from events e where e.${sql.ref(column)} = thing.id ${byIndexOf(column)} ${all}
          order by e.id desc limit ${size}) found`
  )
  const wanted = wantedTypes(filter)
  const named = wanted === null ? types : types.filter((type) => wanted.includes(type))
  const parts = [
    named.length === 0
      ? null
      : sql`select t.tenant_id, t.id from (${newestFacts({ ...filter, type: undefined, types: named, text: undefined }, size)}) t`,
    ...(ids.length === 0 ? [] : about),
    words.length === 0
      ? null
      : sql`select w.tenant_id, w.id from (${withWords(words, sql`${both(boundsOf(sql`w.event_id`, filter))} ${all}`, size)}) w`,
  ].filter((part) => part !== null)
  if (parts.length === 0) return sql`select e.tenant_id, e.id from events e where false`
  return sql`
    select distinct meant.tenant_id, meant.id from (${sql.join(parts, sql` union all `)}) meant
     order by meant.id desc limit ${size}`
}

/** Said so that the index of people's acts serves: nobody else acts under an id. */
function byIndexOf(column: string): Condition {
  return column === 'actor_id' ? sql`and e.actor_kind in ('customer', 'staff')` : sql``
}

/** Of the first word, which is the rarest, the facts are gone through from the newest. */
function withWords(words: readonly string[], all: Condition, size: number): Condition {
  const [first, ...others] = words
  const beside = others.map(
    (word) => sql`and exists (select from fact_words o where o.word = ${word} and o.event_id = w.event_id)`
  )
  return sql`
    select e.tenant_id, e.id from fact_words w join events e on e.tenant_id = w.tenant_id and e.id = w.event_id
     where w.word = ${first} ${sql.join(beside, sql` `)} ${all}
     order by w.event_id desc limit ${size}`
}

/** The kinds of facts that the index holds, those that nothing announces any more among them: from one to the next. */
const kindsOfLog = sql`(
  with recursive held as (
    (select e.type from events e where ${isIndexed} order by e.type limit 1)
    union all
    select (select e.type from events e where e.type > h.type and ${isIndexed} order by e.type limit 1) from held h where h.type is not null
  ) select type from held where type is not null) as t`

/** Null for all. */
function wantedTypes({ type, types }: AuditFilter): string[] | null {
  if (type === undefined) return types ? [...new Set(types)] : null
  return types === undefined || types.includes(type) ? [type] : []
}

function wantedActors({ actorKind }: AuditFilter): ActorKind[] | null {
  return actorKind === undefined ? null : actorKinds.filter((kind) => kind === actorKind)
}

/** Each of these has an index that leads to few facts. */
function pointsAt(filter: AuditFilter): Condition[] {
  const { subjectId, customerId, actorId, impersonatorId, originIp } = filter
  return [
    subjectId === undefined ? null : sql`e.subject_id = ${subjectId}`,
    customerId === undefined ? null : sql`e.customer_id = ${customerId}`,
    // Said so that the index of people's acts serves: nobody else acts under an id.
    actorId === undefined ? null : sql`e.actor_id = ${actorId} and e.actor_kind in ('customer', 'staff')`,
    impersonatorId === undefined ? null : sql`e.impersonator_id = ${impersonatorId}`,
    originIp === undefined ? null : sql`e.origin_ip = ${originIp}::inet`,
  ].filter((condition) => condition !== null)
}

function kindsOf(types: string[] | null, kinds: ActorKind[] | null): Condition[] {
  return [
    types === null ? null : sql`e.type = any(${types}::text[])`,
    kinds === null ? null : sql`e.actor_kind = any(${kinds}::text[])`,
  ].filter((condition) => condition !== null)
}

/** Ids grow with time, so that they bound a period where the tenant's clock is the world's; what they cannot say exactly the instant says. */
function periodOf(filter: AuditFilter): Condition[] {
  const { from, until } = filter
  return [
    ...boundsOf(sql`e.id`, filter),
    from === undefined ? null : sql`e.occurred_at >= ${from}`,
    until === undefined ? null : sql`e.occurred_at < ${until}`,
  ].filter((condition) => condition !== null)
}

function boundsOf(id: Condition, filter: AuditFilter): Condition[] {
  const { fromId, untilId } = idsOf(filter)
  return [
    fromId === null ? null : sql`${id} >= ${fromId}`,
    untilId === null ? null : sql`${id} < ${untilId}`,
  ].filter((condition) => condition !== null)
}

/** Between which ids the facts lie; null: any. */
function idsOf({ from, until, cursor }: AuditFilter): { fromId: string | null; untilId: string | null } {
  const { isDemo } = requireContext().tenant
  const end = until === undefined || isDemo ? null : firstIdOf(until.getTime() + idSlackMs)
  return {
    fromId: from === undefined || isDemo ? null : firstIdOf(from.getTime() - idSlackMs),
    untilId: [end, cursor ?? null].filter((id) => id !== null).toSorted()[0] ?? null,
  }
}

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** The smallest id of a millisecond: a UUIDv7 begins with it. */
function firstIdOf(ms: number): string {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

function both(conditions: Condition[]): Condition {
  return sql.join(
    conditions.map((condition) => sql`and ${condition}`),
    sql` `
  )
}
