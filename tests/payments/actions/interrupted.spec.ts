import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { money } from '#app/shared/money/money'
import { checkLedger } from '#app/ledger/index'
import { BeginOrderPayment, CapturePayment, RefreshPayment } from '#app/payments/index'
import { newPayment } from '#app/payments/domain/payment'
import { findPayment, insertPayment } from '#app/payments/records/payments'
import { addAda } from '#tests/support/customers'
import { addInvoice, addOrder, connectStripe } from '#tests/support/payments'
import { type Sandbox, useSandbox } from '#tests/support/sandbox'
import { loseQueuedJobs, settle } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

const statusOf = async (tenant: Tenant, id: string) =>
  (await as(tenant, () => inReadTransaction(() => findPayment(id))))!.status

async function authorise(
  tenant: Tenant,
  stripe: Sandbox
): Promise<{ orderId: string; paymentId: string; customerId: string }> {
  const customerId = await addAda(tenant)
  await connectStripe(tenant, stripe)
  const orderId = await addOrder(tenant, customerId)
  const begin = await app.container.make(BeginOrderPayment)
  const refresh = await app.container.make(RefreshPayment)
  const begun = await as(tenant, () => begin.execute({ orderId, customerId }))
  if (!begun.ok) throw new Error(begun.error.type)
  const paymentId = begun.value.payment.id
  await stripe.confirm(begun.value.form!.clientSecret)
  await as(tenant, () => refresh.execute({ paymentId }))
  return { orderId, paymentId, customerId }
}

test.group('A process that dies', (group) => {
  const sandbox = useSandbox(group)

  test('after it wrote down that it will ask: the payment is begun by the sweep, once', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const customerId = await addAda(tenant)
    const gatewayId = await connectStripe(tenant, sandbox())
    const orderId = await addOrder(tenant, customerId)
    const id = newId()
    const at = new Date('2026-03-01T09:00:00Z')
    const debt = { kind: 'order' as const, id: orderId, customerId, money: money(1401n, 'EUR') }
    const intent = newPayment({ id, debt, gatewayId, paymentMethodId: null, capture: 'manual', isOffSession: false, consent: null, now: at, nextCheckAt: at }) // prettier-ignore
    await as(tenant, () => inTransaction(() => insertPayment(intent)))
    await settle(tenant)
    await freezeClock(tenant, '2026-03-01T11:00:00Z')
    await settle(tenant)
    const payment = (await as(tenant, () => inReadTransaction(() => findPayment(id))))!
    assert.isNull(payment.pendingCall)
    assert.isNotNull(payment.gatewayReference)
    assert.lengthOf((await sandbox().state('stripe')).payment_intents!, 1)
  })

  test('after the money was taken and before it was written down: it is booked once', async ({ assert }) => {
    const tenant = await createTenant()
    const { orderId, paymentId, customerId } = await authorise(tenant, sandbox())
    const invoiceId = await addInvoice(tenant, customerId)
    const capture = await app.container.make(CapturePayment)
    await as(tenant, () => capture.execute({ orderId, invoiceId, amount: 1401n }))
    await loseQueuedJobs()
    const { gatewayReference } = (await as(tenant, () => inReadTransaction(() => findPayment(paymentId))))!
    await sandbox().stripe('POST', `/v1/payment_intents/${gatewayReference}/capture`, {
      amount_to_capture: '1401',
    })
    assert.equal(await statusOf(tenant, paymentId), 'authorised')
    await freezeClock(tenant, '2026-03-01T09:05:00Z')
    await settle(tenant)
    assert.equal(await statusOf(tenant, paymentId), 'succeeded')
    assert.deepEqual((await as(tenant, () => checkLedger())).differences, [])
  })

  test('before the capture was sent: the sweep sends it', async ({ assert }) => {
    const tenant = await createTenant()
    const { orderId, paymentId, customerId } = await authorise(tenant, sandbox())
    const invoiceId = await addInvoice(tenant, customerId)
    const capture = await app.container.make(CapturePayment)
    await as(tenant, () => capture.execute({ orderId, invoiceId, amount: 1401n }))
    await loseQueuedJobs()
    await freezeClock(tenant, '2026-03-01T09:05:00Z')
    await settle(tenant)
    assert.equal(await statusOf(tenant, paymentId), 'succeeded')
  })

  // Found by a simulated year: the 500 is repeated for its key for a day, and so was the question.
  test('a gateway that took the money, answered 500 and repeats that for its key: it is booked once', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const { orderId, paymentId, customerId } = await authorise(tenant, sandbox())
    const invoiceId = await addInvoice(tenant, customerId)
    const capture = await app.container.make(CapturePayment)
    await sandbox().fault('stripe', 'error_500_after', { times: 1, route: 'POST /v1/payment_intents/:id/capture' }) // prettier-ignore
    await as(tenant, () => capture.execute({ orderId, invoiceId, amount: 1401n }))
    await settle(tenant)
    assert.equal(await statusOf(tenant, paymentId), 'succeeded')
    assert.deepEqual((await as(tenant, () => checkLedger())).differences, [])
  })

  test('nobody comes back: the card form is called off after a day', async ({ assert }) => {
    const tenant = await createTenant()
    const customerId = await addAda(tenant)
    await connectStripe(tenant, sandbox())
    const orderId = await addOrder(tenant, customerId)
    const begin = await app.container.make(BeginOrderPayment)
    const begun = await as(tenant, () => begin.execute({ orderId, customerId }))
    await freezeClock(tenant, '2026-03-02T10:00:00Z')
    await settle(tenant)
    assert.equal(begun.ok ? await statusOf(tenant, begun.value.payment.id) : '', 'cancelled')
    const intents = await as(tenant, () =>
      inReadTransaction(() => db.selectFrom('payments').select('id').execute())
    )
    assert.lengthOf(intents, 1)
  })
})
