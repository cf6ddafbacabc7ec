import { test } from '@japa/runner'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { findOverview, listAttention, listAuditLog, listJobs } from '#app/reporting/index'
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
})
