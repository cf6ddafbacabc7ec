/** Which code runs each kind of job. A job that is not listed here is refused by the worker. */
import { deliverReactions, DeliverReactionsJob } from '#app/shared/events/deliver_reactions'
import type { Job, JobRunner } from '#app/shared/jobs/job'

interface JobBinding {
  job: Job<object>
  runner: () => Promise<JobRunner<object>>
}

/** @param runner makes the runner when a job of this kind is taken */
function bind<Payload extends object>(
  job: Job<Payload>,
  runner: () => Promise<JobRunner<Payload>>
): JobBinding {
  return { job, runner: runner as () => Promise<JobRunner<object>> }
}

export const jobBindings: JobBinding[] = [bind(deliverReactions, async () => new DeliverReactionsJob())]
