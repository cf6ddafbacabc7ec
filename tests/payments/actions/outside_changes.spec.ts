import { createHmac } from 'node:crypto'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { ChargeSavedMethod, listPaymentMethods } from '#app/payments/index'
import { ReceiveWebhook } from '#app/payments/actions/receive_webhook'
import { findPayment } from '#app/payments/records/payments'
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
})
