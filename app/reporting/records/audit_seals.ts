import { sql } from 'kysely'
import { db } from '#app/shared/database/db'

/** A seal over a stretch of the log of facts. */
export interface Seal {
  number: bigint
  last_seq: bigint
  last_event_id: string
  event_count: number
  /** Of each fact its id (16 bytes) and its digest (32); null once they were cleared away. */
  entries: Buffer | null
  entries_digest: Buffer
  hash: Buffer
  last_occurred_at: Date
  sealed_at: Date
  /** 2: its hash says when as well. */
  form: number
}

export type SealHead = Omit<Seal, 'entries' | 'entries_digest' | 'form'>

/** A stretch of the log that is not sealed yet. */
export interface Stretch {
  event_count: number
  last_seq: bigint
  last_event_id: string
  last_occurred_at: Date
  entries: Buffer
}

export async function findHead(): Promise<SealHead | undefined> {
  const { rows } = await sql<SealHead>`
    select number, last_seq, last_event_id, event_count, hash, last_occurred_at, sealed_at
      from audit_seals order by number desc limit 1`.execute(db)
  return rows[0]
}

/** One at a time for each tenant: two would make the same link of the chain. */
export async function lockChain(tenantId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`audit_seals:${tenantId}`}, 0))`.execute(db)
}

export async function list({ after, size }: { after: bigint; size: number }): Promise<Seal[]> {
  const { rows } = await sql<Seal>`
    select number, last_seq, last_event_id, event_count, entries, entries_digest, hash, last_occurred_at, sealed_at, form
      from audit_seals where number > ${after} order by number limit ${size}`.execute(db)
  return rows
}

export async function insert(seal: Seal): Promise<void> {
  await sql`
    insert into audit_seals (number, last_seq, last_event_id, event_count, entries, entries_digest, hash, last_occurred_at, sealed_at, form)
    values (${seal.number}, ${seal.last_seq}, ${seal.last_event_id}, ${seal.event_count}, ${seal.entries}, ${seal.entries_digest},
            ${seal.hash}, ${seal.last_occurred_at}, ${seal.sealed_at}, ${seal.form})`.execute(db)
}

/** When the oldest fact after this one was recorded, by the clock of the database's machine, in seconds ago; null where there is none. */
export async function findAgeOfUnsealed(
  afterEventId: string | null
): Promise<{ seconds: number; seq: bigint; id: string } | null> {
  const { rows } = await sql<{ seconds: number; seq: bigint; id: string }>`
    select extract(epoch from clock_timestamp() - min(recorded_at))::float8 as seconds, min(seq) as seq,
           min(id::text) as id
      from (select id, recorded_at, seq from events where id > ${afterEventId ?? '00000000-0000-0000-0000-000000000000'}
             order by id limit 500) e`.execute(db)
  const row = rows[0]
  return row && row.seq !== null ? row : null
}

/** Up to how many facts of a stretch, as they will be sealed; nothing where it holds none of the tenant's. */
export async function readStretch({
  after,
  through,
}: {
  after: bigint
  through: bigint
}): Promise<Stretch | null> {
  const { rows } = await sql<Stretch>`
    with found as (select * from platform.digest_events(${after}, ${through}))
    select count(*)::int as event_count, max(seq) as last_seq, max(id::text)::uuid as last_event_id,
           (select max(e.occurred_at) from events e where e.id in (select id from found)) as last_occurred_at,
           string_agg(uuid_send(id) || digest, ''::bytea order by seq) as entries
      from found`.execute(db)
  const row = rows[0]
  return row && row.event_count > 0 ? row : null
}

/** What the log holds now where a seal says what it held. */
export async function readEntries(after: bigint, through: bigint): Promise<{ id: string; digest: Buffer }[]> {
  const { rows } = await sql<{ id: string; digest: Buffer }>`
    select id, digest from platform.digest_events(${after}, ${through})`.execute(db)
  return rows
}

/** Clears the facts of the oldest seal that are older than the tenant keeps them. @returns how many; null for nothing to clear */
export async function clearOldest(): Promise<number | null> {
  const { rows } = await sql<{ gone: number | null }>`
    select platform.clear_oldest_sealed_events() as gone`.execute(db)
  return rows[0]?.gone ?? null
}

/** A seal and the one before it, where they are there. */
export async function findWithPrevious(number: bigint): Promise<[Seal | undefined, Seal | undefined]> {
  const found = await list({ after: number - 2n, size: 2 })
  return [found.find((seal) => seal.number === number - 1n), found.find((seal) => seal.number === number)]
}

export interface SealedFact {
  id: string
  digest: Buffer
  type: string
  subject_kind: string
  subject_id: string
  customer_id: string | null
  actor_kind: string
  actor_id: string | null
  impersonator_id: string | null
  origin_ip: string | null
  request_id: string | null
  cause: string | null
  data: unknown
  occurred_at: Date
}

/** The facts of a sealed stretch in the order of their numbers, with what their seal covers of each. */
export async function readFacts(after: bigint, through: bigint): Promise<SealedFact[]> {
  const { rows } = await sql<SealedFact>`
    select e.id, d.digest, e.type, e.subject_kind, e.subject_id, e.customer_id, e.actor_kind, e.actor_id, e.impersonator_id,
           host(e.origin_ip) as origin_ip, e.request_id, e.cause, e.data, e.occurred_at
      from platform.digest_events(${after}, ${through}) d join events e on e.tenant_id = platform.current_tenant() and e.id = d.id
     order by d.seq`.execute(db)
  return rows
}
