import { test } from '@japa/runner'
import { asTenant, inTransaction } from '#app/shared/database/unit'
import { pool } from '#app/shared/database/pool'
import { enqueue } from '#app/shared/jobs/queue'
import { job } from '#app/shared/jobs/job'
import { runJob } from '#app/shared/jobs/run_job'
import { deliverReactions, queueSubjects } from '#app/shared/events/deliver_reactions'
import { newId } from '#app/shared/ids'
import { createTenant } from '#tests/support/tenants'

const follower = job<object>('test.follower', 'low')

async function listQueued(tenantId: string) {
  const { rows } = await pool().query<{ job: string; priority: number; data: never }>(
    `select data->>'job' as job, priority, data from pgboss.job where data->>'tenantId' = $1 order by created_on, priority desc`,
    [tenantId]
  )
  return rows
}

test.group('Bulk work', () => {
  test('what follows from many subjects lets what follows from one go first, and so does all that it queues', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const many = Array.from({ length: 60 }, () => newId())
    await asTenant({ tenant }, () => inTransaction(() => queueSubjects(many)))
    await asTenant({ tenant }, () => inTransaction(() => queueSubjects([newId()])))
    const queued = await listQueued(tenant.id)
    assert.sameMembers(
      queued.map(({ priority }) => priority),
      [-1, -1, -1, 0]
    )
    const alone = queued.find(({ priority }) => priority === 0)!
    const batch = queued.find(({ priority }) => priority === -1)!
    const runner = { run: () => enqueue(follower, {}) }
    await runJob(alone.data, async () => runner)
    await runJob(batch.data, async () => runner)
    const followers = (await listQueued(tenant.id)).filter((row) => row.job === follower.name)
    assert.sameMembers(
      followers.map(({ priority }) => priority),
      [0, -1]
    )
    assert.equal(queued.filter((row) => row.job === deliverReactions.name).length, 4)
  })
})
