import { sql } from 'kysely'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { findTenant } from '#app/shared/database/tenant_directory'
import { asTenant, inTransaction } from '#app/shared/database/unit'
import { queue } from '#app/shared/jobs/queue'
import { type QueuedJob, queueNames } from '#app/shared/jobs/job'
import { runJob } from '#app/shared/jobs/run_job'
import type { Sweep } from '#app/shared/jobs/sweep'
import { findRunner } from '#start/worker'
import { sweeps } from '#start/sweeps'
import { as } from '#tests/support/tenants'

/** What keeps house: no other work waits for it, so it is enough to look once, when all else is at rest. */
const keepingHouse = new Set([
  'sample_status',
  'check_panels',
  'watch_supply',
  'observe_services',
  'fetch_exchange_rates',
  'look_for_disputes',
  'announce_dispute_deadlines',
  'announce_ending_exemptions',
  'recognise_revenue',
  'sum_up_days',
  'make_lost_exports',
  'erase_due_customers',
  'apply_retention',
  'clear_old_records',
  'clear_old_facts',
  'seal_audit_log',
  'rotate_oauth_keys',
])
/** Everything else. */
export const working = sweeps.filter(({ name }) => !keepingHouse.has(name))
export const housekeeping = sweeps.filter(({ name }) => keepingHouse.has(name))

/**
 * Does what workers would do until nothing is left that is due at the tenant's present instant: sweeps, jobs, reactions.
 * Jobs of other tenants in the same database are run as well.
 */
export async function settle(tenant: Tenant, { rounds = 50 } = {}): Promise<void> {
  let isHouseKept = false
  for (let round = 0; round < rounds; round += 1) {
    await lookFor(tenant, working)
    if ((await runQueuedJobs()) > 0) continue
    if (isHouseKept) return
    await lookFor(tenant, housekeeping)
    isHouseKept = true
    if ((await runQueuedJobs()) === 0) return
  }
  throw new Error(`Work did not come to rest within ${rounds} rounds`)
}

/** As {@link settle}, for tests in which only some sweeps can find anything. */
export async function settleOnly(
  tenant: Tenant,
  some: readonly Sweep[],
  { rounds = 50 } = {}
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await lookFor(tenant, some)
    if ((await runQueuedJobs()) === 0) return
  }
  throw new Error(`Work did not come to rest within ${rounds} rounds`)
}

/** Runs sweeps once, in their order. Unlike a worker it notes no run of them, and nobody moves the clock meanwhile. */
export async function lookFor(tenant: Tenant, some: readonly Sweep[] = sweeps): Promise<void> {
  const fresh = (await findTenant(tenant.id))!
  // The clock of a demo is looked up again by each transaction: a third of all statements where most find nothing.
  const withClock = { ...fresh, isDemo: false }
  for (const sweep of some)
    await asTenant({ tenant: withClock, cause: `sweep:${sweep.name}` }, () => sweep.run())
}

/** What moves operations on servers. */
export const moving = sweeps.filter(({ name }) =>
  ['deliver_reactions', 'resume_operations', 'reconcile_services'].includes(name)
)

/** Operations pause for seconds on the clock of the machine, as polite callers do; nothing else waits for that. */
export function shortenPauses(tenant: Tenant, byMs: number): Promise<unknown> {
  const shortened = sql`
    update operations set next_attempt_at = next_attempt_at - make_interval(secs => ${byMs / 1000})
     where status in ('queued', 'running') and leased_until is null`
  return as(tenant, () => inTransaction(() => shortened.execute(db)))
}

/**
 * As if every queued job had been lost with its worker. Between tests that share a sandbox: its panels count from the same numbers again, so
 * that what one test set going would be done to the servers of the next.
 */
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
