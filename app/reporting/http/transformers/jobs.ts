import { showId } from '#app/shared/ids'
import type { JobRow, JobsOverview, QueueRow, SweepRow } from '#app/reporting/queries/list_jobs'

export function jobsToWire({ queues, jobs, sweeps, deadReactions }: JobsOverview) {
  return {
    queues: queues.map(queueToWire),
    jobs: jobs.map(jobToWire),
    sweeps: sweeps.map(sweepToWire),
    dead_reactions: deadReactions.map(({ eventId, reaction, attempts, lastError }) => ({
      event_id: showId('event', eventId),
      reaction,
      attempts,
      last_error: lastError,
    })),
  }
}

function queueToWire({ queue, ready, active, retrying, failed, oldestSeconds }: QueueRow) {
  return { queue, ready, active, retrying, failed, oldest_seconds: oldestSeconds }
}

function jobToWire(job: JobRow) {
  return {
    id: job.id,
    queue: job.queue,
    job: job.job,
    state: job.state,
    retry_count: job.retryCount,
    retry_limit: job.retryLimit,
    created_at: job.createdAt.toISOString(),
    start_after: job.startAfter.toISOString(),
    started_at: job.startedAt?.toISOString() ?? null,
    completed_at: job.completedAt?.toISOString() ?? null,
    error: job.error,
  }
}

function sweepToWire({ sweep, lastStartedAt, lastDurationMs, lastCount, lastError }: SweepRow) {
  return {
    sweep,
    last_started_at: lastStartedAt?.toISOString() ?? null,
    last_duration_ms: lastDurationMs,
    last_count: lastCount,
    last_error: lastError,
  }
}
