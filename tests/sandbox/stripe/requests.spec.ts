import { test } from '@japa/runner'
import { rawPost, refusalOf, StripeSandbox } from './stripe_sandbox.js'

const wrongCalls: Array<{ path?: string; form: Record<string, string>; code?: string; param?: string }> = [
  { form: { amount: '1401', currency: 'eur', colour: 'red' }, code: 'parameter_unknown', param: 'colour' },
  {
    form: { amount: '1401', currency: 'eur', 'payment_method_options[card][colour]': 'red' },
    code: 'parameter_unknown',
    param: 'payment_method_options[card][colour]',
  },
  {
    form: { amount: '1401', currency: 'eur', 'payment_method_types[0]': 'card' },
    code: 'payment_method_types_no_longer_supported',
    param: 'payment_method_types',
  },
  { form: { currency: 'eur' }, code: 'parameter_missing', param: 'amount' },
  { form: { amount: '14.01', currency: 'eur' }, code: 'parameter_invalid_integer', param: 'amount' },
  { form: { amount: '-5', currency: 'eur' }, code: 'parameter_invalid_integer', param: 'amount' },
  { form: { amount: '49', currency: 'eur' }, code: 'amount_too_small', param: 'amount' },
  { form: { amount: '29', currency: 'gbp' }, code: 'amount_too_small', param: 'amount' },
  { form: { amount: '100000000', currency: 'usd' }, code: 'amount_too_large', param: 'amount' },
  { form: { amount: '1235', currency: 'kwd' }, param: 'amount' },
  { form: { amount: '1401', currency: 'zzz' }, param: 'currency' },
  { form: { amount: '1401', currency: 'eur', capture_method: 'later' }, param: 'capture_method' },
  { form: { amount: '1401', currency: 'eur', confirm: 'yes' }, param: 'confirm' },
  { form: { amount: '1401', currency: 'eur', off_session: 'true' }, param: 'off_session' },
  {
    form: { amount: '1401', currency: 'eur', customer: '' },
    code: 'parameter_invalid_empty',
    param: 'customer',
  },
  {
    form: { amount: '1401', currency: 'eur', customer: 'cus_none' },
    code: 'resource_missing',
    param: 'customer',
  },
  {
    form: {
      amount: '1401',
      currency: 'eur',
      'allowed_payment_method_types[0]': 'card',
      'automatic_payment_methods[enabled]': 'true',
    },
    param: 'allowed_payment_method_types',
  },
  {
    form: { amount: '1401', currency: 'eur', confirm: 'true', payment_method: 'pm_card_visa' },
    param: 'return_url',
  },
  { form: { amount: '1401', currency: 'eur', 'metadata[a]': 'x'.repeat(501) }, param: 'metadata' },
  { form: { amount: '1401', currency: 'eur', [`metadata[${'k'.repeat(41)}]`]: 'x' }, param: 'metadata' },
  { path: '/v1/refunds', form: { amount: '5' } },
  { path: '/v1/refunds', form: { payment_intent: 'pi_x', reason: 'because' }, param: 'reason' },
  { path: '/v1/setup_intents', form: { usage: 'sometimes' }, param: 'usage' },
  {
    path: '/v1/payment_methods',
    form: {
      type: 'card',
      'card[number]': '4242424242424242',
      'card[exp_month]': '1',
      'card[exp_year]': '2040',
    },
  },
]

test.group('Sandbox Stripe, requests', (group) => {
  let sandbox: StripeSandbox

  group.setup(async () => {
    sandbox = await StripeSandbox.start()
    return () => sandbox.stop()
  })

  test('a wrong call is refused and leaves nothing: {$i}')
    .with(wrongCalls)
    .run(async ({ assert }, { path, form, code, param }) => {
      const refused = await rawPost(sandbox, path ?? '/v1/payment_intents', form)
      assert.include([400, 402, 404], refused.status)
      assert.equal(refused.param, param, refused.message)
      if (code) assert.equal(refused.code, code)
      assert.lengthOf((await sandbox.server.paymentIntents.list()).data, 0)
    })

  test('keys decide who may ask what', async ({ assert }) => {
    const unknown = await refusalOf(sandbox.client('sk_test_other').customers.list())
    assert.equal(unknown.status, 401)
    const browser = await refusalOf(sandbox.browser.customers.list())
    assert.deepInclude(browser, { status: 401, code: 'secret_key_required' })
    const bare = await fetch(`${sandbox.process.url}/v1/customers`)
    assert.equal(bare.status, 401)
    const basic = Buffer.from('sk_test_sandbox:').toString('base64')
    const allowed = await fetch(`${sandbox.process.url}/v1/customers`, {
      headers: { authorization: `Basic ${basic}` },
    })
    assert.equal(allowed.status, 200)
  })

  test('answers carry a request id and the version; an unknown version is refused', async ({ assert }) => {
    const { lastResponse } = await sandbox.server.customers.list()
    assert.match(lastResponse.requestId, /^req_/)
    assert.equal(lastResponse.headers['stripe-version'], '2026-10-28.endive')
    const old = await fetch(`${sandbox.process.url}/v1/customers`, {
      headers: { authorization: 'Bearer sk_test_sandbox', 'stripe-version': '2022-11-15' },
    })
    assert.equal(old.status, 400)
    const nowhere = await fetch(`${sandbox.process.url}/v1/unicorns`)
    assert.equal(nowhere.status, 404)
  })

  test('lists are paged by cursor, newest first', async ({ assert }) => {
    const made: string[] = []
    for (const name of ['Ada', 'Brook', 'Chandra']) {
      made.unshift((await sandbox.server.customers.create({ name })).id)
    }
    const first = await sandbox.server.customers.list({ limit: 2 })
    assert.deepEqual([first.data.map(({ id }) => id), first.has_more], [made.slice(0, 2), true])
    const second = await sandbox.server.customers.list({ limit: 2, starting_after: made[1] })
    assert.deepEqual([second.data.map(({ id }) => id), second.has_more], [made.slice(2), false])
    const back = await sandbox.server.customers.list({ ending_before: made[2] })
    assert.deepEqual(
      back.data.map(({ id }) => id),
      made.slice(0, 2)
    )
    assert.deepInclude(await refusalOf(sandbox.server.customers.list({ limit: 101 })), {
      status: 400,
      param: 'limit',
    })
  })

  test('ids expand to objects, up to four levels, and nothing else does', async ({ assert }) => {
    const customer = await sandbox.server.customers.create({ name: 'Ada' })
    const { id } = await sandbox.pay('pm_card_visa', { customer: customer.id, capture_method: 'automatic' })
    const intent = await sandbox.server.paymentIntents.retrieve(id, {
      expand: ['customer', 'latest_charge.balance_transaction.source'],
    })
    const charge = intent.latest_charge
    if (charge === null || typeof charge === 'string') return assert.fail('latest_charge was not expanded')
    assert.equal(typeof intent.customer === 'string' ? '' : intent.customer?.id, customer.id)
    assert.notEqual(typeof charge.balance_transaction, 'string')
    const refused = await refusalOf(sandbox.server.paymentIntents.retrieve(id, { expand: ['colour'] }))
    assert.deepInclude(refused, { status: 400, param: 'expand' })
  })

  test('a deleted customer stays known as deleted and cannot be used', async ({ assert }) => {
    const customer = await sandbox.server.customers.create({ name: 'Dagny', metadata: { a: '1', b: '2' } })
    const changed = await sandbox.server.customers.update(customer.id, { metadata: { a: '' } })
    assert.deepEqual(changed.metadata, { b: '2' })
    await sandbox.server.customers.del(customer.id)
    assert.isTrue((await sandbox.server.customers.retrieve(customer.id)).deleted)
    const use = await refusalOf(sandbox.server.setupIntents.create({ customer: customer.id }))
    assert.equal(use.code, 'resource_missing')
  })
})
