import { asTenant } from '#app/shared/database/unit'
import { findTenant } from '#app/shared/database/tenant_directory'
import type { JobRunner, QueuedJob } from '#app/shared/jobs/job'

type FindRunner = (jobName: string) => Promise<JobRunner<object>>

/** Runs one queued job as its tenant. Throws what the job throws; the queue then repeats it with growing pauses. */
export async function runJob(queued: QueuedJob, findRunner: FindRunner): Promise<void> {
  const tenant = await findTenant(queued.tenantId)
  if (!tenant) throw new Error(`Job ${queued.job} names a tenant that does not exist`)
  const runner = await findRunner(queued.job)
  const cause = `job:${queued.job}`
  const { requestId, isBulk } = queued
  await asTenant({ tenant, requestId, cause, isBulk }, () => runner.run(queued.payload))
}
