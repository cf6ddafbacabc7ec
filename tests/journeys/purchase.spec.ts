import { test } from '@japa/runner'
import { audit } from '#tests/journeys/auditor'
import { useWorld } from '#tests/journeys/use_world'
import { serversOn } from '#tests/provisioning/support'

test.group('A customer buys a VPS', (group) => {
  const begin = useWorld(group)

  test('day 0 it runs and is paid, and twelve renewals are charged on its anchor day', async ({ assert }) => {
    const { world, ada } = await begin({ at: '2026-01-31T09:00:00Z' })
    await ada.buy()
    assert.equal((await world.one('orders')).status, 'completed')
    assert.equal((await world.one('services')).status, 'active')
    assert.lengthOf(await serversOn(world.sandbox, 'fra'), 1)

    for (let month = 1; month <= 12; month += 1) {
      const { renews_on: renewsOn } = (await world.one('subscriptions')) as { renews_on: string }
      await world.on(daysBefore(renewsOn, 7))
      assert.equal((await world.invoices()).at(-1)!.status, 'open')
      await world.on(renewsOn)
      assert.equal((await world.invoices()).at(-1)!.status, 'paid')
    }
    const invoices = await world.invoices()
    assert.lengthOf(invoices, 13)
    assert.deepEqual(
      invoices.map((invoice) => invoice.due_on),
      ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31', '2026-06-30', '2026-07-31', '2026-08-31', '2026-09-30', '2026-10-31', '2026-11-30', '2026-12-31', '2027-01-31'] // prettier-ignore
    )
    assert.deepEqual(new Set(invoices.map((invoice) => invoice.total)).size, 1)
    // Lists run by id, which must be the order of issue.
    assert.deepEqual(
      invoices.map((invoice) => invoice.id).toSorted(),
      invoices.map((invoice) => invoice.id)
    )
    await audit(world, assert)
  })

  test('authentication required at checkout: nothing is made before the bank says yes', async ({
    assert,
  }) => {
    const { world, ada } = await begin()
    const orderId = await ada.order()
    await world.settle()
    const intent = await ada.pay(orderId, 'pm_card_threeDSecure2Required')
    await world.settle()
    assert.equal((await world.one('orders')).status, 'awaiting_payment')
    assert.lengthOf(await serversOn(world.sandbox, 'fra'), 0)
    await world.sandbox.authenticate(String(intent.id))
    await world.settle()
    assert.equal((await world.one('orders')).status, 'completed')
    await audit(world, assert)
  })

  test('a declined card can be followed by another one', async ({ assert }) => {
    const { world, ada } = await begin()
    const orderId = await ada.order()
    await world.settle()
    await ada.pay(orderId, 'pm_card_visa_chargeDeclined')
    await world.settle()
    assert.equal((await world.one('orders')).status, 'awaiting_payment')
    await ada.pay(orderId)
    await world.settle()
    assert.equal((await world.one('orders')).status, 'completed')
    assert.lengthOf(
      (await world.payments()).filter((payment) => payment.status === 'succeeded'),
      1
    )
    await audit(world, assert)
  })

  test('panel full: the order ends before the card is touched', async ({ assert }) => {
    const { world, ada } = await begin()
    await world.sandbox.fault('virtfusion', 'panel_full')
    await ada.order()
    await world.settle()
    assert.equal((await world.one('orders')).status, 'failed')
    assert.deepEqual(await world.payments(), [])
    assert.deepEqual(await world.invoices(), [])
    await audit(world, assert)
  })

  test('creation fails for good: the authorisation is let go, nothing is left, no invoice ever existed', async ({
    assert,
  }) => {
    const { world, ada } = await begin()
    await world.sandbox.fault('virtfusion', 'build_fails')
    await ada.buy()
    assert.equal((await world.one('orders')).status, 'failed')
    assert.equal((await world.one('services')).status, 'failed')
    assert.deepEqual(
      (await world.payments()).map((payment) => payment.status),
      ['cancelled']
    )
    assert.deepEqual(await world.invoices(), [])
    assert.equal(await world.countFacts('order.failed'), 1)
    await audit(world, assert)
  })

  test('a card that nobody enters: the order expires and its place is free again', async ({ assert }) => {
    const { world, ada } = await begin({ at: '2026-03-01T09:00:00Z' })
    await ada.order()
    await world.settle()
    await world.on('2026-03-03')
    assert.oneOf((await world.one('orders')).status, ['cancelled', 'failed'])
    await audit(world, assert)
  })
})

function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(date) - days * 86_400_000).toISOString().slice(0, 10)
}
