import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import type { ConfiguredItem } from '#app/catalogue/index'
import { db } from '#app/shared/database/db'
import { AdvanceScheduledChanges } from '#app/subscriptions/actions/advance_scheduled_changes'
import { EndChange } from '#app/subscriptions/actions/end_change'
import { LapseUnpaidChanges } from '#app/subscriptions/actions/lapse_unpaid_changes'
import { CancelSubscription, findChange } from '#app/subscriptions/index'
import { buy, pay, write } from '#tests/support/billing'
import { request, type Running, startService } from '#tests/support/changes'
import { holdRow } from '#tests/support/held_row'
import { as, freezeClock } from '#tests/support/tenants'

/** Two of the same server, bought by one customer on 1 April. */
async function twoServers(options = {}): Promise<[Running, Running]> {
  const running = await startService('2026-04-01T10:00:00Z', { options })
  const { tenant, customerId, plan } = running
  const { content } = await write(tenant, () =>
    db.selectFrom('order_lines').select('content').executeTakeFirstOrThrow()
  )
  const interval = { unit: 'month' as const, count: 1 }
  const again = { customerId, interval, content: content as unknown as ConfiguredItem }
  const { invoiceId, subscriptionIds } = await buy(tenant, plan('vps-s'), again)
  await pay(tenant, invoiceId)
  return [running, { ...running, subscriptionId: subscriptionIds[0]! }]
}

/** Something happens while a sweep that has listed everything waits for the first of them. */
async function whileWaiting(
  first: Running,
  sweep: () => Promise<unknown>,
  happens: () => Promise<unknown>
): Promise<void> {
  const row = await holdRow(first.tenant, 'subscriptions', first.subscriptionId)
  const swept = as(first.tenant, sweep)
  await row.wanted()
  await happens()
  await row.letGo()
  await swept
}

const openChangeOf = ({ tenant, subscriptionId }: Running) => as(tenant, () => findChange(subscriptionId))

test.group('What happens to a change while a sweep is at another', () => {
  test('asked for anew, it does not lapse with the one before it', async ({ assert }) => {
    const [first, second] = await twoServers()
    const bigger = { planId: first.plan('vps-m') }
    await freezeClock(first.tenant, '2026-04-05T10:00:00Z')
    for (const each of [first, second]) assert.isTrue((await request(each, bigger)).ok)
    await freezeClock(first.tenant, '2026-04-08T10:00:00Z')
    const [lapse, end] = [await app.container.make(LapseUnpaidChanges), await app.container.make(EndChange)]
    await whileWaiting(
      first,
      () => lapse.execute(),
      async () => {
        const { tenant, subscriptionId } = second
        await as(tenant, () => end.execute({ subscriptionId, move: 'withdraw', reason: 'changed_my_mind' }))
        assert.isTrue((await request(second, bigger)).ok)
      }
    )
    assert.isNull(await openChangeOf(first))
    assert.equal((await openChangeOf(second))?.status, 'awaiting_payment')
  }).timeout(120_000)

  test('of a server that is cancelled, it is not agreed to any more', async ({ assert }) => {
    const [first, second] = await twoServers({ ipv4: 2 })
    await freezeClock(first.tenant, '2026-04-20T10:00:00Z')
    for (const each of [first, second]) assert.isTrue((await request(each, { options: { ipv4: 0 } })).ok)
    await freezeClock(first.tenant, '2026-04-24T10:00:00Z')
    const [advance, cancel] = [
      await app.container.make(AdvanceScheduledChanges),
      await app.container.make(CancelSubscription),
    ]
    await whileWaiting(
      first,
      () => advance.execute(),
      () =>
        as(second.tenant, () =>
          cancel.execute({ subscriptionId: second.subscriptionId, when: 'period_end', reason: 'moving' })
        )
    )
    assert.equal((await openChangeOf(first))?.status, 'invoiced')
    assert.equal((await openChangeOf(second))?.status, 'scheduled')
  }).timeout(120_000)
})
