import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { BeginOrderPayment, RefreshPayment } from '#app/payments/index'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { newId, showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { addOrder, connectStripe } from '#tests/support/payments'
import { useSandbox } from '#tests/support/sandbox'
import { runQueuedJobs } from '#tests/support/settle'
import { as, createTenant } from '#tests/support/tenants'

test.group('Orders with a risky payment', (group) => {
  const sandbox = useSandbox(group)

  /** An order that Ada has paid with a card of which Stripe thinks so. */
  async function paidWith(card: string) {
    const tenant = await createTenant()
    await connectStripe(tenant, sandbox())
    const ada = await apiClientFor(tenant, { as: 'customer', currency: 'EUR' })
    const staff = await apiClientFor(tenant, { as: 'staff' })
    const orderId = await addOrder(tenant, ada.customerId)
    const begin = await app.container.make(BeginOrderPayment)
    const refresh = await app.container.make(RefreshPayment)
    const begun = await as(tenant, () =>
      begin.execute({ orderId, customerId: ada.customerId, consent: null })
    )
    if (!begun.ok) throw new Error(begun.error.type)
    await sandbox().confirm(begun.value.form!.clientSecret, card)
    const paymentId = begun.value.payment.id
    const reference = begun.value.payment.gatewayReference!
    const look = async () => {
      await as(tenant, () => refresh.execute({ paymentId }))
      await runQueuedJobs()
      const order = (await staff.get('/orders')).body.data[0]
      const mails = await as(tenant, () =>
        inReadTransaction(() => db.selectFrom('messages').select('kind').orderBy('id').execute())
      )
      const payment = (await staff.get(`/payments/${showId('payment', paymentId)}`)).body
      return { order: order.status, failure: order.failure, payment: payment.payment.status, mails: mails.map(({ kind }) => kind) } // prettier-ignore
    }
    return { tenant, ada, staff, path: `/orders/${showId('order', orderId)}`, reference, look }
  }

  test('one that looks right goes on at once', async ({ assert }) => {
    const { look, staff, path } = await paidWith('pm_card_visa')
    assert.equal((await look()).order, 'provisioning')
    assert.equal((await staff.get(`${path}/review`)).status, 404)
    assert.equal((await staff.post(`${path}/release`, {})).status, 409)
  })

  test('waits for staff, who release it', async ({ assert }) => {
    const { look, staff, ada, path } = await paidWith('pm_card_riskLevelElevated')
    const held = await look()
    assert.deepEqual([held.order, held.payment], ['in_review', 'authorised'])
    assert.include(held.mails, 'order_held')
    assert.equal((await look()).order, 'in_review', 'told again, it still waits')
    const list = (await staff.get('/orders?status=in_review')).body.data
    assert.lengthOf(list, 1)
    const review = (await staff.get(`${path}/review`)).body
    assert.deepInclude(review, { outcome: null, note: null })
    assert.equal(review.risk.level, 'elevated')
    assert.equal((await ada.post(`${path}/release`, {})).status, 404, 'customers do not decide')
    assert.equal((await staff.post(`/orders/${showId('order', newId())}/release`, {})).status, 404)
    assert.equal((await staff.post(`${path}/release`, { note: 'x'.repeat(501) })).status, 422)
    const released = await staff.post(`${path}/release`, { note: 'Spoke to her.' })
    assert.deepEqual([released.status, released.body.status], [200, 'provisioning'])
    const decided = (await staff.get(`${path}/review`)).body
    assert.deepInclude(decided, { outcome: 'released', note: 'Spoke to her.' })
    assert.equal((await staff.post(`${path}/refusal`, {})).status, 409)
  })

  test('is refused, and the bank lets the money go', async ({ assert }) => {
    const { look, staff, path } = await paidWith('pm_card_riskLevelElevated')
    await look()
    assert.equal((await staff.post(`${path}/refusal`, {})).body.status, 'cancelled')
    await runQueuedJobs()
    const over = await look()
    assert.deepEqual([over.order, over.failure, over.payment], ['cancelled', 'refused_in_review', 'cancelled']) // prettier-ignore
    assert.include(over.mails, 'order_failed')
    assert.equal((await staff.get(`${path}/review`)).body.outcome, 'refused')
  })

  test('goes on when somebody approves it at the gateway, and ends when the bank let go', async ({ assert }) => {
    const approved = await paidWith('pm_card_riskLevelElevated')
    const { id } = await sandbox().process.json<{ id: string }>('POST', `/_stripe/payments/${approved.reference}/review`, {})
    assert.equal((await approved.look()).order, 'in_review')
    await sandbox().process.json('POST', `/_stripe/reviews/${id}/approve`, {})
    assert.equal((await approved.look()).order, 'provisioning')
    assert.deepInclude((await approved.staff.get(`${approved.path}/review`)).body, { outcome: 'released', decided_by: null })

    const lapsed = await paidWith('pm_card_riskLevelElevated')
    assert.equal((await lapsed.look()).order, 'in_review')
    await sandbox().stripe('POST', `/v1/payment_intents/${lapsed.reference}/cancel`, {})
    const over = await lapsed.look()
    assert.deepEqual([over.order, over.failure], ['cancelled', 'payment_lapsed'])
  }) // prettier-ignore
})
