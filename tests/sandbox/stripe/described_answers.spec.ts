import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { StripeSandbox } from './stripe_sandbox.js'

/** The description of the API version spoken here; it is read where it is at hand and never shipped. */
const file = fileURLToPath(
  new URL(
    '../../../../shared/reference/specs/stripe/payments.2026-10-28.endive.derived.json',
    import.meta.url
  )
)

test.group('Sandbox Stripe, answers as described', (group) => {
  let sandbox: StripeSandbox

  group.setup(async () => {
    sandbox = await StripeSandbox.start()
    return () => sandbox.stop()
  })

  test('the core objects have the described members and types', async ({ assert }) => {
    const description = JSON.parse(readFileSync(file, 'utf8')) as { components: object }
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    ajv.addSchema({ $id: 'stripe', components: description.components })
    const differences = (name: string, value: unknown) => {
      const validate = ajv.compile({ $ref: `stripe#/components/schemas/${name}` })
      return validate(JSON.parse(JSON.stringify(value))) ? [] : (validate.errors ?? [])
    }
    const answers = await coreAnswers()
    for (const [name, value] of answers) assert.deepEqual(differences(name, value), [], name)
  }).skip(!existsSync(file), `Skipped: ${file} is not at hand.`)

  async function coreAnswers(): Promise<Array<[string, unknown]>> {
    const { server } = sandbox
    const customer = await server.customers.create({ name: 'Ada', email: 'ada@example.com' })
    const empty = await server.paymentIntents.create({ amount: 500, currency: 'usd', customer: customer.id })
    const paid = await sandbox.pay('pm_card_visa', {
      customer: customer.id,
      amount: 50_00,
      setup_future_usage: 'off_session',
      capture_method: 'automatic',
      metadata: { invoice: '1' },
    })
    const held = await sandbox.pay('pm_card_mastercard', { capture_method: 'manual' })
    const asked = await sandbox.pay('pm_card_authenticationRequired')
    const failed = await sandbox
      .pay('pm_card_visa_chargeDeclined')
      .catch((error: { payment_intent: unknown; charge: string; raw: object }) => error)
    const charge = await server.charges.retrieve(String(paid.latest_charge))
    const heldCharge = await server.charges.retrieve(String(held.latest_charge))
    const setup = await server.setupIntents.create({
      customer: customer.id,
      payment_method: 'pm_card_visa',
      confirm: true,
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    })
    const refund = await server.refunds.create({ payment_intent: paid.id, amount: 100 })
    await sandbox.pay('pm_card_createDispute')
    const [disputed] = await sandbox.waitForEvents('charge.dispute.created')
    const [endpoint] = (await server.webhookEndpoints.list()).data
    const { payouts } = await sandbox.process.json<{ payouts: object[] }>(
      'POST',
      '/_stripe/payouts?pending=true'
    )
    const session = await server.customerSessions.create({
      customer: customer.id,
      components: { payment_element: { enabled: true } },
    })
    return [
      ['Customer', customer],
      ['PaymentIntent', empty],
      ['PaymentIntent', paid],
      ['PaymentIntent', held],
      ['PaymentIntent', asked],
      ['PaymentIntent', (failed as { payment_intent: unknown }).payment_intent],
      ['Charge', charge],
      ['Charge', heldCharge],
      ['Charge', await server.charges.retrieve((failed as { charge: string }).charge)],
      ['PaymentMethod', await server.paymentMethods.retrieve(String(paid.payment_method))],
      ['SetupIntent', setup],
      ['SetupAttempt', (await server.setupAttempts.list({ setup_intent: setup.id })).data[0]],
      ['Refund', refund],
      ['BalanceTransaction', await server.balanceTransactions.retrieve(String(charge.balance_transaction))],
      ['BalanceTransaction', await server.balanceTransactions.retrieve(String(refund.balance_transaction))],
      ['Balance', await server.balance.retrieve()],
      ['Payout', payouts[0]],
      ['Dispute', disputed?.data.object],
      ['WebhookEndpoint', endpoint],
      ['CustomerSession', session],
    ]
  }
})
