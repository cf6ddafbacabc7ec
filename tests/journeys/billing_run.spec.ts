import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { sql } from 'kysely'
import { checkLedger } from '#app/ledger/index'
import { db } from '#app/shared/database/db'
import type { Tenant } from '#app/shared/database/context'
import { findTenant } from '#app/shared/database/tenant_directory'
import { inReadTransaction } from '#app/shared/database/unit'
import { isSealIntact } from '#app/billing/domain/snapshot'
import { RaiseRenewalInvoices } from '#app/subscriptions/actions/raise_renewal_invoices'
import { connect } from '#tests/journeys/power'
import { eventually } from '#tests/support/app_processes'
import { loseQueuedJobs } from '#tests/support/settle'
import { as } from '#tests/support/tenants'
import { applicationProgram } from '../../bin/lib/programs.mjs'
import { planDueSubscriptions, seedTenant } from '../../bench/support/seed_subscriptions.js'

const count = 1_200
const root = fileURLToPath(new URL('../../', import.meta.url))

/** Some chunks of customers who each have one subscription due to be invoiced. */
async function tenantWithDue() {
  const due = planDueSubscriptions(count)
  const client = await connect()
  try {
    const { id } = await seedTenant(client, due)
    return { tenant: (await findTenant(id))!, due }
  } finally {
    await client.end()
  }
}

function startWorker(): ChildProcess {
  const env = { ...process.env, NODE_ENV: 'development', LOG_LEVEL: 'fatal' }
  return spawn(process.execPath, applicationProgram('bin/worker.ts'), { cwd: root, stdio: 'ignore', env })
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}

const run = async () => (await app.container.make(RaiseRenewalInvoices)).execute()

type Counted = keyof Omit<typeof undisturbed, 'broken' | 'isClean' | 'differences'>

/** What a run has left, and whether it fits together. */
async function outcomeOf(tenant: Tenant) {
  return as(tenant, () =>
    inReadTransaction(async () => {
      const { rows } = await sql<Record<Counted, number>>`
        select (select count(*)::int from invoices) as invoices, (select min(number)::int from invoices) as first,
               (select max(number)::int from invoices) as last, (select next_number::int from number_series where series = 'invoice') as next,
               (select count(distinct subscription_id)::int from subscription_periods) as periods,
               (select count(*)::int from invoice_lines) as lines, (select count(*)::int from journal_entries) as entries,
               (select count(*)::int from subscriptions where renews_on = '2026-04-10') as renewed,
               (select count(*)::int from events where type = 'subscription.renewed') as facts,
               (select count(*)::int from events e where type = 'invoice.issued' and exists (
                 select from reaction_deliveries d where d.tenant_id = e.tenant_id and d.event_id = e.id)) as announced`.execute(
        db
      )
      const sealed = await db.selectFrom('invoices').select(['snapshot', 'hash']).execute()
      const { isClean, differences } = await checkLedger()
      return { ...rows[0]!, broken: sealed.filter((row) => !isSealIntact(row.snapshot, row.hash)).length, isClean, differences } // prettier-ignore
    })
  )
}

const undisturbed = {
  invoices: count, first: 1, last: count, next: count + 1, periods: count, lines: count * 2, entries: count, renewed: count, facts: count,
  announced: count, broken: 0, isClean: true, differences: [],
} // prettier-ignore

test.group('A billing run of several chunks', (group) => {
  // Thousands of notices that nobody waits for would hold up the stories after this one.
  group.each.teardown(loseQueuedJobs)

  test('that loses its power in the middle is finished by two others at once: each renewal once, no number missing', async ({
    assert,
    cleanup,
  }) => {
    const { tenant, due } = await tenantWithDue()
    const [holder, watch] = await Promise.all([connect(), connect()])
    cleanup(async () => void (await Promise.all([holder.end(), watch.end()])))
    // An invoice of this subscription waits, after its numbers were taken, for whoever holds what its discount has left.
    await holder.query('begin')
    await holder.query(`select set_config('app.tenant', $1, true)`, [tenant.id])
    await holder.query('select from subscription_discounts where subscription_id = $1 for update', [due.subscriptionIds[700]]) // prettier-ignore
    const worker = startWorker()
    cleanup(() => killed(worker))
    const { processID } = holder as unknown as { processID: number }
    await eventually(
      async () => {
        const text =
          'select exists (select from pg_stat_activity where $1 = any(pg_blocking_pids(pid))) as yes'
        return (await watch.query<{ yes: boolean }>(text, [processID])).rows[0]!.yes
      },
      { withinMs: 90_000, what: 'the run to be in the middle' }
    )
    await killed(worker)
    await holder.query('rollback')
    const [first, second] = await as(tenant, () => Promise.all([run(), run()]))
    assert.isBelow(first + second, count + 1)
    assert.deepEqual(await outcomeOf(tenant), undisturbed)
    assert.equal(await as(tenant, run), 0)
  }).timeout(300_000)

  test('in which one customer is broken invoices all others, whatever chunk they are in', async ({
    assert,
  }) => {
    const { tenant, due } = await tenantWithDue()
    const broken = due.subscriptionIds[700]!
    const client = await connect()
    await client.query('begin')
    await client.query(`select set_config('app.tenant', $1, true)`, [tenant.id])
    await client.query('update subscription_items set unit_amount = 9223372036854775807 where subscription_id = $1', [broken]) // prettier-ignore
    await client.query('commit')
    await client.end()
    assert.equal(await as(tenant, run), count - 1)
    const { invoices, last, next, isClean, broken: brokenSeals } = await outcomeOf(tenant)
    assert.deepEqual(
      { invoices, last, next, isClean, brokenSeals },
      { invoices: count - 1, last: count - 1, next: count, isClean: true, brokenSeals: 0 }
    )
  }).timeout(300_000)
})
