import { test } from '@japa/runner'
import { errorOf, refusalOf, StripeSandbox } from './stripe_sandbox.js'

const declines = [
  { card: 'pm_card_visa_chargeDeclined', code: 'card_declined', decline: 'generic_decline' },
  {
    card: 'pm_card_visa_chargeDeclinedInsufficientFunds',
    code: 'card_declined',
    decline: 'insufficient_funds',
  },
  { card: 'pm_card_visa_chargeDeclinedLostCard', code: 'card_declined', decline: 'lost_card' },
  { card: 'pm_card_visa_chargeDeclinedStolenCard', code: 'card_declined', decline: 'stolen_card' },
  { card: 'pm_card_chargeDeclinedExpiredCard', code: 'expired_card', decline: 'expired_card' },
  { card: 'pm_card_chargeDeclinedIncorrectCvc', code: 'incorrect_cvc', decline: 'incorrect_cvc' },
  { card: 'pm_card_chargeDeclinedProcessingError', code: 'processing_error', decline: 'processing_error' },
  {
    card: 'pm_card_visa_chargeDeclinedVelocityLimitExceeded',
    code: 'card_declined',
    decline: 'card_velocity_exceeded',
  },
  { card: 'pm_card_chargeCustomerFail', code: 'card_declined', decline: 'generic_decline' },
  { card: 'pm_card_radarBlock', code: 'card_declined', decline: 'fraudulent' },
]

const typed = [
  { number: '4242424242424241', code: 'incorrect_number' },
  { number: '42', code: 'invalid_number' },
  { number: '4242424242424242', exp_month: 13, code: 'invalid_expiry_month' },
  { number: '4242424242424242', exp_year: 2020, code: 'invalid_expiry_year' },
  { number: '4242424242424242', cvc: '1', code: 'invalid_cvc' },
]

test.group('Sandbox Stripe, cards', (group) => {
  let sandbox: StripeSandbox

  group.setup(async () => {
    sandbox = await StripeSandbox.start()
    return () => sandbox.stop()
  })

  test('{card} is declined with {decline}')
    .with(declines)
    .run(async ({ assert }, { card, code, decline }) => {
      const error = await errorOf(sandbox.pay(card, { off_session: true }))
      assert.deepEqual([error.statusCode, error.code, error.decline_code], [402, code, decline])
      const intent = error.payment_intent
      assert.equal(intent?.status, 'requires_payment_method')
      assert.equal(intent?.last_payment_error?.decline_code, decline)
      assert.isNull(intent?.payment_method)
      const charge = await sandbox.server.charges.retrieve(String(error.charge))
      assert.deepEqual([charge.status, charge.paid, charge.failure_code], ['failed', false, code])
    })

  test('what a person types wrong is refused: {code}')
    .with(typed)
    .run(async ({ assert }, { code, ...card }) => {
      const full = { exp_month: 12, exp_year: 2040, cvc: '123', ...card }
      const refused = await refusalOf(sandbox.browser.paymentMethods.create({ type: 'card', card: full }))
      assert.deepInclude(refused, { status: 402, type: 'card_error', code })
    })

  test('a declined intent can be paid with another card', async ({ assert }) => {
    const error = await errorOf(sandbox.pay('pm_card_visa_chargeDeclined'))
    const intent = await sandbox.server.paymentIntents.confirm(error.payment_intent?.id ?? '', {
      payment_method: 'pm_card_visa',
    })
    assert.deepEqual([intent.status, intent.amount_received], ['succeeded', 1401])
  })

  test('the same number has the same fingerprint; a number never comes back', async ({ assert }) => {
    const card = { number: '5555555555554444', exp_month: 12, exp_year: 2040, cvc: '123' }
    const one = await sandbox.browser.paymentMethods.create({ type: 'card', card })
    const two = await sandbox.browser.paymentMethods.create({ type: 'card', card })
    assert.equal(one.card?.fingerprint, two.card?.fingerprint)
    assert.deepEqual([one.card?.brand, one.card?.last4], ['mastercard', '4444'])
    const log = JSON.stringify(await sandbox.process.json('GET', '/_requests/stripe?limit=2000'))
    const state = JSON.stringify(await sandbox.process.json('GET', '/_state/stripe'))
    for (const text of [log, state]) assert.notMatch(text, /5555555555554444|4242424242424242/)
  })

  test('a card used once without a customer, or detached, cannot be used again', async ({ assert }) => {
    const once = await sandbox.pay('pm_card_visa')
    assert.equal((await refusalOf(sandbox.pay(String(once.payment_method)))).status, 400)

    const customer = await sandbox.server.customers.create({ name: 'Ada' })
    const saved = await sandbox.server.paymentMethods.attach('pm_card_visa', { customer: customer.id })
    assert.equal((await refusalOf(sandbox.pay(saved.id))).param, 'payment_method')
    await sandbox.server.paymentMethods.detach(saved.id)
    const again = sandbox.server.paymentMethods.attach(saved.id, { customer: customer.id })
    assert.equal((await refusalOf(again)).status, 400)
  })

  test('a card that declines cannot be saved, except the one that fails only later', async ({ assert }) => {
    const customer = await sandbox.server.customers.create({ name: 'Brook' })
    const attach = (id: string) => sandbox.server.paymentMethods.attach(id, { customer: customer.id })
    assert.equal((await refusalOf(attach('pm_card_visa_chargeDeclined'))).code, 'card_declined')
    const late = await attach('pm_card_chargeCustomerFail')
    const charge = await refusalOf(sandbox.pay(late.id, { customer: customer.id, off_session: true }))
    assert.equal(charge.decline, 'generic_decline')
  })
})
