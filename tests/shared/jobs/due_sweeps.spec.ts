import { test } from '@japa/runner'
import { listDueSweeps, runSweepWhenDue } from '#app/shared/jobs/run_sweep'
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
})
