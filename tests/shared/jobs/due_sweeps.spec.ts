import { test } from '@japa/runner'
import { pool } from '#app/shared/database/pool'
import { listDueSweeps, runSweepNow, runSweepWhenDue } from '#app/shared/jobs/run_sweep'
import { createTenant } from '#tests/support/tenants'

const hourly = { name: 'hourly', everyMs: 3_600_000, run: async () => 0 }
const always = { name: 'always', everyMs: 0, run: async () => 0 }
const failing = {
  name: 'failing',
  everyMs: 3_600_000,
  run: async () => {
    throw new Error('no')
  },
}

test.group('Sweeps that are due', () => {
  test('are those that never ran and those whose time has come, for each tenant by itself', async ({
    assert,
  }) => {
    const [one, two] = [await createTenant(), await createTenant()]
    const sweeps = [hourly, always, failing]
    const dueOf = async ({ id }: { id: string }) =>
      [...((await listDueSweeps(sweeps)).get(id) ?? [])].toSorted()
    assert.deepEqual(await dueOf(one), ['always', 'failing', 'hourly'])
    assert.equal(await runSweepWhenDue(one, hourly), 0)
    assert.equal(await runSweepWhenDue(one, always), 0)
    await assert.rejects(() => runSweepWhenDue(one, failing), 'no')
    assert.deepEqual(await dueOf(one), ['always'])
    assert.isNull(await runSweepWhenDue(one, hourly))
    assert.deepEqual(await dueOf(two), ['always', 'failing', 'hourly'])
    assert.equal((await listDueSweeps([])).size, 0)
  })

  test('run at once where the clock was just moved, and are noted with how it went', async ({ assert }) => {
    const tenant = await createTenant()
    const some = { ...hourly, run: async () => 3 }
    assert.equal(await runSweepNow(tenant, some), 3)
    assert.equal(await runSweepNow(tenant, some), 3)
    await assert.rejects(() => runSweepNow(tenant, failing), 'no')
    const { rows } = await pool().query(
      'select sweep, last_count, last_error, last_started_at <= last_finished_at as ended from platform.sweep_runs where tenant_id = $1 order by sweep',
      [tenant.id]
    )
    assert.deepEqual(rows, [
      { sweep: 'failing', last_count: null, last_error: 'no', ended: true },
      { sweep: 'hourly', last_count: 3, last_error: null, ended: true },
    ])
  })
})
