import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { newId } from '#app/shared/ids'
import { RaiseRenewalInvoices } from '#app/subscriptions/actions/raise_renewal_invoices'
import { buy, factsAbout, invoicesOf, openShop, pay, subscriptionSeen, write } from '#tests/support/billing'
import { addAda } from '#tests/support/customers'
import { settle } from '#tests/support/settle'
import { as, createTenant, freezeClock, setPolicies } from '#tests/support/tenants'

const run = async () => (await app.container.make(RaiseRenewalInvoices)).execute()

async function shop(policies: Record<string, unknown>) {
  const tenant = await createTenant({ at: '2026-03-10T12:00:00Z' })
  await setPolicies(tenant, policies)
  const { planId } = await openShop(tenant)
  return { tenant, planId, customerId: await addAda(tenant) }
}

test.group('One invoice for many', () => {
  test('a monthly summary asks ahead for every period of its month, once, and stops nothing that is paid for', async ({
    assert,
  }) => {
    const { tenant, planId, customerId } = await shop({ invoiceGrouping: 'month', summaryDay: 1 })
    const early = await buy(tenant, planId, { customerId })
    await freezeClock(tenant, '2026-03-20T12:00:00Z')
    const late = await buy(tenant, planId, { customerId })
    for (const { invoiceId } of [early, late]) await pay(tenant, invoiceId)
    assert.equal((await subscriptionSeen(tenant, early.subscriptionIds[0]!)).invoice_on, '2026-03-25')

    await freezeClock(tenant, '2026-03-25T12:00:00Z')
    assert.equal(await as(tenant, run), 2)
    assert.equal(await as(tenant, run), 0)
    const [, , summary] = await invoicesOf(tenant, customerId)
    assert.deepEqual([summary!.due_on, summary!.total], ['2026-04-01', 3334n])
    const periods = await write(tenant, () =>
      db
        .selectFrom('subscription_periods')
        .select(['period_starts_on', 'period_ends_on'])
        .where('invoice_id', '=', summary!.id)
        .orderBy('period_starts_on')
        .execute()
    )
    assert.deepEqual(
      periods.map((period) => `${period.period_starts_on} ${period.period_ends_on}`),
      ['2026-04-10 2026-05-10', '2026-04-20 2026-05-20']
    )

    const statuses: string[] = []
    for (const day of ['2026-04-09', '2026-04-11', '2026-04-15', '2026-04-21', '2026-04-25']) {
      await freezeClock(tenant, `${day}T12:00:00Z`)
      await settle(tenant)
      const [one, two] = await Promise.all([early, late].map(({ subscriptionIds }) => subscriptionSeen(tenant, subscriptionIds[0]!))) // prettier-ignore
      statuses.push(`${day.slice(8)} ${one!.status} ${two!.status}`)
    }
    assert.deepEqual(statuses, [
      '09 active active',
      '11 past_due active',
      '15 suspended active',
      '21 suspended past_due',
      '25 suspended suspended',
    ])
  }).timeout(120_000)

  test('one invoice per service, though both are due on one day', async ({ assert }) => {
    const { tenant, planId, customerId } = await shop({ invoiceGrouping: 'service' })
    await pay(tenant, (await buy(tenant, planId, { customerId, servers: 2 })).invoiceId)
    await freezeClock(tenant, '2026-04-03T12:00:00Z')
    assert.equal(await as(tenant, run), 2)
    const renewals = (await invoicesOf(tenant, customerId)).filter(({ kind }) => kind === 'renewal')
    assert.deepEqual(
      renewals.map(({ due_on, total }) => [due_on, total]),
      [
        ['2026-04-10', 1667n],
        ['2026-04-10', 1667n],
      ]
    )
  })
})

test.group('Dunning of a customer group', () => {
  test('its customers are warned and stopped by its own days, all others by those of the tenant', async ({
    assert,
  }) => {
    const { tenant, planId, customerId } = await shop({})
    const agencyId = await addAda(tenant)
    const groupId = newId()
    await write(tenant, async () => {
      await sql`insert into customer_groups (id, code, name, created_at) values (${groupId}, 'agencies', 'Agencies', now())`.execute(db)
      await sql`update customers set group_id = ${groupId}, group_since = '2026-01-01' where id = ${agencyId}`.execute(db)
      const policy = { collectionDays: [0, 10], suspensionDays: 14, terminationDays: 60, suspensionNoticeDays: [4], terminationNoticeDays: [7] }
      await sql`insert into group_dunning (group_id, policy, updated_at) values (${groupId}, ${JSON.stringify(policy)}, now())`.execute(db)
    }) // prettier-ignore
    const bought: Awaited<ReturnType<typeof buy>>[] = []
    for (const each of [customerId, agencyId]) bought.push(await buy(tenant, planId, { customerId: each }))
    for (const { invoiceId } of bought) await pay(tenant, invoiceId)
    const seen = async () =>
      (await Promise.all(bought.map(({ subscriptionIds }) => subscriptionSeen(tenant, subscriptionIds[0]!)))).map(({ status }) => status) // prettier-ignore
    const statuses: string[] = []
    for (const day of ['2026-04-03', '2026-04-12', '2026-04-15', '2026-04-20', '2026-04-24']) {
      await freezeClock(tenant, `${day}T12:00:00Z`)
      await settle(tenant)
      statuses.push(`${day.slice(5)} ${(await seen()).join(' ')}`)
    }
    assert.deepEqual(statuses, [
      '04-03 active active',
      '04-12 past_due past_due',
      '04-15 suspended past_due',
      '04-20 suspended past_due',
      '04-24 suspended suspended',
    ])
    const renewal = async (id: string) =>
      (await invoicesOf(tenant, id)).find(({ kind }) => kind === 'renewal')!
    const notices = async (id: string) =>
      (await factsAbout(tenant, (await renewal(id)).id)).filter((name) => name === 'invoice.overdue_notice').length // prettier-ignore
    assert.deepEqual([await notices(customerId), await notices(agencyId)], [1, 1])
    assert.isNull((await renewal(agencyId)).next_attempt_at)
  }).timeout(120_000)
})
