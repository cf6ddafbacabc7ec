import { test } from '@japa/runner'
import { audit } from '#tests/journeys/auditor'
import { useWorld } from '#tests/journeys/use_world'
import { serversOn } from '#tests/provisioning/support'

test.group('A renewal that is not paid', (group) => {
  const begin = useWorld(group)

  test('day 0 and 1 the card is declined, on the third try it is paid and nothing stopped', async ({
    assert,
  }) => {
    const { world, ada } = await begin({ at: '2026-03-10T09:00:00Z' })
    await ada.buy()
    await world.on('2026-04-03')
    await world.sandbox.fault('stripe', 'decline_charges', { times: 2 })
    await world.passTo('2026-04-12')
    assert.equal((await world.invoices()).at(-1)!.status, 'open')
    await world.passTo('2026-04-13')
    assert.equal((await world.invoices()).at(-1)!.status, 'paid')
    assert.equal((await world.one('subscriptions')).status, 'active')
    assert.equal((await world.one('services')).status, 'active')
    assert.equal(await world.countFacts('invoice.collection_failed'), 2)
    await audit(world, assert)
  })

  test('day 5 it is suspended, day 9 it is paid and runs again on its old anchor', async ({ assert }) => {
    const { world, ada } = await begin({ at: '2026-03-10T09:00:00Z' })
    await ada.buy()
    await world.on('2026-04-03')
    await world.sandbox.fault('stripe', 'decline_charges')
    await world.passTo('2026-04-14')
    assert.equal((await world.one('services')).status, 'active')
    await world.passTo('2026-04-15')
    assert.equal((await world.one('subscriptions')).status, 'suspended')
    assert.equal((await world.one('services')).status, 'suspended')
    assert.isTrue((await serversOn(world.sandbox, 'fra'))[0]!.suspended)
    await world.passTo('2026-04-19')
    await world.sandbox.clearFaults()
    await ada.payInvoice((await world.invoices()).at(-1)!.id)
    await world.settle()
    assert.equal((await world.one('services')).status, 'active')
    assert.equal((await world.one('subscriptions')).status, 'active')
    await world.on('2026-05-03')
    await world.on('2026-05-10')
    assert.deepEqual(
      (await world.invoices()).map((invoice) => [invoice.due_on, invoice.status]),
      [
        ['2026-03-10', 'paid'],
        ['2026-04-10', 'paid'],
        ['2026-05-10', 'paid'],
      ]
    )
    assert.deepEqual(await world.toldTo(ada.email, '2026-04-10'), [
      '2026-04-10 payment_failed',
      '2026-04-11 payment_failed',
      '2026-04-12 suspension_warning',
      '2026-04-13 payment_failed',
      '2026-04-14 suspension_warning',
      '2026-04-15 payment_failed',
      '2026-04-15 service_suspended',
      '2026-04-17 payment_failed',
      '2026-04-19 payment_received',
      '2026-04-19 service_restored',
      '2026-05-03 invoice_issued',
      '2026-05-10 payment_received',
    ])
    await audit(world, assert)
  })

  test('day 30 it is terminated, and its server is gone', async ({ assert }) => {
    const { world, ada } = await begin({ at: '2026-03-10T09:00:00Z' })
    await ada.buy()
    await world.on('2026-04-03')
    await world.sandbox.fault('stripe', 'decline_charges')
    await world.passTo('2026-05-09')
    assert.equal((await world.one('services')).status, 'suspended')
    await world.passTo('2026-05-10')
    assert.equal((await world.one('subscriptions')).status, 'cancelled')
    assert.equal((await world.one('services')).status, 'terminated')
    assert.lengthOf(await serversOn(world.sandbox, 'fra'), 0)
    assert.equal((await world.invoices()).at(-1)!.status, 'uncollectible')
    await world.on('2026-07-10')
    assert.lengthOf(await world.invoices(), 2)
    assert.deepEqual(await world.toldTo(ada.email, '2026-04-17'), [
      '2026-04-17 payment_failed',
      '2026-05-07 termination_warning',
      '2026-05-09 termination_warning',
      '2026-05-10 service_terminated',
    ])
    await audit(world, assert)
  })

  test('three months pass at once: everything still happens, each thing once', async ({ assert }) => {
    const { world, ada } = await begin({ at: '2026-03-10T09:00:00Z' })
    await ada.buy()
    await world.sandbox.fault('stripe', 'decline_charges')
    // The renewal of 10 April is invoiced late, so its days are counted from its issue: nobody owes before being asked.
    await world.on('2026-06-20')
    assert.equal((await world.invoices()).at(-1)!.due_on, '2026-06-20')
    assert.equal((await world.one('services')).status, 'active')
    await world.on('2026-09-20')
    await world.on('2026-09-21')
    assert.equal((await world.one('services')).status, 'terminated')
    assert.equal(await world.countFacts('subscription.suspended'), 1)
    await audit(world, assert)
  })

  test('authentication required at renewal: the customer is asked, confirms, and it is paid', async ({
    assert,
  }) => {
    const { world, ada } = await begin({ at: '2026-03-10T09:00:00Z' })
    const orderId = await ada.order()
    await world.settle()
    const intent = await ada.pay(orderId, 'pm_card_authenticationRequired')
    await world.sandbox.authenticate(String(intent.id))
    await world.settle()
    assert.equal((await world.one('orders')).status, 'completed')
    await world.on('2026-04-03')
    await world.on('2026-04-10')
    const invoice = (await world.invoices()).at(-1)!
    assert.equal(invoice.status, 'open')
    assert.equal(await world.countFacts('payment.action_required'), 1)
    const asked = await ada.payInvoice(invoice.id, 'pm_card_authenticationRequired')
    await world.sandbox.authenticate(String(asked.id))
    await world.settle()
    assert.equal((await world.invoices()).at(-1)!.status, 'paid')
    await audit(world, assert)
  })
})

test.group('A customer leaves', (group) => {
  const begin = useWorld(group)

  test('at the end of the period: it runs until then, no further invoice, then the server is gone', async ({
    assert,
  }) => {
    const { world, ada } = await begin({ at: '2026-03-10T09:00:00Z' })
    await ada.buy()
    await world.on('2026-04-04')
    assert.lengthOf(await world.invoices(), 2)
    await ada.cancel('period_end')
    assert.equal((await world.invoices()).at(-1)!.status, 'void')
    await world.on('2026-04-09')
    assert.equal((await world.one('services')).status, 'active')
    await world.on('2026-04-11')
    assert.equal((await world.one('services')).status, 'terminated')
    assert.lengthOf(await serversOn(world.sandbox, 'fra'), 0)
    await world.on('2026-06-10')
    assert.lengthOf(await world.invoices(), 2)
    await audit(world, assert)
  })
})
