import { test } from '@japa/runner'
import { eventually } from '../sandbox_process.js'
import { StripeSandbox } from './stripe_sandbox.js'

test.group('Sandbox Stripe, webhooks', (group) => {
  let sandbox: StripeSandbox

  group.each.setup(async () => {
    sandbox = await StripeSandbox.start()
    return () => sandbox.stop()
  })

  test('events are signed, versioned, and carry the request that caused them', async ({ assert }) => {
    const intent = await sandbox.server.paymentIntents.create(
      { amount: 1401, currency: 'eur', metadata: { invoice: 'inv_1' } },
      { idempotencyKey: 'key-1' }
    )
    const [event] = await sandbox.waitForEvents('payment_intent.created')
    assert.equal(event?.api_version, '2026-10-28.endive')
    assert.deepEqual(event?.request, { id: intent.lastResponse.requestId, idempotency_key: 'key-1' })
    assert.isFalse(event?.livemode)
    assert.deepEqual(sandbox.refused, [])
    const stored = await sandbox.server.events.retrieve(event?.id ?? '')
    assert.equal(stored.type, 'payment_intent.created')
  })

  test('a delivery that fails is tried again until it is taken', async ({ assert }) => {
    sandbox.answerWith = 500
    await sandbox.server.customers.create({ name: 'Ada' })
    await sandbox.waitForEvents('customer.created', 1)
    const waiting = await sandbox.server.events.list({ delivery_success: false })
    assert.lengthOf(waiting.data, 1)
    sandbox.answerWith = 200
    await sandbox.waitForEvents('customer.created', 2)
    await eventually(
      () => sandbox.server.events.list({ delivery_success: false }),
      (events) => events.data.length === 0
    )
  })

  test('a restart forgets no delivery', async () => {
    await sandbox.process.fault('stripe', 'delay_webhooks_ms', { value: 1500, times: 1 })
    await sandbox.server.customers.create({ name: 'Brook' })
    await sandbox.process.kill()
    await sandbox.process.boot()
    await sandbox.waitForEvents('customer.created')
  })

  test('duplicates, late and overtaken events on request', async ({ assert }) => {
    await sandbox.process.fault('stripe', 'duplicate_webhooks', { value: 4, times: 1 })
    await sandbox.server.customers.create({ name: 'Ada' })
    const copies = await sandbox.waitForEvents('customer.created', 5)
    assert.lengthOf(new Set(copies.map(({ id }) => id)), 1)

    await sandbox.process.fault('stripe', 'reorder_webhooks', { value: 2_500, times: 1 })
    await sandbox.pay('pm_card_visa')
    await sandbox.waitForEvents('payment_intent.created')
    const order = sandbox.received.map(({ type }) => type)
    assert.isAbove(order.indexOf('payment_intent.created'), order.indexOf('payment_intent.succeeded'))

    const [event] = await sandbox.waitForEvents('payment_intent.succeeded')
    await sandbox.process.json('POST', `/_stripe/events/${event?.id}/resend?count=3`)
    await sandbox.waitForEvents('payment_intent.succeeded', 4)
  })

  test('the webhook can come before the answer', async ({ assert }) => {
    await sandbox.process.fault('stripe', 'answer_late_ms', { value: 2_500, times: 1 })
    const answer = sandbox.server.customers.create({ name: 'Chandra' })
    let answered = false
    void answer.then(() => (answered = true))
    await sandbox.waitForEvents('customer.created')
    assert.isFalse(answered)
    await answer
  })

  test('endpoints are made through the API and tell their secret once', async ({ assert }) => {
    const made = await sandbox.server.webhookEndpoints.create({
      url: 'http://127.0.0.1:9/hook',
      enabled_events: ['payment_intent.succeeded'],
      api_version: '2026-10-28.endive',
    })
    assert.match(made.secret ?? '', /^whsec_/)
    assert.isUndefined((await sandbox.server.webhookEndpoints.retrieve(made.id)).secret)
    const off = await sandbox.server.webhookEndpoints.update(made.id, { disabled: true })
    assert.equal(off.status, 'disabled')
    assert.isTrue((await sandbox.server.webhookEndpoints.del(made.id)).deleted)
  })
})
