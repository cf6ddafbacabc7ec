import { type RawBuilder, sql } from 'kysely'
import type { StaffAbility } from '#app/shared/http/caller'
import type { IdKind } from '#app/shared/ids'

/** By what the list can be narrowed down. Several sources may share a kind. */
export const timelineKinds = ['mail', 'note', 'call', 'change', 'payment', 'operation'] as const
export type TimelineKind = (typeof timelineKinds)[number]

export interface SourceQuestion {
  customerId: string
  /** Only these kinds. */
  kinds: readonly TimelineKind[]
  /** A part of any text of an entry; null for all. */
  term: string | null
  /** Only what came before this id. Ids of all sources are in one order, that of time. */
  before: string | null
  limit: number
}

/** One entry, whatever it came from. */
export interface TimelineRow {
  source: string
  kind: TimelineKind
  id: string
  at: Date
  actor_kind: string | null
  actor_id: string | null
  actor_name: string | null
  /** What it is, as a name that has words on pages: of a mail, of work, of a fact. */
  name: string
  title: string | null
  text: string | null
  status: string | null
  /** Why it did not go well. */
  problem: string | null
  /** What only this source knows. */
  data: Record<string, unknown>
}

/**
 * A part of a customer's timeline. To add one (tickets, short messages) write a file that exports such a source and name it in
 * `sources.ts`; its table needs an index on (tenant_id, customer_id, id desc).
 */
export interface TimelineSource {
  name: string
  kinds: readonly TimelineKind[]
  /** Who may see it; others get the list without it. */
  ability: StaffAbility
  idKind: IdKind
  /** Where an entry leads to: `/payments`; null where it has no page of its own. */
  path: string | null
  /** The columns of an entry, in the order of {@link entry}, of one customer, newest first and no more than the limit. */
  select(question: SourceQuestion): RawBuilder<unknown>
}

type Column = RawBuilder<unknown>

export interface EntryColumns {
  kind?: Column
  at: Column
  actorKind?: Column
  actorId?: Column
  name: Column
  title?: Column
  text?: Column
  status?: Column
  problem?: Column
  data?: Column
}

const nothing = sql`null`

/** The columns of an entry in their one order: what is united must agree. `t` is the table that has the id and the customer. */
export function entry(source: string, kind: TimelineKind, columns: EntryColumns): RawBuilder<unknown> {
  const text = (column: Column = nothing) => sql`(${column})::text`
  return sql`${source}::text as source, ${columns.kind ?? sql`${kind}`}::text as kind, t.id, ${columns.at} as at,
    ${text(columns.actorKind)} as actor_kind, (${columns.actorId ?? nothing})::uuid as actor_id, ${text(columns.name)} as name,
    ${text(columns.title)} as title, ${text(columns.text)} as text, ${text(columns.status)} as status,
    ${text(columns.problem)} as problem, coalesce(${columns.data ?? nothing}, '{}'::jsonb) as data`
}

/** Which rows of a source are asked for, newest first: those of the customer, before the cursor, with the text in one of the columns. */
export function rowsOf(
  { customerId, before, term, limit }: SourceQuestion,
  searched: Column[]
): RawBuilder<unknown> {
  const place = sql.join(
    [
      sql`t.customer_id = ${customerId}`,
      ...(before ? [sql`t.id < ${before}`] : []),
      ...matching(term, searched),
    ],
    sql` and `
  )
  return sql`${place} order by t.id desc limit ${limit}`
}

/** A customer's rows are few: their texts are looked through. */
function matching(term: string | null, searched: Column[]): RawBuilder<unknown>[] {
  if (term === null) return []
  const all = sql`concat_ws(' ', ${sql.join(searched)})`
  return [sql`position(${term.toLowerCase()} in lower(${all})) > 0`]
}

/** A name as somebody would type it. */
export const spoken = (name: Column): RawBuilder<unknown> => sql`translate(${name}, '._', '  ')`
