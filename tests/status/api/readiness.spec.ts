import { test } from '@japa/runner'
import pg from 'pg'
import { pool } from '#app/shared/database/pool'
import { newId } from '#app/shared/ids'
import { request } from '#tests/support/api'

interface Readiness {
  status: number
  failing: string[]
}

/** What a load balancer is told, and which checks say no. */
async function readReadiness(): Promise<Readiness> {
  const { status, body } = await request({
    host: '127.0.0.1',
    method: 'GET',
    path: '/health/ready',
    headers: {},
    text: undefined,
  })
  const checks: { name: string; isOk: boolean }[] = body.checks
  return { status, failing: checks.filter(({ isOk }) => !isOk).map(({ name }) => name) }
}

test.group('Readiness', (group) => {
  const id = newId()
  const hear = (secondsAgo: number) =>
    pool().query(
      `insert into platform.process_heartbeats (process_id, kind, host, version, rss_bytes, started_at, beat_at)
       values ($1, 'worker', 'here', 'test', 1, now() - interval '1 hour', now() - make_interval(secs => $2))
       on conflict (process_id) do update set beat_at = excluded.beat_at`,
      [id, secondsAgo]
    )
  const waitingJobs = `pgboss.job where state in ('created', 'retry')`

  group.each.setup(async () => {
    // What tests before this one left is not ours to wait for.
    await pool().query(`delete from ${waitingJobs}`)
    await hear(1)
  })
  group.teardown(async () => {
    await pool().query('delete from platform.process_heartbeats where process_id = $1', [id])
  })

  test('holds while the database answers, is of this version, a worker lives and work moves', async ({
    assert,
  }) => {
    assert.deepEqual(await readReadiness(), { status: 200, failing: [] })
  })

  test('ends with the last sign of a worker', async ({ assert }) => {
    await hear(31)
    assert.deepEqual(await readReadiness(), { status: 503, failing: ['worker'] })
  })

  test('ends when work has waited for minutes', async ({ assert }) => {
    await pool().query(
      `insert into pgboss.job (name, data, start_after) values ('normal', '{}', now() - interval '301 s')`
    )
    assert.deepEqual(await readReadiness(), { status: 503, failing: ['queue'] })
    await pool().query(`delete from ${waitingJobs}`)
  })

  test('ends when the database is behind this version', async ({ assert, cleanup }) => {
    const owner = new pg.Client({ connectionString: process.env.DATABASE_URL })
    await owner.connect()
    cleanup(() => owner.end())
    const { rows } = await owner.query(
      'delete from public.schema_migrations where name = (select max(name) from public.schema_migrations) returning *'
    )
    assert.deepEqual(await readReadiness(), { status: 503, failing: ['migrations'] })
    const { name, timestamp } = rows[0]
    await owner.query('insert into public.schema_migrations values ($1, $2)', [name, timestamp])
  })
})
