import { test } from '@japa/runner'
import { refusalOf, StripeSandbox } from './stripe_sandbox.js'

const order = { amount: 1401, currency: 'eur' }

test.group('Sandbox Stripe, idempotency', (group) => {
  let sandbox: StripeSandbox

  group.setup(async () => {
    sandbox = await StripeSandbox.start()
    return () => sandbox.stop()
  })
  group.each.setup(() => sandbox.process.reset())

  test('the same key twice makes one payment and says that it is a replay', async ({ assert }) => {
    const first = await sandbox.server.paymentIntents.create(order, { idempotencyKey: 'a' })
    const second = await sandbox.server.paymentIntents.create(order, { idempotencyKey: 'a' })
    assert.equal(second.id, first.id)
    assert.equal(second.lastResponse.headers['idempotent-replayed'], 'true')
    assert.equal(second.lastResponse.headers['idempotency-key'], 'a')
    assert.equal(second.lastResponse.headers['original-request'], first.lastResponse.requestId)
    assert.lengthOf((await sandbox.server.paymentIntents.list()).data, 1)
  })

  test('the same key for another request is refused', async ({ assert }) => {
    await sandbox.server.paymentIntents.create(order, { idempotencyKey: 'b' })
    const other = { ...order, amount: 1402 }
    const refused = await refusalOf(sandbox.server.paymentIntents.create(other, { idempotencyKey: 'b' }))
    assert.deepInclude(refused, { status: 400, type: 'idempotency_error' })
  })

  test('a decline is replayed and never reaches the bank again', async ({ assert }) => {
    const pay = () =>
      sandbox.server.paymentIntents.create(
        { ...order, payment_method: 'pm_card_visa_chargeDeclined', confirm: true, off_session: true },
        { idempotencyKey: 'c' }
      )
    const first = await refusalOf(pay())
    assert.deepEqual(await refusalOf(pay()), first)
    assert.lengthOf((await sandbox.server.charges.list()).data, 1)
  })

  test('a refused parameter is not remembered: the key can be used again', async ({ assert }) => {
    const wrong = { ...order, amount: 1 }
    await refusalOf(sandbox.server.paymentIntents.create(wrong, { idempotencyKey: 'd' }))
    const right = await sandbox.server.paymentIntents.create(order, { idempotencyKey: 'd' })
    assert.equal(right.amount, 1401)
  })

  test('a request still running makes its repeat fail with 409', async ({ assert }) => {
    await sandbox.process.fault('stripe', 'latency_ms', { value: 2_000, times: 1 })
    const first = sandbox.server.paymentIntents.create(order, { idempotencyKey: 'e' })
    await sandbox.process.untilSpent('stripe', 'latency_ms')
    const repeat = await refusalOf(sandbox.server.paymentIntents.create(order, { idempotencyKey: 'e' }))
    assert.deepInclude(repeat, { status: 409, code: 'idempotency_key_in_use' })
    const { id } = await first
    const later = await sandbox.server.paymentIntents.create(order, { idempotencyKey: 'e' })
    assert.equal(later.id, id)
  })

  test('a 500 after execution began is replayed; one before it is not', async ({ assert }) => {
    const create = (idempotencyKey: string) => sandbox.server.paymentIntents.create(order, { idempotencyKey })
    await sandbox.process.fault('stripe', 'error_500', { times: 1 })
    assert.equal((await refusalOf(create('f'))).status, 500)
    assert.match((await create('f')).id, /^pi_/)

    await sandbox.process.fault('stripe', 'error_500_stored', { times: 1 })
    assert.equal((await refusalOf(create('g'))).status, 500)
    assert.equal((await refusalOf(create('g'))).status, 500)
    assert.lengthOf((await sandbox.server.paymentIntents.list()).data, 1)

    await sandbox.process.fault('stripe', 'error_500_after', { times: 1 })
    assert.equal((await refusalOf(create('h'))).status, 500)
    assert.lengthOf((await sandbox.server.paymentIntents.list()).data, 2)
  })

  test('a lost answer followed by the same key finds the payment made', async ({ assert }) => {
    await sandbox.process.fault('stripe', 'timeout_after', { times: 1, route: 'POST /v1/payment_intents' })
    const impatient = sandbox.client('sk_test_sandbox', { timeout: 300, maxNetworkRetries: 2 })
    const intent = await impatient.paymentIntents.create(order, { idempotencyKey: 'i' })
    assert.equal(intent.lastResponse.headers['idempotent-replayed'], 'true')
    assert.lengthOf((await sandbox.server.paymentIntents.list()).data, 1)
  })

  test('a hung request that was never acted upon is made by its repeat', async ({ assert }) => {
    await sandbox.process.fault('stripe', 'timeout_before', { times: 1, route: 'POST /v1/payment_intents' })
    const impatient = sandbox.client('sk_test_sandbox', { timeout: 300, maxNetworkRetries: 2 })
    const intent = await impatient.paymentIntents.create(order, { idempotencyKey: 'j' })
    assert.isUndefined(intent.lastResponse.headers['idempotent-replayed'])
    assert.lengthOf((await sandbox.server.paymentIntents.list()).data, 1)
  })
})
