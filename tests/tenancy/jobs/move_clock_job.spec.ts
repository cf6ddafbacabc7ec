import { test } from '@japa/runner'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { MoveClockJob } from '#app/tenancy/jobs/move_clock_job'
import { findClockMove, insertClockMove } from '#app/tenancy/records/clock_moves'
import { as, createTenant } from '#tests/support/tenants'

const from = new Date('2026-03-01T00:00:00Z')
const days = (count: number) => new Date(from.getTime() + count * 86_400_000)

async function move(runSweeps: () => Promise<void>) {
  const tenant = await createTenant()
  const id = newId()
  const run = () => as(tenant, () => new MoveClockJob(runSweeps).run({ clockMoveId: id }))
  await as(tenant, () =>
    inTransaction(() => insertClockMove({ id, fromAt: from, toAt: days(3), requestedBy: null }))
  )
  const seen = () => as(tenant, () => inReadTransaction(() => findClockMove(id)))
  return { run, seen }
}

test.group('A move of the clock', () => {
  test('goes day by day to its end', async ({ assert }) => {
    let sweeps = 0
    const { run, seen } = await move(async () => void (sweeps += 1))
    await run()
    assert.deepInclude(await seen(), { status: 'done', reachedAt: days(3), error: null })
    assert.isAtLeast(sweeps, 3)
  })

  test('stops at the day whose work fails, says why, and is not taken up again', async ({ assert }) => {
    const { run, seen } = await move(async () => {
      throw new Error('no such day')
    })
    await assert.rejects(run, 'no such day')
    const stopped = { status: 'failed', reachedAt: days(1), error: 'no such day' }
    assert.deepInclude(await seen(), stopped)
    await run()
    assert.deepInclude(await seen(), stopped)
  })
})
