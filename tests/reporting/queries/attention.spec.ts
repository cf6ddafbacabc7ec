import { test } from '@japa/runner'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { pool } from '#app/shared/database/pool'
import { runSweepNow, runSweepWhenDue } from '#app/shared/jobs/run_sweep'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { findOverview, listAttention, listAuditLog, listJobs } from '#app/reporting/index'
import { attentionLists } from '#app/reporting/http/transformers/overview'
import english from '../../../resources/lang/en/attention.json' with { type: 'json' }
import german from '../../../resources/lang/de/attention.json' with { type: 'json' }
import { as, createTenant } from '#tests/support/tenants'

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
