import { asTenant } from '#app/shared/database/unit'
import { pool } from '#app/shared/database/pool'
import type { Tenant } from '#app/shared/database/context'
import type { Sweep } from '#app/shared/jobs/sweep'

/**
 * Runs a sweep for one tenant unless another worker is at it or it ran just now.
 * @returns how much it found, or null when it was not this worker's turn
 */
export async function runSweepWhenDue(tenant: Tenant, sweep: Sweep): Promise<number | null> {
  return underLock(tenant, sweep, async () => {
    if (!(await isDue(tenant, sweep))) return null
    return recordRun(tenant, sweep)
  })
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
export function runSweepNow(tenant: Tenant, sweep: Sweep): Promise<number> {
  return recordRun(tenant, sweep)
}

async function underLock(
  tenant: Tenant,
  sweep: Sweep,
  run: () => Promise<number | null>
): Promise<number | null> {
  const client = await pool().connect()
  try {
    const key = `${tenant.id}:${sweep.name}`
    const { rows } = await client.query<{ locked: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 1)) as locked',
      [key]
    )
    if (!rows[0]?.locked) return null
    try {
      return await run()
    } finally {
      await client.query('select pg_advisory_unlock(hashtextextended($1, 1))', [key])
    }
  } finally {
    client.release()
  }
}

async function isDue(tenant: Tenant, sweep: Sweep): Promise<boolean> {
  const { rows } = await pool().query<{ due: boolean }>(
    `select last_started_at is null or last_started_at <= now() - make_interval(secs => $3) as due
       from platform.sweep_runs where tenant_id = $1 and sweep = $2`,
    [tenant.id, sweep.name, sweep.everyMs / 1000]
  )
  return rows[0]?.due ?? true
}

async function recordRun(tenant: Tenant, sweep: Sweep): Promise<number> {
  const startedAt = performance.now()
  await saveRun(tenant, sweep, { last_started_at: 'now()' }, [])
  try {
    const count = await asTenant({ tenant, cause: `sweep:${sweep.name}` }, () => sweep.run())
    await finishRun(tenant, sweep, { count, error: null, startedAt })
    return count
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    await finishRun(tenant, sweep, { count: null, error: message, startedAt })
    throw error
  }
}

interface Outcome {
  count: number | null
  error: string | null
  startedAt: number
}

async function finishRun(tenant: Tenant, sweep: Sweep, { count, error, startedAt }: Outcome): Promise<void> {
  const durationMs = Math.round(performance.now() - startedAt)
  await saveRun(
    tenant,
    sweep,
    { last_finished_at: 'now()', last_duration_ms: '$3', last_count: '$4', last_error: '$5' },
    [durationMs, count, error]
  )
}

async function saveRun(
  tenant: Tenant,
  sweep: Sweep,
  columns: Record<string, string>,
  values: unknown[]
): Promise<void> {
  const names = Object.keys(columns)
  await pool().query(
    `insert into platform.sweep_runs (tenant_id, sweep, ${names.join(', ')}) values ($1, $2, ${Object.values(columns).join(', ')})
     on conflict (tenant_id, sweep) do update set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    [tenant.id, sweep.name, ...values]
  )
}
