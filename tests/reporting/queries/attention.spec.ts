import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { sql } from 'kysely'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { pool } from '#app/shared/database/pool'
import { runSweepNow, runSweepWhenDue } from '#app/shared/jobs/run_sweep'
import { inTransaction } from '#app/shared/database/unit'
import { newId, showId } from '#app/shared/ids'
import { PromisePayment } from '#app/billing/actions/promise_payment'
import { RaiseRenewalInvoices } from '#app/subscriptions/actions/raise_renewal_invoices'
import { findOverview, listAttention, listAuditLog, listJobs } from '#app/reporting/index'
import { attentionLists, attentionToWire } from '#app/reporting/http/transformers/overview'
import english from '../../../resources/lang/en/attention.json' with { type: 'json' }
import german from '../../../resources/lang/de/attention.json' with { type: 'json' }
import { buy, invoicesOf, openShop, pay, write } from '#tests/support/billing'
import { addAda } from '#tests/support/customers'
import { settle } from '#tests/support/settle'
import { as, createTenant, freezeClock, setPolicies } from '#tests/support/tenants'

async function startServer(at: string) {
  const tenant = await createTenant({ at })
  const { planId } = await openShop(tenant)
  const customerId = await addAda(tenant)
  const { invoiceId, subscriptionIds } = await buy(tenant, planId, { customerId })
  return { tenant, customerId, invoiceId, subscriptionId: subscriptionIds[0]! }
}

const raiseRenewals = (tenant: Tenant) =>
  as(tenant, async () => (await app.container.make(RaiseRenewalInvoices)).execute())

test.group('Staff overview', () => {
  test('a new tenant has no money, no services and nothing that waits for a person', async ({ assert }) => {
    const tenant = await createTenant()
    const overview = await as(tenant, () => findOverview())
    assert.deepEqual(overview.receivedToday, [])
    assert.deepEqual(overview.servicesByStatus, {})
    assert.deepEqual(await as(tenant, () => listAttention()), [])
    assert.deepEqual((await as(tenant, () => listAuditLog({}))).rows, [])
    assert.lengthOf((await as(tenant, () => listJobs('open'))).queues, 3)
  })

  test('an open invoice whose ledger disagrees, and one that nobody tried to collect, ring the alarm', async ({
    assert,
  }) => {
    const tenant = await createTenant({ at: '2026-03-10T09:00:00Z' })
    const invoiceId = newId()
    await as(tenant, () =>
      inTransaction(async () => {
        const customerId = newId()
        await sql`insert into customers (id, number, name, email, currency, created_at)
                  values (${customerId}, 1, 'Ada', 'ada@example.test', 'EUR', now())`.execute(db)
        await sql`insert into invoices (id, series, number, reference, customer_id, kind, status, currency, issued_at, issued_on, due_on,
                                        subtotal, tax_total, total, amount_due, snapshot, hash, next_attempt_at)
                  values (${invoiceId}, 'S', 1, 'S-1', ${customerId}, 'renewal', 'open', 'EUR', now(), '2026-03-01', '2026-03-08',
                          100, 19, 119, 119, '{}', '\\x00', '2026-03-08T06:00:00Z')`.execute(db)
      })
    )
    const attention = await as(tenant, () => listAttention())
    assert.sameMembers(
      attention.map((entry) => entry.kind),
      ['balance_differs', 'invoice_not_attempted']
    )
    assert.equal(attention[0]!.examples[0]!.id, invoiceId)
    const overview = await as(tenant, () => findOverview())
    assert.deepEqual(overview.overdue, [{ currency: 'EUR', is_overdue: true, count: 1, amount: 119n }])
    assert.deepEqual(await as(await createTenant(), () => listAttention()), [])
  })

  test('a renewal that fails shows on the very day, with why and where; mended, it is silent', async ({
    assert,
  }) => {
    const { tenant, customerId, invoiceId, subscriptionId } = await startServer('2026-03-10T12:00:00Z')
    await pay(tenant, invoiceId)
    // A leftover period stands where the renewal wants to be.
    await write(tenant, () =>
      sql`insert into subscription_periods (subscription_id, period_starts_on, period_ends_on, invoice_id, invoice_line_position)
          values (${subscriptionId}, '2026-04-10', '2026-05-10', ${invoiceId}, 0)`.execute(db)
    )
    await freezeClock(tenant, '2026-04-03T12:00:00Z')
    await raiseRenewals(tenant)
    const [alarm] = (await as(tenant, () => listAttention())).map(attentionToWire)
    assert.deepEqual([alarm!.kind, alarm!.count], ['period_not_invoiced', 1])
    const [example] = alarm!.examples
    assert.include(example!.reason, 'subscription_periods')
    assert.include(example!.label, 'VPS M')
    assert.equal(example!.path, `/subscriptions/${showId('subscription', subscriptionId)}`)

    await write(tenant, () =>
      sql`delete from subscription_periods where period_starts_on = '2026-04-10'`.execute(db)
    )
    await freezeClock(tenant, '2026-04-03T13:00:00Z')
    await raiseRenewals(tenant)
    assert.deepEqual(await as(tenant, () => listAttention()), [])
    assert.lengthOf(await invoicesOf(tenant, customerId), 2)
  })

  test('an ended server by the hour whose last hours cannot be invoiced shows with why', async ({
    assert,
  }) => {
    const { tenant, invoiceId, subscriptionId } = await startServer('2026-03-10T12:00:00Z')
    await pay(tenant, invoiceId)
    await write(tenant, () =>
      sql`update subscriptions set status = 'cancelled', interval_unit = 'hour', cancelled_at = now(), ends_on = '2026-03-12',
                 renews_on = '2026-03-13', invoice_on = '2026-03-12', invoice_failure = 'No rate for USD'
           where id = ${subscriptionId}`.execute(db)
    )
    await freezeClock(tenant, '2026-03-12T12:00:00Z')
    const [alarm] = await as(tenant, () => listAttention())
    assert.deepEqual(
      [alarm?.kind, alarm?.examples.map(({ id, reason }) => [id, reason])],
      ['period_not_invoiced', [[subscriptionId, 'No rate for USD']]]
    )
  })

  test('what is withheld on purpose is no alarm: due 1 January, promised until 20 February', async ({
    assert,
  }) => {
    const { tenant, customerId, invoiceId } = await startServer('2025-12-01T12:00:00Z')
    await pay(tenant, invoiceId)
    for (const day of ['2025-12-25', '2026-01-01', '2026-01-02']) {
      await freezeClock(tenant, `${day}T12:00:00Z`)
      await settle(tenant)
    }
    const [, january] = await invoicesOf(tenant, customerId)
    assert.deepEqual([january!.due_on, january!.status], ['2026-01-01', 'open'])
    const promise = await app.container.make(PromisePayment)
    const kept = { invoiceId: january!.id, until: '2026-02-20', reason: 'Bonus in February' }
    assert.isTrue((await as(tenant, () => promise.keep(kept))).ok)
    for (const day of ['2026-01-25', '2026-02-02', '2026-02-20']) {
      await freezeClock(tenant, `${day}T12:00:00Z`)
      await settle(tenant)
      assert.deepEqual(await as(tenant, () => listAttention()), [], day)
    }
    await pay(tenant, january!.id)
    await settle(tenant)
    assert.deepEqual(
      (await invoicesOf(tenant, customerId)).map(({ status }) => status),
      ['paid', 'paid', 'open']
    )
    assert.deepEqual(await as(tenant, () => listAttention()), [])
  }).timeout(120_000)

  test('an overdue renewal for which no try was ever planned shows, but where nobody is charged', async ({
    assert,
  }) => {
    const { tenant, customerId, invoiceId } = await startServer('2026-03-10T12:00:00Z')
    await pay(tenant, invoiceId)
    await freezeClock(tenant, '2026-04-03T12:00:00Z')
    await raiseRenewals(tenant)
    const [, renewal] = await invoicesOf(tenant, customerId)
    await write(tenant, () =>
      sql`update invoices set next_attempt_at = null where id = ${renewal!.id}`.execute(db)
    )
    const shown = async () =>
      (await as(tenant, () => listAttention())).map(({ kind, examples }) => [kind, examples[0]!.id])
    assert.deepEqual(await shown(), [])
    await freezeClock(tenant, '2026-04-11T12:00:00Z')
    assert.deepEqual(await shown(), [['invoice_not_attempted', renewal!.id]])
    await setPolicies(tenant, { collectionDays: [] })
    assert.deepEqual(await shown(), [])
  })

  test('what differs at panels waits for a person, first of all a server that is billed and not there', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    await as(tenant, () =>
      inTransaction(async () => {
        const panelId = newId()
        const comparisonId = newId()
        await sql`insert into panels (id, code, driver, name, location, base_url, secrets, config, created_at)
                  values (${panelId}, 'fra', 'virtfusion', 'Frankfurt', 'Frankfurt', 'https://panel.example', '{}', '{}', now())`.execute(
          db
        )
        await sql`insert into panel_comparisons (id, panel_id, status, started_at, moved_at) values (${comparisonId}, ${panelId}, 'running', now(), now())`.execute(
          db
        )
        for (const [kind, name, status] of [
          ['unbilled', 'stray', 'open'],
          ['missing', 'web-01', 'open'],
          ['other_size', 'web-02', 'repairing'],
        ])
          await sql`insert into drifts (id, panel_id, comparison_id, kind, reference, name, status, differences, first_seen_at, last_seen_at)
                    values (${newId()}, ${panelId}, ${comparisonId}, ${kind}, '7', ${name}, ${status}, '[]', now(), now())`.execute(
            db
          )
      })
    )
    const attention = await as(tenant, () => listAttention())
    assert.deepEqual(
      attention.map(({ kind, count, examples }) => [kind, count, examples[0]!.label]),
      [
        ['server_missing', 1, 'web-01'],
        ['drift_open', 1, 'stray'],
      ]
    )
  })

  test('a search that looks once a day is late when its day is over, not an hour after it looked', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const [daily, quick] = [
      { name: 'daily', everyMs: 86_400_000, run: async () => 0 },
      { name: 'quick', everyMs: 5_000, run: async () => 0 },
    ]
    await runSweepNow(tenant, daily)
    await runSweepWhenDue(tenant, quick)
    const lateAfter = async (hours: number) => {
      await pool().query(
        'update platform.sweep_runs set last_started_at = now() - make_interval(hours => $2) where tenant_id = $1',
        [tenant.id, hours]
      )
      return (await as(tenant, () => listAttention())).flatMap(({ examples }) =>
        examples.map(({ label }) => label)
      )
    }
    assert.deepEqual(await lateAfter(0), [])
    assert.deepEqual(await lateAfter(2), ['quick'])
    assert.sameMembers(await lateAfter(26), ['quick', 'daily'])
  })

  test('each kind says in both languages what it is and what to do', ({ assert }) => {
    for (const { kinds, advice } of [english, german]) {
      assert.sameMembers(Object.keys(kinds), Object.keys(attentionLists))
      assert.sameMembers(Object.keys(advice), Object.keys(attentionLists))
    }
  })
})
