import { test } from '@japa/runner'
import { errorOf, refusalOf, StripeSandbox } from './stripe_sandbox.js'

const back = 'http://shop.test/back?order=7'

test.group('Sandbox Stripe, authentication', (group) => {
  let sandbox: StripeSandbox

  group.setup(async () => {
    sandbox = await StripeSandbox.start()
    return () => sandbox.stop()
  })

  async function atTheBank(card: string) {
    const intent = await sandbox.pay(card, {
      automatic_payment_methods: { enabled: true },
      return_url: back,
    })
    return { intent, page: intent.next_action?.redirect_to_url?.url ?? '' }
  }

  async function press(page: string, outcome: string): Promise<URL> {
    const response = await fetch(page, {
      method: 'POST',
      body: new URLSearchParams({ outcome }),
      redirect: 'manual',
    })
    return new URL(response.headers.get('location') ?? '')
  }

  test('the cardholder is sent to the bank and comes back paid', async ({ assert }) => {
    const { intent, page } = await atTheBank('pm_card_threeDSecure2Required')
    assert.equal(intent.status, 'requires_action')
    assert.match(await (await fetch(page)).text(), /14\.01 eur.*3220/)
    const returned = await press(page, 'complete')
    assert.equal(returned.searchParams.get('order'), '7')
    assert.equal(returned.searchParams.get('payment_intent'), intent.id)
    assert.equal(returned.searchParams.get('payment_intent_client_secret'), intent.client_secret)
    assert.equal(returned.searchParams.get('redirect_status'), 'succeeded')
    const paid = await sandbox.server.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] })
    assert.equal(paid.status, 'succeeded')
    const charge = paid.latest_charge
    if (charge === null || typeof charge === 'string') return assert.fail('latest_charge was not expanded')
    assert.equal(charge.payment_method_details?.card?.three_d_secure?.result, 'authenticated')
  })

  test('a refused authentication brings the intent back to want a card', async ({ assert }) => {
    const { intent, page } = await atTheBank('pm_card_authenticationRequired')
    const returned = await press(page, 'fail')
    assert.equal(returned.searchParams.get('redirect_status'), 'failed')
    const failed = await sandbox.server.paymentIntents.retrieve(intent.id)
    assert.equal(failed.status, 'requires_payment_method')
    assert.equal(failed.last_payment_error?.code, 'payment_intent_authentication_failure')
  })

  test('pressing twice, or after a cancellation, changes nothing', async ({ assert }) => {
    const { intent, page } = await atTheBank('pm_card_authenticationRequired')
    await press(page, 'complete')
    await press(page, 'fail')
    assert.equal((await sandbox.server.paymentIntents.retrieve(intent.id)).status, 'succeeded')

    const other = await atTheBank('pm_card_authenticationRequired')
    await sandbox.server.paymentIntents.cancel(other.intent.id)
    await press(other.page, 'complete')
    assert.equal((await sandbox.server.paymentIntents.retrieve(other.intent.id)).status, 'canceled')
  })

  test('authenticated, and still without funds', async ({ assert }) => {
    const { intent } = await atTheBank('pm_card_authenticationRequiredChargeDeclinedInsufficientFunds')
    await sandbox.authenticate(intent.id, 'complete')
    const after = await sandbox.server.paymentIntents.retrieve(intent.id)
    assert.equal(after.last_payment_error?.decline_code, 'insufficient_funds')
  })

  test('off session, a card saved with authentication is charged without asking', async ({ assert }) => {
    const customer = await sandbox.server.customers.create({ name: 'Ada' })
    const setup = await sandbox.server.setupIntents.create({
      customer: customer.id,
      payment_method: 'pm_card_authenticationRequiredOnSetup',
      confirm: true,
      return_url: back,
    })
    assert.equal(setup.status, 'requires_action')
    await sandbox.authenticate(setup.id, 'complete')
    const { payment_method: saved, status } = await sandbox.server.setupIntents.retrieve(setup.id)
    assert.equal(status, 'succeeded')
    const renewal = await sandbox.pay(String(saved), { customer: customer.id, off_session: true })
    assert.equal(renewal.status, 'succeeded')
  })

  test('off session, a card that always asks gets authentication_required and can be confirmed later', async ({
    assert,
  }) => {
    const customer = await sandbox.server.customers.create({ name: 'Brook' })
    const card = await sandbox.server.paymentMethods.attach('pm_card_authenticationRequired', {
      customer: customer.id,
    })
    const error = await errorOf(sandbox.pay(card.id, { customer: customer.id, off_session: true }))
    assert.deepEqual([error.statusCode, error.code], [402, 'authentication_required'])
    assert.equal(error.payment_method?.id, card.id)
    const intent = error.payment_intent
    const asked = await sandbox.browser.paymentIntents.confirm(intent?.id ?? '', {
      client_secret: intent?.client_secret ?? '',
      payment_method: card.id,
      return_url: back,
    } as never)
    assert.equal(asked.status, 'requires_action')
    await sandbox.authenticate(asked.id, 'complete')
    assert.equal((await sandbox.server.paymentIntents.retrieve(asked.id)).status, 'succeeded')
  })

  test('error_on_requires_action makes it a plain refusal', async ({ assert }) => {
    const refused = await refusalOf(
      sandbox.pay('pm_card_threeDSecure2Required', { error_on_requires_action: true })
    )
    assert.deepInclude(refused, {
      status: 402,
      code: 'authentication_required',
      decline: 'authentication_not_handled',
    })
  })

  test('a browser needs the client secret and sees nothing of the customer', async ({ assert }) => {
    const customer = await sandbox.server.customers.create({ name: 'Chandra' })
    const intent = await sandbox.server.paymentIntents.create({
      amount: 900,
      currency: 'usd',
      customer: customer.id,
      metadata: { invoice: '1' },
    })
    const seen = await sandbox.browser.paymentIntents.retrieve(intent.id, {
      client_secret: intent.client_secret ?? '',
    })
    assert.notProperty(seen, 'customer')
    assert.notProperty(seen, 'metadata')
    const wrong = sandbox.browser.paymentIntents.retrieve(intent.id, {
      client_secret: `${intent.id}_secret_no`,
    })
    assert.deepInclude(await refusalOf(wrong), { status: 400, param: 'client_secret' })
    assert.equal((await refusalOf(sandbox.browser.paymentIntents.retrieve(intent.id))).param, 'client_secret')
  })
})
