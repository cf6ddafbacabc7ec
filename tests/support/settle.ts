import type { Tenant } from '#app/shared/database/context'
import { findTenant } from '#app/shared/database/tenant_directory'
import { queue } from '#app/shared/jobs/queue'
import { type QueuedJob, queueNames } from '#app/shared/jobs/job'
import { runJob } from '#app/shared/jobs/run_job'
import { runSweepNow } from '#app/shared/jobs/run_sweep'
import { findRunner } from '#start/worker'
import { sweeps } from '#start/sweeps'

/**
 * Does what workers would do until nothing is left that is due at the tenant's present instant: sweeps, jobs, reactions.
 * Jobs of other tenants in the same database are run as well.
 */
export async function settle(tenant: Tenant, { rounds = 50 } = {}): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const fresh = (await findTenant(tenant.id))!
    for (const sweep of sweeps) await runSweepNow(fresh, sweep)
    if ((await runQueuedJobs()) === 0) return
  }
  throw new Error(`Work did not come to rest within ${rounds} rounds`)
}

/** As if every queued job had been lost with its worker. */
export async function loseQueuedJobs(): Promise<void> {
  for (const name of queueNames) await queue().deleteQueuedJobs(name)
}

/** Runs what lies in the queues, and what that queues in turn. */
export async function runQueuedJobs(): Promise<number> {
  let total = 0
  for (;;) {
    let count = 0
    for (const name of queueNames) {
      const jobs = await queue().fetch<QueuedJob>(name, { batchSize: 100 })
      count += jobs.length
      for (const { id, data } of jobs) {
        await runJob(data, findRunner).then(
          () => queue().complete(name, id),
          (error: Error) => queue().fail(name, id, { message: error.message })
        )
      }
    }
    if (count === 0) return total
    total += count
  }
}
