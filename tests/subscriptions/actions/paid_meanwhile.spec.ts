import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { sql } from 'kysely'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { PromisePayment } from '#app/billing/actions/promise_payment'
import { FollowOverdue } from '#app/subscriptions/actions/follow_overdue'
import { MarkPastDue } from '#app/subscriptions/actions/mark_past_due'
import { buy, factsAbout, invoicesOf, openShop, pay, subscriptionSeen, write } from '#tests/support/billing'
import { addAda } from '#tests/support/customers'
import { holdRow } from '#tests/support/held_row'
import { settle } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

interface Owing {
  customerId: string
  invoiceId: string
  subscriptionId: string
}

/** Two customers, neither of whom has paid what was due on 10 March, in the order in which a sweep comes to them. */
async function twoWhoOwe({ days }: { days: string[] }): Promise<{ tenant: Tenant; owing: [Owing, Owing] }> {
  const tenant = await createTenant({ at: '2026-03-10T12:00:00Z' })
  const { planId } = await openShop(tenant)
  const owing: Owing[] = []
  for (let count = 0; count < 2; count += 1) {
    const customerId = await addAda(tenant)
    const { invoiceId, subscriptionIds } = await buy(tenant, planId, { customerId })
    owing.push({ customerId, invoiceId, subscriptionId: subscriptionIds[0]! })
  }
  for (const day of days) {
    await freezeClock(tenant, `${day}T12:00:00Z`)
    await settle(tenant)
  }
  const [first, second] = owing.toSorted((one, other) => (one.subscriptionId < other.subscriptionId ? -1 : 1))
  return { tenant, owing: [first!, second!] }
}

const follow = (tenant: Tenant, consequence: 'suspend' | 'terminate') =>
  as(tenant, async () => (await app.container.make(FollowOverdue)).execute(consequence))

const markPastDue = (tenant: Tenant) =>
  as(tenant, async () => (await app.container.make(MarkPastDue)).execute())

const promise = (tenant: Tenant, invoiceId: string, until: string) =>
  as(tenant, async () =>
    (await app.container.make(PromisePayment)).keep({ invoiceId, until, reason: 'Salary comes' })
  )

/** Something happens while a sweep that has listed everybody waits for the first of them. */
async function whileWaiting(
  { tenant, subscriptionId }: { tenant: Tenant; subscriptionId: string },
  sweep: () => Promise<unknown>,
  happens: () => Promise<unknown>
): Promise<void> {
  const row = await holdRow(tenant, 'subscriptions', subscriptionId)
  const swept = sweep()
  await row.wanted()
  await happens()
  await row.letGo()
  await swept
}

const statusOf = async (tenant: Tenant, { subscriptionId }: Owing) =>
  (await subscriptionSeen(tenant, subscriptionId)).status

test.group('Who pays while a sweep runs', () => {
  test('is not suspended, and renews', async ({ assert }) => {
    const { tenant, owing } = await twoWhoOwe({ days: ['2026-03-10', '2026-03-11', '2026-03-14'] })
    const [first, second] = owing
    await freezeClock(tenant, '2026-03-15T04:00:00Z')
    await whileWaiting(
      { tenant, ...first },
      () => follow(tenant, 'suspend'),
      () => pay(tenant, second.invoiceId)
    )
    assert.equal(await statusOf(tenant, first), 'suspended')
    const paid = await subscriptionSeen(tenant, second.subscriptionId)
    assert.deepEqual([paid.status, paid.past_due_since, paid.invoice_on], ['active', null, '2026-04-03'])
    assert.notInclude(await factsAbout(tenant, second.subscriptionId), 'subscription.suspended')
  }).timeout(120_000)

  test('is not terminated, and runs again', async ({ assert }) => {
    const days = ['2026-03-10', '2026-03-11', '2026-03-15', '2026-03-17']
    const { tenant, owing } = await twoWhoOwe({ days })
    const [first, second] = owing
    assert.deepEqual([await statusOf(tenant, first), await statusOf(tenant, second)], ['suspended', 'suspended']) // prettier-ignore
    await freezeClock(tenant, '2026-04-09T12:00:00Z')
    await whileWaiting(
      { tenant, ...first },
      () => follow(tenant, 'terminate'),
      () => pay(tenant, second.invoiceId)
    )
    assert.deepEqual([await statusOf(tenant, first), await statusOf(tenant, second)], ['cancelled', 'active'])
    const [paid] = await invoicesOf(tenant, second.customerId)
    assert.equal(paid!.status, 'paid')
  }).timeout(120_000)

  test('is not terminated either where the money comes at the very moment at which the invoice is given up', async ({
    assert,
  }) => {
    const days = ['2026-03-10', '2026-03-11', '2026-03-15', '2026-03-17']
    const { tenant, owing } = await twoWhoOwe({ days })
    const [first, second] = owing
    await pay(tenant, second.invoiceId)
    await freezeClock(tenant, '2026-04-09T12:00:00Z')
    // A payment is being applied: it holds the invoice, and what it does is not to be seen yet.
    const invoice = await holdRow(tenant, 'invoices', first.invoiceId)
    const paying = pay(tenant, first.invoiceId)
    await invoice.wanted()
    const swept = follow(tenant, 'terminate')
    await invoice.letGo()
    await Promise.all([paying, swept])
    await settle(tenant)
    assert.equal(await statusOf(tenant, first), 'active')
  }).timeout(120_000)

  test('is not past due', async ({ assert }) => {
    // Which of them the sweep comes to first is not said: each is held once.
    for (const held of [0, 1]) {
      const { tenant, owing } = await twoWhoOwe({ days: ['2026-03-10'] })
      await freezeClock(tenant, '2026-03-11T04:00:00Z')
      const [first, second] = held === 0 ? owing : [owing[1], owing[0]]
      let paying: Promise<unknown> = Promise.resolve()
      const begin = async () => {
        paying = pay(tenant, second.invoiceId)
        await Promise.race([paying, new Promise((resolve) => setTimeout(resolve, 1_000))])
      }
      await whileWaiting({ tenant, ...first }, () => markPastDue(tenant), begin)
      await paying
      assert.equal(await statusOf(tenant, first), 'past_due')
      const paid = await subscriptionSeen(tenant, second.subscriptionId)
      assert.deepEqual([paid.status, paid.past_due_since], ['active', null])
    }
  }).timeout(120_000)
})

test.group('Who promises to pay while a sweep runs', () => {
  test('is neither suspended nor terminated', async ({ assert }) => {
    const { tenant, owing } = await twoWhoOwe({ days: ['2026-03-10', '2026-03-11', '2026-03-14'] })
    const [first, second] = owing
    await freezeClock(tenant, '2026-03-15T04:00:00Z')
    await whileWaiting(
      { tenant, ...first },
      () => follow(tenant, 'suspend'),
      () => promise(tenant, second.invoiceId, '2026-03-16')
    )
    assert.deepEqual([await statusOf(tenant, first), await statusOf(tenant, second)], ['suspended', 'past_due']) // prettier-ignore

    await freezeClock(tenant, '2026-03-17T12:00:00Z')
    await settle(tenant)
    assert.equal(await statusOf(tenant, second), 'suspended')
    await freezeClock(tenant, '2026-04-09T12:00:00Z')
    await whileWaiting(
      { tenant, ...first },
      () => follow(tenant, 'terminate'),
      () => promise(tenant, second.invoiceId, '2026-04-20')
    )
    assert.deepEqual([await statusOf(tenant, first), await statusOf(tenant, second)], ['cancelled', 'suspended']) // prettier-ignore
  }).timeout(120_000)
})

test.group('Money that was taken and is not applied yet', () => {
  test('stops nothing: its gateway has said yes, and the invoice will be paid', async ({ assert }) => {
    const { tenant, owing } = await twoWhoOwe({ days: ['2026-03-10', '2026-03-11', '2026-03-14'] })
    const [first, second] = owing
    await write(tenant, () =>
      sql`insert into payments (id, customer_id, gateway_id, invoice_id, amount, currency, capture, status, captured_amount, created_at, updated_at)
          select gen_random_uuid(), i.customer_id, g.id, i.id, i.amount_due, i.currency, 'automatic', 'succeeded', i.amount_due, i.issued_at, i.issued_at
            from invoices i, gateways g where i.id = ${second.invoiceId}`.execute(db)
    )
    await freezeClock(tenant, '2026-03-15T04:00:00Z')
    await follow(tenant, 'suspend')
    assert.deepEqual([await statusOf(tenant, first), await statusOf(tenant, second)], ['suspended', 'past_due']) // prettier-ignore
  }).timeout(120_000)
})
