import { test } from '@japa/runner'
import { refusalOf, StripeSandbox } from './stripe_sandbox.js'

test.group('Sandbox Stripe, durability and faults', (group) => {
  let sandbox: StripeSandbox

  group.each.setup(async () => {
    sandbox = await StripeSandbox.start()
    return () => sandbox.stop()
  })

  test('kill -9 loses nothing that was answered, keys included', async ({ assert }) => {
    const order = {
      amount: 1401,
      currency: 'eur',
      payment_method: 'pm_card_visa',
      confirm: true,
      off_session: true,
    }
    const before = await sandbox.server.paymentIntents.create(order, { idempotencyKey: 'order-1' })
    await sandbox.process.kill()
    await sandbox.process.boot()
    const again = await sandbox.server.paymentIntents.create(order, { idempotencyKey: 'order-1' })
    assert.deepEqual([again.id, again.status], [before.id, 'succeeded'])
    assert.lengthOf((await sandbox.server.charges.list()).data, 1)
  })

  test('faults by rate repeat with their seed', async ({ assert }) => {
    const run = async () => {
      await sandbox.process.json('PUT', '/_seed', { seed: 7 })
      await sandbox.process.fault('stripe', 'error_500', { rate: 0.5 })
      const outcomes: boolean[] = []
      for (let index = 0; index < 20; index += 1) {
        outcomes.push(
          await sandbox.server.customers.list().then(
            () => true,
            () => false
          )
        )
      }
      return outcomes
    }
    const first = await run()
    assert.includeMembers(first, [true, false])
    assert.deepEqual(await run(), first)
  })

  test('a fault aimed at a route strikes there only, as often as told', async ({ assert }) => {
    await sandbox.process.fault('stripe', 'rate_limited', { times: 1, route: 'POST /v1/refunds' })
    await sandbox.server.customers.create({ name: 'Ada' })
    const { id } = await sandbox.pay('pm_card_visa')
    const limited = await refusalOf(sandbox.server.refunds.create({ payment_intent: id }))
    assert.deepInclude(limited, { status: 429, code: 'rate_limit' })
    assert.equal((await sandbox.server.refunds.create({ payment_intent: id })).status, 'succeeded')
  })

  test('cards can be made to fail a number of times and then work', async ({ assert }) => {
    await sandbox.process.fault('stripe', 'decline_charges', { times: 2 })
    const declines = [
      await refusalOf(sandbox.pay('pm_card_visa')),
      await refusalOf(sandbox.pay('pm_card_visa')),
    ]
    assert.deepEqual(
      declines.map(({ decline }) => decline),
      ['insufficient_funds', 'insufficient_funds']
    )
    assert.equal((await sandbox.pay('pm_card_visa')).status, 'succeeded')
  })

  test('an unknown fault is refused, a reset clears everything but the endpoint of the environment', async ({
    assert,
  }) => {
    await assert.rejects(() => sandbox.process.fault('stripe', 'earthquake'), /no fault called earthquake/)
    await sandbox.server.customers.create({ name: 'Ada' })
    await sandbox.process.fault('stripe', 'error_500')
    await sandbox.process.reset()
    assert.lengthOf((await sandbox.server.customers.list()).data, 0)
    assert.lengthOf((await sandbox.server.webhookEndpoints.list()).data, 1)
  })

  test('the hosted form pays without script', async ({ assert }) => {
    const intent = await sandbox.server.paymentIntents.create({ amount: 1401, currency: 'eur' })
    const question = new URLSearchParams({
      client_secret: intent.client_secret ?? '',
      return_url: 'http://shop.test/back',
    })
    const page = `${sandbox.process.url}/stripe/hosted?${question}`
    assert.match(await (await fetch(page)).text(), /Pay 14\.01 eur/)
    const submit = (number: string) =>
      fetch(page, {
        method: 'POST',
        body: new URLSearchParams({ number, expiry: '12 / 40', cvc: '123' }),
        redirect: 'manual',
      })
    const declined = await submit('4000000000009995')
    assert.equal(declined.status, 402)
    assert.match(await declined.text(), /insufficient funds/)
    const paid = await submit('4242 4242 4242 4242')
    assert.match(paid.headers.get('location') ?? '', /redirect_status=succeeded/)
    assert.equal((await sandbox.server.paymentIntents.retrieve(intent.id)).status, 'succeeded')
    assert.equal((await fetch(`${sandbox.process.url}/stripe/hosted?client_secret=pi_x`)).status, 400)
  })
})
