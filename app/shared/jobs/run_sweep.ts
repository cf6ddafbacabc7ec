import type { PoolClient } from 'pg'
import { asTenant } from '#app/shared/database/unit'
import { pool } from '#app/shared/database/pool'
import type { Tenant } from '#app/shared/database/context'
import type { Sweep } from '#app/shared/jobs/sweep'

/**
 * Runs a sweep for one tenant unless another worker is at it or it ran just now. Most find nothing, all day: beside its own question such
 * a run costs two.
 * @returns how much it found, or null when it was not this worker's turn
 */
export async function runSweepWhenDue(tenant: Tenant, sweep: Sweep): Promise<number | null> {
  const outcome = await holdingConnection(async (client) => {
    const { is_held: isHeld, is_due: isDue } = await claim(client, tenant, sweep)
    if (!isHeld) return null
    const carriedOut = isDue ? await carryOut(tenant, sweep) : null
    await release(client, tenant, sweep, carriedOut)
    return carriedOut
  })
  return outcome && countOf(outcome)
}

/**
 * Which sweeps of which tenants are due, by tenant and then by name, with one question: most of the time none is, and a worker asks every
 * second.
 */
export async function listDueSweeps(sweeps: readonly Sweep[]): Promise<Map<string, Set<string>>> {
  const { rows } = await pool().query<{ tenant_id: string; names: string[] }>(
    `select t.id as tenant_id, array_agg(s.name) as names
       from platform.tenants t cross join unnest($1::text[], $2::float8[]) as s (name, seconds)
       left join platform.sweep_runs r on r.tenant_id = t.id and r.sweep = s.name
      where r.last_started_at is null or r.last_started_at <= now() - make_interval(secs => s.seconds)
      group by t.id`,
    [sweeps.map(({ name }) => name), sweeps.map(({ everyMs }) => everyMs / 1000)]
  )
  return new Map(rows.map(({ tenant_id: id, names }) => [id, new Set(names)]))
}

/** Runs a sweep now, waiting for nobody: for tests and for the time machine, which has just moved the clock. */
export async function runSweepNow(tenant: Tenant, sweep: Sweep): Promise<number> {
  const outcome = await carryOut(tenant, sweep)
  await pool().query({
    name: 'note_sweep',
    text: `insert into platform.sweep_runs (tenant_id, sweep, last_duration_ms, last_count, last_error, every_seconds, last_started_at, last_finished_at)
           values ($1, $2, $3::integer, $4, $5, $6, now() - make_interval(secs => $3::integer / 1000.0), now())
           on conflict (tenant_id, sweep) do update
              set last_duration_ms = excluded.last_duration_ms, last_count = excluded.last_count, last_error = excluded.last_error,
                  every_seconds = excluded.every_seconds, last_started_at = excluded.last_started_at,
                  last_finished_at = excluded.last_finished_at`,
    values: [tenant.id, sweep.name, ...columnsOf(outcome), secondsOf(sweep)],
  })
  return countOf(outcome)
}

interface Outcome {
  count: number | null
  error: unknown
  durationMs: number
}

async function carryOut(tenant: Tenant, sweep: Sweep): Promise<Outcome> {
  const startedAt = performance.now()
  const run = asTenant({ tenant, cause: `sweep:${sweep.name}` }, () => sweep.run())
  const ended = await run.then(
    (count) => ({ count, error: null }),
    (error: unknown) => ({ count: null, error })
  )
  return { ...ended, durationMs: Math.round(performance.now() - startedAt) }
}

/** What was found. Throws what the sweep threw. */
function countOf({ count, error }: Outcome): number {
  if (count === null) throw error
  return count
}

function columnsOf({ durationMs, count, error }: Outcome): [number, number | null, string | null] {
  const text = error instanceof Error ? error.message : String(error)
  return [durationMs, count, count === null ? text : null]
}

/** Whole seconds, for whoever asks later whether it is late. */
const secondsOf = ({ everyMs }: Sweep) => Math.ceil(everyMs / 1000)

/** The key of a sweep of a tenant among the locks of sessions. */
const key = `hashtextextended($1::uuid || ':' || $2::text, 1)`

/** Takes the lock that others respect, and notes that the sweep begins where it has not begun just now. */
async function claim(
  client: PoolClient,
  tenant: Tenant,
  sweep: Sweep
): Promise<{ is_held: boolean; is_due: boolean }> {
  const { rows } = await client.query<{ is_held: boolean; is_due: boolean }>({
    name: 'claim_sweep',
    text: `with lock as materialized (select pg_try_advisory_lock(${key}) as is_held),
           claimed as (
             insert into platform.sweep_runs as r (tenant_id, sweep, every_seconds, last_started_at)
             select $1::uuid, $2::text, $4::integer, now() from lock where is_held
             on conflict (tenant_id, sweep) do update
                set last_started_at = excluded.last_started_at, every_seconds = excluded.every_seconds
              where r.last_started_at is null or r.last_started_at <= now() - make_interval(secs => $3)
             returning r.sweep)
           select is_held, exists (select from claimed) as is_due from lock`,
    values: [tenant.id, sweep.name, sweep.everyMs / 1000, secondsOf(sweep)],
  })
  return rows[0]!
}

/** Notes how it went, if it ran, and lets others have the lock. */
async function release(
  client: PoolClient,
  tenant: Tenant,
  sweep: Sweep,
  outcome: Outcome | null
): Promise<void> {
  if (!outcome) {
    const text = `select pg_advisory_unlock(${key})`
    await client.query({ name: 'leave_sweep', text, values: [tenant.id, sweep.name] })
    return
  }
  await client.query({
    name: 'end_sweep',
    text: `with ended as (
             update platform.sweep_runs set last_finished_at = now(), last_duration_ms = $3, last_count = $4, last_error = $5
              where tenant_id = $1::uuid and sweep = $2::text)
           select pg_advisory_unlock(${key})`,
    values: [tenant.id, sweep.name, ...columnsOf(outcome)],
  })
}

/** One that fails is thrown away, and with it the lock that it may hold. */
async function holdingConnection<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect()
  try {
    const result = await work(client)
    client.release()
    return result
  } catch (error) {
    client.release(true)
    throw error
  }
}
