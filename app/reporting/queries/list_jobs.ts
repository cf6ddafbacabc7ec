import { sql } from 'kysely'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { queueNames } from '#app/shared/jobs/job'

export interface JobRow {
  id: string
  queue: string
  job: string
  state: string
  retryCount: number
  retryLimit: number
  createdAt: Date
  startAfter: Date
  startedAt: Date | null
  completedAt: Date | null
  error: string | null
}

export interface QueueRow {
  queue: string
  ready: number
  active: number
  retrying: number
  failed: number
  oldestSeconds: number
}

export interface SweepRow {
  sweep: string
  lastStartedAt: Date | null
  lastDurationMs: number | null
  lastCount: number | null
  lastError: string | null
}

export interface JobsOverview {
  queues: QueueRow[]
  jobs: JobRow[]
  sweeps: SweepRow[]
  deadReactions: { eventId: string; reaction: string; attempts: number; lastError: string | null }[]
}

/** The three queues, their newest jobs of one state, the sweeps, and reactions that gave up. Queues hold only this tenant's jobs here. */
export function listJobs(state: 'open' | 'failed' | 'completed'): Promise<JobsOverview> {
  const states = {
    open: ['created', 'retry', 'active'],
    failed: ['failed', 'cancelled'],
    completed: ['completed'],
  }[state]
  return inReadTransaction(async () => {
    const tenantId = currentTenant().id
    const queues = await sql<QueueRow>`
      select q.name as queue,
             count(j.id) filter (where j.state = 'created')::int as ready,
             count(j.id) filter (where j.state = 'active')::int as active,
             count(j.id) filter (where j.state = 'retry')::int as retrying,
             count(j.id) filter (where j.state = 'failed')::int as failed,
             coalesce(extract(epoch from now() - min(j.start_after) filter (where j.state in ('created', 'retry') and j.start_after <= now())), 0)::int as "oldestSeconds"
        from unnest(${[...queueNames]}::text[]) with ordinality as q(name, position)
        left join pgboss.job j on j.name = q.name and j.data ->> 'tenantId' = ${tenantId} and j.state <> 'completed'
       group by q.name, q.position order by q.position`.execute(db)
    const jobs = await sql<JobRow>`
      select id, name as queue, data ->> 'job' as job, state::text as state, retry_count as "retryCount", retry_limit as "retryLimit",
             created_on as "createdAt", start_after as "startAfter", started_on as "startedAt", completed_on as "completedAt",
             output ->> 'message' as error
        from pgboss.job where name = any(${[...queueNames]}) and data ->> 'tenantId' = ${tenantId} and state::text = any(${states})
       order by created_on desc limit 100`.execute(db)
    const sweeps = await sql<SweepRow>`
      select sweep, last_started_at as "lastStartedAt", last_duration_ms as "lastDurationMs", last_count as "lastCount", last_error as "lastError"
        from platform.sweep_runs where tenant_id = ${tenantId} order by sweep`.execute(db)
    const dead = await sql<JobsOverview['deadReactions'][number]>`
      select event_id as "eventId", reaction, attempts, last_error as "lastError"
        from reaction_deliveries where status = 'dead' order by seq desc limit 50`.execute(db)
    return { queues: queues.rows, jobs: jobs.rows, sweeps: sweeps.rows, deadReactions: dead.rows }
  })
}
