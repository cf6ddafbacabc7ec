import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { asTenant } from '#app/shared/database/unit'
import { findTenant } from '#app/shared/database/tenant_directory'
import { Clock } from '#app/shared/time/clock'
import { RaiseRenewalInvoices } from '#app/subscriptions/actions/raise_renewal_invoices'
import { listBillingAlarms } from '#app/billing/index'
import { listDueNotInvoiced } from '#app/subscriptions/index'
import { addAda } from '#tests/support/customers'
import { as, createTenant, freezeClock } from '#tests/support/tenants'
import { buy, factsAbout, invoicesOf, openShop, pay, subscriptionSeen, write } from '#tests/support/billing'

async function shopWith(customers: number) {
  const tenant = await createTenant({ at: '2026-03-10T12:00:00Z' })
  const { planId } = await openShop(tenant)
  const bought = []
  for (let index = 0; index < customers; index += 1) {
    const customerId = await addAda(tenant)
    bought.push({ customerId, ...(await buy(tenant, planId, { customerId })) })
  }
  for (const { invoiceId } of bought) await pay(tenant, invoiceId)
  await freezeClock(tenant, '2026-04-03T12:00:00Z')
  return { tenant, bought }
}

const run = async () => (await app.container.make(RaiseRenewalInvoices)).execute()

test.group('The billing run', () => {
  test('finds the broken one, notes why, and delays nobody else; mended, it is invoiced an hour later', async ({
    assert,
  }) => {
    const { tenant, bought } = await shopWith(3)
    const [broken, ...others] = bought
    const id = broken!.subscriptionIds[0]!
    // A leftover period stands where the renewal wants to be.
    await write(tenant, () =>
      sql`insert into subscription_periods (subscription_id, period_starts_on, period_ends_on, invoice_id, invoice_line_position)
          values (${id}, '2026-04-10', '2026-05-10', ${broken!.invoiceId}, 0)`.execute(db)
    )
    assert.equal(await as(tenant, run), 2)
    for (const { customerId } of others) assert.lengthOf(await invoicesOf(tenant, customerId), 2)
    assert.lengthOf(await invoicesOf(tenant, broken!.customerId), 1)
    assert.include((await subscriptionSeen(tenant, id)).invoice_failure, 'subscription_periods')
    assert.include(await factsAbout(tenant, id), 'subscription.renewal_failed')
    const alarms = await as(tenant, () => listDueNotInvoiced(new Clock()))
    assert.deepEqual(alarms.subscriptions.map((alarm) => alarm.id), [id]) // prettier-ignore

    await write(tenant, () => sql`delete from subscription_periods where period_starts_on = '2026-04-10' and subscription_id = ${id}`.execute(db)) // prettier-ignore
    assert.equal(await as(tenant, run), 0)
    await freezeClock(tenant, '2026-04-03T13:00:00Z')
    assert.equal(await as(tenant, run), 1)
    assert.isNull((await subscriptionSeen(tenant, id)).invoice_failure)
    const numbers = await write(tenant, () =>
      db.selectFrom('invoices').select('number').orderBy('number').execute()
    )
    assert.deepEqual(numbers.map((row) => Number(row.number)), [1, 2, 3, 4, 5, 6]) // prettier-ignore
  })

  test('two runs at once invoice every renewal once', async ({ assert }) => {
    const { tenant, bought } = await shopWith(4)
    const current = (await findTenant(tenant.id))!
    const counts = await Promise.all([1, 2, 3].map(() => asTenant({ tenant: current }, run)))
    assert.equal(counts.reduce((sum, count) => sum + count, 0), 4) // prettier-ignore
    for (const { customerId } of bought) assert.lengthOf(await invoicesOf(tenant, customerId), 2)
  })

  test('two subscriptions of a customer due on one day share an invoice; of two days they do not', async ({
    assert,
  }) => {
    const tenant = await createTenant({ at: '2026-03-10T12:00:00Z' })
    const { planId } = await openShop(tenant)
    const customerId = await addAda(tenant)
    await buy(tenant, planId, { customerId })
    await buy(tenant, planId, { customerId })
    await freezeClock(tenant, '2026-03-11T12:00:00Z')
    await buy(tenant, planId, { customerId })
    await freezeClock(tenant, '2026-04-05T12:00:00Z')
    await as(tenant, run)
    const renewals = (await invoicesOf(tenant, customerId)).filter(({ kind }) => kind === 'renewal')
    assert.deepEqual(renewals.map(({ due_on, total }) => [due_on, total]), [
      ['2026-04-10', 3334n],
      ['2026-04-11', 1667n],
    ]) // prettier-ignore
  })
})

test.group('Alarms', () => {
  test('silence while all is well; a due invoice that nobody tries is reported', async ({ assert }) => {
    const { tenant, bought } = await shopWith(1)
    await as(tenant, run)
    const alarms = () => as(tenant, () => listBillingAlarms(new Clock()))
    assert.deepEqual(await alarms(), [])
    await freezeClock(tenant, '2026-04-11T12:00:00Z')
    const [, renewal] = await invoicesOf(tenant, bought[0]!.customerId)
    const [alarm] = await alarms()
    assert.deepEqual([alarm?.kind, alarm?.count, alarm?.invoices[0]?.id], ['not_attempted', 1, renewal!.id])
  })

  test('a renewal that no run picked up is reported a day later', async ({ assert }) => {
    const { tenant, bought } = await shopWith(1)
    const due = () => as(tenant, () => listDueNotInvoiced(new Clock()))
    assert.deepEqual(await due(), { count: 0, subscriptions: [] })
    await freezeClock(tenant, '2026-04-04T12:00:00Z')
    assert.deepEqual((await due()).subscriptions.map(({ id }) => id), bought[0]!.subscriptionIds) // prettier-ignore
  })
})
