import { test } from '@japa/runner'
import { audit } from '#tests/journeys/auditor'
import { useWorld } from '#tests/journeys/use_world'
import { serversOn } from '#tests/provisioning/support'

test.group('The outside world lies', (group) => {
  const begin = useWorld(group)

  test('webhooks come first, late, backwards and five times: charged once', async ({ assert }) => {
    const { world, ada } = await begin()
    world.webhooks.hold()
    await ada.buy()
    await world.webhooks.release({ reversed: true })
    await world.settle()
    const { events } = await world.sandbox.state<{ events: { id: string }[] }>('stripe')
    for (const event of events) await world.sandbox.resend(event.id, 5)
    await world.settle()
    assert.equal((await world.one('orders')).status, 'completed')
    assert.lengthOf(
      (await world.payments()).filter((payment) => payment.status === 'succeeded'),
      1
    )
    await audit(world, assert)
  })

  test('no webhook ever comes: the payment is found by asking', async ({ assert }) => {
    const { world, ada } = await begin({ at: '2026-03-01T09:00:00Z' })
    world.webhooks.hold()
    await ada.buy()
    await world.on('2026-03-01T10:00:00Z')
    await world.on('2026-03-01T12:00:00Z')
    assert.equal((await world.one('orders')).status, 'completed')
    await audit(world, assert)
  })

  for (const route of ['POST /v1/payment_intents', 'POST /v1/payment_intents/:id/capture']) {
    test(`Stripe acts and never answers (${route}): charged once`, async ({ assert }) => {
      const { world, ada } = await begin()
      await world.sandbox.fault('stripe', 'timeout_after', { times: 1, route })
      await ada.buyWithPatience()
      assert.equal((await world.one('orders')).status, 'completed')
      const { payment_intents: intents } = await world.sandbox.state('stripe')
      assert.lengthOf(
        intents!.filter((intent) => intent.status === 'succeeded'),
        1
      )
      await audit(world, assert)
    })
  }

  test('the panel makes the server and never answers: one server', async ({ assert }) => {
    const { world, ada } = await begin()
    await world.sandbox.fault('virtfusion', 'timeout_after', {
      times: 1,
      route: 'POST /virtfusion/fra/api/v1/servers',
    })
    await ada.buyWithPatience()
    assert.equal((await world.one('orders')).status, 'completed')
    assert.lengthOf(await serversOn(world.sandbox, 'fra'), 1)
    await audit(world, assert)
  })

  test('everything fails now and then: the story still ends right, once', async ({ assert }) => {
    const { world, ada } = await begin()
    await world.sandbox.fault('stripe', 'error_500', { rate: 0.2 })
    await world.sandbox.fault('virtfusion', 'error_500', { rate: 0.15 })
    await world.sandbox.fault('stripe', 'duplicate_webhooks', { rate: 0.5 })
    await world.sandbox.fault('stripe', 'reorder_webhooks', { rate: 0.5 })
    await ada.buyWithPatience()
    await world.sandbox.clearFaults()
    await world.settle()
    assert.equal((await world.one('orders')).status, 'completed')
    assert.lengthOf(await serversOn(world.sandbox, 'fra'), 1)
    await audit(world, assert)
  })
})
