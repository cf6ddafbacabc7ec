import { hostname } from 'node:os'
import type { ApplicationService } from '@adonisjs/core/types'
import logger from '@adonisjs/core/services/logger'
import { JobPollers, type SettledJob, type TakenJob } from '#start/job_pollers'
import { jobBindings } from '#start/jobs'
import { sweeps } from '#start/sweeps'
import { roundLimitsFor, SweepRounds } from '#start/sweep_rounds'
import type { Tenant } from '#app/shared/database/context'
import { acrossTenants } from '#app/shared/database/unit'
import { pool } from '#app/shared/database/pool'
import { closeQueue, openQueue } from '#app/shared/jobs/queue'
import { type JobRunner, type QueueName, queueNames } from '#app/shared/jobs/job'
import { runJob } from '#app/shared/jobs/run_job'
import { hearOfWaitingJobs } from '#app/shared/jobs/waiting_jobs'
import { listDueSweeps, runSweepWhenDue } from '#app/shared/jobs/run_sweep'
import { newId } from '#app/shared/ids'

/** How many independent pollers a worker process has for each queue. */
const pollers: Record<QueueName, number> = { critical: 6, normal: 3, low: 1 }
const sweepTickMs = 1_000
const heartbeatMs = 5_000

export interface RunningWorker {
  stop(): Promise<void>
}

/** Takes jobs from the three queues, looks for due work, and says that it lives. */
export async function startWorker(app: ApplicationService): Promise<RunningWorker> {
  const boss = await openQueue({ isWorker: true })
  const pollersOf = new Map<QueueName, JobPollers>()
  for (const queue of queueNames) {
    pollersOf.set(queue, await JobPollers.open(boss, { queue, count: pollers[queue], settle }))
  }
  const hearing = hearOfWaitingJobs((queue) => pollersOf.get(queue)?.wake())
  const rounds = new SweepRounds(roundLimitsFor(pool().options.max ?? 0))
  const sweeping = repeat(sweepTickMs, () => sweepAll(rounds))
  const beating = repeat(heartbeatMs, heartbeat(app))
  return {
    async stop() {
      hearing.stop()
      await Promise.all([sweeping.stop(), beating.stop()])
      await rounds.stop()
      await closeQueue()
    },
  }
}

async function settle({ id, data }: TakenJob): Promise<SettledJob> {
  try {
    await runJob(data, findRunner)
    return { id, status: 'completed' }
  } catch (error) {
    logger.error({ err: error, job: data.job, tenantId: data.tenantId }, 'Job failed')
    return {
      id,
      status: 'failed',
      output: { message: error instanceof Error ? error.message : String(error) },
    }
  }
}

/** The code behind a job's name. */
export async function findRunner(jobName: string): Promise<JobRunner<object>> {
  const binding = jobBindings.find((candidate) => candidate.job.name === jobName)
  if (!binding) throw new Error(`No code is bound to job ${jobName}`)
  return binding.runner()
}

/** Offers each tenant a round of what is due for it. */
async function sweepAll(rounds: SweepRounds): Promise<void> {
  const due = await listDueSweeps(sweeps)
  if (due.size === 0) return
  await acrossTenants('sweeps look for due work of every tenant', async (tenant) => {
    const names = due.get(tenant.id)
    if (names) rounds.offer(tenant.id, () => sweepOnce(tenant, names))
  })
}

/** One after the other, in the order of the list. Sweeps are independent: one that fails is logged and delays nobody. */
async function sweepOnce(tenant: Tenant, names: ReadonlySet<string>): Promise<void> {
  for (const sweep of sweeps) {
    if (!names.has(sweep.name)) continue
    await runSweepWhenDue(tenant, sweep).catch((error) =>
      logger.error({ err: error, sweep: sweep.name, tenantId: tenant.id }, 'Sweep failed')
    )
  }
}

function heartbeat(app: ApplicationService): () => Promise<void> {
  const processId = newId()
  const version = String(app.version ?? '0')
  return async () => {
    await pool().query(
      `insert into platform.process_heartbeats (process_id, kind, host, version, rss_bytes, started_at, beat_at)
       values ($1, 'worker', $2, $3, $4, now(), now())
       on conflict (process_id) do update set beat_at = now(), rss_bytes = excluded.rss_bytes`,
      [processId, hostname(), version, process.memoryUsage.rss()]
    )
  }
}

/** Runs work again and again, never twice at once, until stopped; stopping waits for the run under way. */
function repeat(everyMs: number, work: () => Promise<void>): { stop(): Promise<void> } {
  const state = {
    isStopped: false,
    timer: undefined as NodeJS.Timeout | undefined,
    running: Promise.resolve(),
  }
  const tick = () => {
    state.running = work()
      .catch((error) => logger.error({ err: error }, 'Background work failed'))
      .then(() => {
        if (!state.isStopped) state.timer = setTimeout(tick, everyMs)
      })
  }
  tick()
  return {
    async stop() {
      state.isStopped = true
      clearTimeout(state.timer)
      await state.running
    },
  }
}
