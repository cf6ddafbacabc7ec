import { createHmac } from 'node:crypto'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { ChargeSavedMethod, listPaymentMethods, listWarningsOf } from '#app/payments/index'
import { FollowFraudWarning } from '#app/payments/actions/follow_fraud_warning'
import { ReceiveWebhook } from '#app/payments/actions/receive_webhook'
import { TakeDownRefunds } from '#app/payments/actions/take_down_refunds'
import { WarnOfPayment } from '#app/payments/actions/warn_of_payment'
import { findPayment } from '#app/payments/records/payments'
import { listAttention } from '#app/reporting/queries/list_attention'
import { addStaff } from '#tests/support/paid_server'
import { addAda } from '#tests/support/customers'
import { saveCard } from '#tests/support/method'
import { addInvoice, connectStripe } from '#tests/support/payments'
import { type Sandbox, stripeKeys, useSandbox } from '#tests/support/sandbox'
import { runQueuedJobs } from '#tests/support/settle'
import { as, createTenant } from '#tests/support/tenants'

/** Brings the stand-in's latest event of a type to the platform, signed as Stripe would, and has it handled. */
async function relay(tenant: Tenant, sandbox: Sandbox, known: { gatewayId: string; type: string }) {
  const { events } = await sandbox.state<{ events: { type: string }[] }>('stripe')
  const rawBody = JSON.stringify(events.findLast(({ type }) => type === known.type))
  const stamp = Math.floor(Date.now() / 1000)
  const v1 = createHmac('sha256', stripeKeys.webhookSecret).update(`${stamp}.${rawBody}`).digest('hex')
  const receive = await app.container.make(ReceiveWebhook)
  const headers = { 'stripe-signature': `t=${stamp},v1=${v1}` }
  const received = await as(tenant, () =>
    receive.execute({ gatewayId: known.gatewayId, driver: 'stripe', rawBody, headers })
  )
  if (!received.ok) throw new Error(`${known.type}: ${received.error}`)
  await runQueuedJobs()
}

const warningsOf = async (tenant: Tenant, paymentId: string) =>
  (await as(tenant, () => inReadTransaction(() => listWarningsOf(paymentId)))).map(
    ({ kind, code, status }) => `${kind} ${code} ${status}`
  )

test.group('What happens to saved cards and payments at the gateway itself', (group) => {
  const sandbox = useSandbox(group)

  test('a bank renews a card, its owner takes the mandate back, a customer is deleted, a payment is put under review', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const gatewayId = await connectStripe(tenant, sandbox())
    const customerId = await addAda(tenant)
    await saveCard({ tenant, customerId }, sandbox())
    const methods = () => as(tenant, () => listPaymentMethods(customerId))
    const happen = async (lever: string, type: string) => {
      await sandbox().control(`/_stripe/${lever}`)
      await relay(tenant, sandbox(), { gatewayId, type })
    }
    const [card] = await methods()
    await happen(`payment_methods/${card!.reference}/renew`, 'payment_method.automatically_updated')
    assert.equal((await methods())[0]?.expYear, card!.expYear! + 4)

    const invoiceId = await addInvoice(tenant, customerId)
    const charge = await app.container.make(ChargeSavedMethod)
    const paid = await as(tenant, () => charge.execute({ debt: { kind: 'invoice', id: invoiceId } }))
    const payment = paid.ok ? paid.value.payment : null
    await happen(`payments/${payment!.gatewayReference}/review`, 'review.opened')
    const looked = await as(tenant, () => inReadTransaction(() => findPayment(payment!.id)))
    assert.equal(looked?.risk?.review, 'open')

    await happen(`payments/${payment!.gatewayReference}/report`, 'radar.early_fraud_warning.created')
    assert.deepEqual(await warningsOf(tenant, payment!.id), ['fraud_report made_with_stolen_card open'])
    await happen(`payments/${payment!.gatewayReference}/dispute`, 'charge.dispute.created')
    assert.deepEqual(await warningsOf(tenant, payment!.id), ['fraud_report made_with_stolen_card disputed'])

    await happen(`payment_methods/${card!.reference}/revoke`, 'mandate.updated')
    assert.lengthOf(await methods(), 0)

    await saveCard({ tenant, customerId }, sandbox(), 'pm_card_mastercard')
    const customerOf = () =>
      as(tenant, () => inReadTransaction(() => db.selectFrom('gateway_customers').select('reference').executeTakeFirstOrThrow()))
    const { reference } = await customerOf()
    await sandbox().stripe('DELETE', `/v1/customers/${reference}`)
    await relay(tenant, sandbox(), { gatewayId, type: 'customer.deleted' })
    assert.deepEqual([await methods(), await customerOf()], [[], { reference: null }])
    await saveCard({ tenant, customerId }, sandbox())
    assert.lengthOf(await methods(), 1)
    assert.notEqual((await customerOf()).reference, reference)

    const types = await as(tenant, () =>
      inReadTransaction(() => db.selectFrom('events').select('type').where('type', 'like', 'payment_method.%').orderBy('id').execute())
    )
    assert.deepEqual(types.map(({ type }) => type.split('.')[1]), ['saved', 'updated', 'removed', 'saved', 'removed', 'saved'])
    const mails = await as(tenant, () =>
      inReadTransaction(() => db.selectFrom('messages').select('kind').where('kind', 'like', 'method_%').orderBy('id').execute())
    )
    assert.deepEqual(mails.map(({ kind }) => kind), ['method_updated', 'method_revoked', 'method_revoked'])
  }) // prettier-ignore

  test('a risky payment of a newcomer, and one reported as fraud whose message was lost, wait for staff: accepted, and given back', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const gatewayId = await connectStripe(tenant, sandbox())
    const customerId = await addAda(tenant)
    const paymentMethodId = await saveCard({ tenant, customerId }, sandbox(), 'pm_card_riskLevelElevated')
    const [charge, warn, reports, refunds] = await Promise.all([
      app.container.make(ChargeSavedMethod),
      app.container.make(WarnOfPayment),
      app.container.make(FollowFraudWarning),
      app.container.make(TakeDownRefunds),
    ])
    const pay = async () => {
      const invoiceId = await addInvoice(tenant, customerId)
      const debt = { kind: 'invoice', id: invoiceId } as const
      const paid = await as(tenant, () => charge.execute({ debt, paymentMethodId }))
      if (!paid.ok) throw new Error(paid.error.type)
      return paid.value.payment
    }
    const first = await pay()
    assert.deepEqual(await warningsOf(tenant, first.id), ['risk elevated open'])
    const waiting = async () =>
      (await as(tenant, () => listAttention())).find(({ kind }) => kind === 'payment_warned')?.examples.map(({ id }) => id)
    assert.deepEqual(await waiting(), [first.id])
    const userId = await addStaff(tenant, 'owner')
    const accept = () => as(tenant, () => warn.accept({ paymentId: first.id, userId, note: 'Rang them up' }))
    assert.deepEqual([(await accept()).ok, await accept()], [true, { ok: false, error: { type: 'nothing_to_decide' } }])
    assert.deepEqual([await warningsOf(tenant, first.id), await waiting()], [['risk elevated accepted'], undefined])

    const second = await pay()
    assert.deepEqual(await warningsOf(tenant, second.id), [], 'what they paid before went well')
    await sandbox().control(`/_stripe/payments/${second.gatewayReference}/report`)
    const since = new Date(Date.now() - 86_400_000)
    for (let times = 0; times < 2; times += 1) await as(tenant, () => reports.look({ gatewayId, since }))
    assert.deepEqual(await warningsOf(tenant, second.id), ['fraud_report made_with_stolen_card open'])
    await runQueuedJobs()
    await sandbox().stripe('POST', '/v1/refunds', { payment_intent: second.gatewayReference!, amount: '400' })
    await as(tenant, () => refunds.execute({ paymentId: second.id }))
    assert.deepEqual(await waiting(), [second.id], 'a part is left')
    await sandbox().stripe('POST', '/v1/refunds', { payment_intent: second.gatewayReference! })
    await as(tenant, () => refunds.execute({ paymentId: second.id }))
    assert.deepEqual(await warningsOf(tenant, second.id), ['fraud_report made_with_stolen_card given_back'])
    const facts = await as(tenant, () =>
      inReadTransaction(() => db.selectFrom('events').select('type').where('type', 'like', 'payment.warn%').orderBy('id').execute())
    )
    assert.deepEqual(facts.map(({ type }) => type), ['payment.warned', 'payment.warning_closed', 'payment.warned', 'payment.warning_closed'])
    await runQueuedJobs()
    const mails = await as(tenant, () =>
      inReadTransaction(() => db.selectFrom('messages').select('kind').where('kind', '=', 'staff_payment_warned').execute())
    )
    assert.lengthOf(mails, 2)
  }) // prettier-ignore
})
