import type { QueryResult } from 'pg'
import { PgBoss } from 'pg-boss'
import { type Question, requireContext } from '#app/shared/database/context'
import { forgetStalePlans, planName } from '#app/shared/database/kept_plans'
import { pool } from '#app/shared/database/pool'
import { bulkPriority, type Job, type QueuedJob } from '#app/shared/jobs/job'
import { tellOfWaitingJobs } from '#app/shared/jobs/waiting_jobs'

const state: { boss: PgBoss | null } = { boss: null }

export interface QueueSettings {
  /** Workers look after the queue's tables; other processes only put jobs in. */
  isWorker: boolean
}

/** Opens this process's door to the queue. Its tables are made by the migrations, never here. */
export async function openQueue({ isWorker }: QueueSettings): Promise<PgBoss> {
  const boss = new PgBoss({
    db: { executeSql: askForQueue },
    schema: 'pgboss',
    migrate: false,
    createSchema: false,
    schedule: false,
    supervise: isWorker,
    reindex: false,
    monitorVacuum: false,
  })
  // Reported by the worker's log; without a listener an error would end the process.
  boss.on('error', (error) => process.emitWarning(`Job queue: ${error.message}`))
  await boss.start()
  state.boss = boss
  return boss
}

/**
 * The queue's own statements, which workers ask all day: each is as long as a page and is planned longer than it runs, so connections keep
 * their plans.
 */
async function askForQueue(text: string, values: unknown[] = []): Promise<QueryResult> {
  try {
    // Several statements in one text have no plan.
    const isOne = !/;\s*\S/.test(text)
    return await pool().query({ text, values, name: isOne ? planName(text) : undefined })
  } catch (error) {
    forgetStalePlans(error)
    throw error
  }
}

export function queue(): PgBoss {
  if (!state.boss) throw new Error('The job queue is not open')
  return state.boss
}

export async function closeQueue(): Promise<void> {
  const open = state.boss
  state.boss = null
  await open?.stop({ graceful: true, timeout: 10_000 })
}

export interface QueueingOptions {
  /** Earliest start, in seconds of the wall clock. */
  delaySeconds?: number
  /** Whether it is work over many subjects, which lets everything else go first. What bulk work queues is bulk by itself. */
  isBulk?: boolean
}

/**
 * Queues work for the current tenant. Inside a transaction the job appears when it commits and never when it rolls back.
 */
export async function enqueue<Payload extends object>(
  target: Job<Payload>,
  payload: Payload,
  options: QueueingOptions = {}
): Promise<void> {
  await enqueueMany(target, [payload], options)
}

/** Queues many jobs of one kind with one statement. */
export async function enqueueMany<Payload extends object>(
  target: Job<Payload>,
  payloads: Payload[],
  { delaySeconds = 0, isBulk }: QueueingOptions = {}
): Promise<void> {
  if (payloads.length === 0) return
  const { unit } = requireContext()
  const jobs = payloads.map((payload) => ({ ...toQueue(target, payload, isBulk), startAfter: delaySeconds }))
  const tell = () => tellOfWaitingJobs(target.queue)
  if (!unit) {
    await queue().insert(target.queue, jobs)
    if (delaySeconds === 0) tell()
    return
  }
  await queue().insert(target.queue, jobs, { db: { executeSql: tellOnly((order) => unit.tell(order)) } })
  if (delaySeconds === 0) unit.afterCommit.push(tell)
}

/**
 * The statement that queues jobs for the current tenant, to be carried out with others as one message. Whoever commits it says so with
 * `tellOfWaitingJobs`.
 */
export async function statementFor<Payload extends object>(
  target: Job<Payload>,
  payloads: Payload[]
): Promise<Question> {
  const jobs = payloads.map((payload) => toQueue(target, payload))
  const written: Question[] = []
  await queue().insert(target.queue, jobs, { db: { executeSql: tellOnly((order) => written.push(order)) } })
  if (written.length !== 1) throw new Error(`Jobs are queued by ${written.length} statements`)
  return written[0]!
}

/** Nobody wants to know the ids of jobs. */
function tellOnly(take: (order: Question) => unknown) {
  return async (text: string, values?: unknown[]) => {
    take({ text, values })
    return { rows: [] }
  }
}

function toQueue(target: Job<object>, payload: object, isBulk = requireContext().isBulk ?? false) {
  const { tenant, requestId } = requireContext()
  const data: QueuedJob = { job: target.name, tenantId: tenant.id, payload, requestId }
  return isBulk ? { data: { ...data, isBulk: true as const }, priority: bulkPriority } : { data }
}
