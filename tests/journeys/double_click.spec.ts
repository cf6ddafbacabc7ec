import { test } from '@japa/runner'
import { audit } from '#tests/journeys/auditor'
import { CustomerDesk } from '#tests/journeys/customer_desk'
import { useWorld } from '#tests/journeys/use_world'
import { serversOn } from '#tests/provisioning/support'
import { apiClientFor } from '#tests/support/api'
import { BrowserSession } from '#tests/support/browser_session'
import { setTimeout } from 'node:timers/promises'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { RefreshPayment } from '#app/payments/actions/refresh_payment'
import { lockPayment } from '#app/payments/records/payments'
import { lockCustomerBalance } from '#app/ledger/index'
import { lockDebt } from '#app/payments/records/debts'
import { VoidInvoice } from '#app/billing/index'
import { readId } from '#app/shared/ids'
import { CapturePayment } from '#app/payments/index'
import { as } from '#tests/support/tenants'
import app from '@adonisjs/core/services/app'

/** How often an impatient person clicks before the first answer is there. */
const clicks = 4

function atOnce<T>(click: (index: number) => T): Promise<Awaited<T>[]> {
  return Promise.all(Array.from({ length: clicks }, (_, index) => click(index)))
}

test.group('A double click', (group) => {
  const begin = useWorld(group)

  /** Somebody whose server was bought a month ago, a week before they pay for it again. */
  async function withOpenInvoice() {
    const { world, ada } = await begin({ at: '2026-03-10T09:00:00Z' })
    const desk = await CustomerDesk.of(world, ada)
    await desk.buy()
    await world.on('2026-04-03')
    return { world, desk, invoice: (await desk.api.get('/invoices?status=open')).body.data[0] }
  }

  test('on placing, paying and confirming an order: one order, one payment, one server, charged once', async ({
    assert,
  }) => {
    const { world, ada } = await begin()
    const desk = await CustomerDesk.of(world, ada)
    const quoted = await desk.quote()
    const placed = await atOnce(() => desk.placeOrder(quoted.id))
    assert.deepEqual(new Set(placed.map(({ status }) => status)), new Set([201]))
    assert.lengthOf(new Set(placed.map(({ body }) => body.id)), 1)
    await world.settle()

    const begun = await atOnce(() => desk.api.post(`/orders/${placed[0]!.body.id}/payments`, { save_method: true }))
    assert.lengthOf(new Set(begun.map(({ body }) => body.payment.id)), 1)
    const secrets = new Set(begun.map(({ body }) => body.form.client_secret))
    assert.lengthOf(secrets, 1)
    await atOnce(() => world.sandbox.confirm([...secrets][0]))
    const paymentId = begun[0]!.body.payment.id
    await atOnce(() => desk.api.post(`/payments/${paymentId}/refreshes`))
    await world.settle()
    assert.equal((await world.one('orders')).status, 'completed')
    assert.lengthOf(await serversOn(world.sandbox, 'fra'), 1)
    assert.deepEqual((await world.payments()).map(({ status }) => status), ['succeeded'])
    const again = await desk.api.post(`/orders/${placed[0]!.body.id}/payments`, {})
    assert.equal(again.status, 409)
    await audit(world, assert)
  }) // prettier-ignore

  test('on an order whose answer comes at that moment: neither waits for the other in a circle', async ({ assert }) => {
    const { world, ada } = await begin()
    const desk = await CustomerDesk.of(world, ada)
    const placed = await desk.placeOrder((await desk.quote()).id)
    await world.settle()
    const begun = await desk.api.post(`/orders/${placed.body.id}/payments`, { save_method: true })
    await world.sandbox.confirm(begun.body.form.client_secret)
    const [row] = await world.payments()
    const answered = await as(world.tenant, () =>
      inTransaction(async () => {
        // The second click: it holds the order, and has yet to ask for its payment.
        const debt = await lockDebt({ kind: 'order', id: row!.order_id! }, await app.container.make(Clock))
        assert.isTrue(debt!.isPayable)
        // The answer: it writes the payment, and then its kept card as well.
        const refresh = await as(world.tenant, () => app.container.make(RefreshPayment))
        return Promise.race([
          as(world.tenant, () => refresh.execute({ paymentId: row!.id })),
          setTimeout(5_000, 'it waits for the order'),
        ])
      })
    )
    assert.propertyVal(answered, 'ok', true)
    await world.settle()
    assert.equal((await world.one('orders')).status, 'completed')
    // The page that asks how far it is, once more: it is told, and not refused.
    const browser = new BrowserSession(world.tenant)
    await browser.submit('POST', '/session', { email: ada.email, password: 'a long enough password' })
    assert.equal((await browser.ask(`/orders/${placed.body.id}/payment`, {})).data?.payment.status, 'succeeded')
    await audit(world, assert)
  }) // prettier-ignore

  test('with an idempotency key: one answer, the others replay it or wait', async ({ assert }) => {
    const { world, ada } = await begin()
    const desk = await CustomerDesk.of(world, ada)
    const order = { quote_id: (await desk.quote()).id, accepts_terms: true }
    const key = { 'idempotency-key': 'click-1' }
    const placed = await atOnce(() => desk.api.post('/orders', order, key))
    for (const { status } of placed) assert.oneOf(status, [201, 409])
    const replayed = await desk.api.post('/orders', order, key)
    assert.equal(replayed.headers['idempotent-replayed'], 'true')
    const other = await desk.api.post('/orders', { ...order, accepts_terms: false }, key)
    assert.deepEqual([other.status, other.body.code], [422, 'idempotency_key_reused'])
    await world.settle()
    await world.one('orders')
  })

  test('on two tabs that pay one invoice: paid once, by saved card and by form', async ({ assert }) => {
    const { world, desk, invoice } = await withOpenInvoice()
    const method = (await desk.api.get('/payment-methods')).body.data[0]
    const tab = await desk.api.post(`/invoices/${invoice.id}/payments`, {})
    assert.equal(tab.status, 201)
    const paid = await atOnce((index) =>
      index % 2
        ? desk.api.post(`/invoices/${invoice.id}/payments`, { payment_method_id: method.id })
        : world.sandbox.confirm(tab.body.form.client_secret)
    )
    assert.isAbove(paid.length, 0)
    await world.settle()
    await world.on('2026-04-05')
    assert.equal((await desk.api.get(`/invoices/${invoice.id}`)).body.status, 'paid')
    assert.lengthOf((await world.payments()).filter(({ status }) => status === 'succeeded'), 2)
    const late = await world.sandbox.confirm(tab.body.form.client_secret)
    assert.isTrue('error' in late || late.status === 'succeeded')
    await world.settle()
    await world.on('2026-04-12')
    assert.lengthOf((await world.payments()).filter(({ status }) => status === 'succeeded'), 2)
    await audit(world, assert)
  }) // prettier-ignore

  test('on paying from the balance while an answer about the same invoice comes: both come to an end', async ({ assert }) => {
    const { world, desk, invoice } = await withOpenInvoice()
    const staff = await apiClientFor(world.tenant, { as: 'staff' })
    await desk.api.post(`/invoices/${invoice.id}/payments`, {})
    await staff.post(`/customers/${desk.api.shownCustomerId}/balance/adjustments`, { amount: '300', reason: 'Sorry' })
    const [open] = (await world.payments()).filter(({ status }) => status === 'created')
    const { customerId } = desk.api
    const method = (await desk.api.get('/payment-methods')).body.data[0]
    const paying = await as(world.tenant, () =>
      inTransaction(async () => {
        // The answer has the payment, and books what came in to the balance next.
        await lockPayment(open!.id)
        const pays = { invoices: [{ id: invoice.id }], uses_balance: true, payment_method_id: method.id }
        const asked = { answer: desk.api.post('/payments', pays) }
        await setTimeout(300)
        await lockCustomerBalance({ customerId, currency: 'EUR' })
        return asked
      })
    )
    assert.oneOf((await paying.answer).status, [201, 409])
    await world.settle()
    await audit(world, assert)
  }) // prettier-ignore

  test('on cancelling while staff take back the invoice of the next period: it ends when it would have', async ({ assert }) => {
    const { world, desk, invoice } = await withOpenInvoice()
    const subscription = (await desk.api.get('/subscriptions')).body.data[0]
    const asked = await as(world.tenant, () =>
      inTransaction(async () => {
        const voiding = await app.container.make(VoidInvoice)
        const voided = await voiding.execute({ invoiceId: readId('invoice', invoice.id)!, reason: 'By mistake' })
        assert.isTrue(voided.ok)
        const answer = desk.api.post(`/subscriptions/${subscription.id}/cancellation`, { when: 'period_end' })
        await setTimeout(300)
        return { answer }
      })
    )
    assert.equal((await asked.answer).status, 200)
    await world.settle()
    await audit(world, assert)
  }) // prettier-ignore

  test('on a payment that was taken before its invoice knows: the second is refused', async ({ assert }) => {
    const { world, desk, invoice } = await withOpenInvoice()
    const method = (await desk.api.get('/payment-methods')).body.data[0]
    const card = { payment_method_id: method.id }
    const first = await desk.api.post(`/invoices/${invoice.id}/payments`, card)
    assert.equal(first.body.payment.status, 'succeeded')
    const second = await desk.api.post(`/invoices/${invoice.id}/payments`, card)
    assert.equal(second.status, 409, second.text)
    await world.settle()
    assert.equal((await desk.api.get(`/invoices/${invoice.id}`)).body.status, 'paid')
    await audit(world, assert)
  })

  test('on capture, rebuild and cancel: each is done once', async ({ assert }) => {
    const { world, ada } = await begin()
    const desk = await CustomerDesk.of(world, ada)
    const staff = await apiClientFor(world.tenant, { as: 'staff' })
    await desk.buy()
    const [payment] = await world.payments()
    const captured = await as(world.tenant, async () => {
      const capture = await app.container.make(CapturePayment)
      return atOnce(() =>
        inTransaction(() =>
          capture.execute({ orderId: payment!.order_id!, invoiceId: payment!.invoice_id!, amount: payment!.amount })
        )
      )
    })
    assert.isTrue(captured.every((result) => !result.ok))

    const { id: serviceId } = (await desk.api.get('/services')).body.data[0]
    const rebuilt = await atOnce(() => desk.api.post(`/services/${serviceId}/rebuild`, { template: 'Debian 13' }))
    assert.lengthOf(rebuilt.filter(({ status }) => status < 300), 1)
    for (const { status } of rebuilt) assert.oneOf(status, [202, 409])
    await world.settle()
    const operations = (await desk.api.get(`/operations?kind=rebuild`)).body.data
    assert.lengthOf(operations, 1)

    const { id } = (await desk.api.get('/subscriptions')).body.data[0]
    const cancelled = await atOnce((index) =>
      (index % 2 ? desk.api : staff).post(`/subscriptions/${id}/cancellation`, { when: 'now' })
    )
    assert.lengthOf(cancelled.filter(({ status }) => status === 200), 1)
    for (const { status } of cancelled) assert.oneOf(status, [200, 409])
    await world.settle()
    assert.equal((await world.one('services')).status, 'terminated')
    assert.equal(await world.countFacts('subscription.cancelled'), 1)
    await audit(world, assert)
  }) // prettier-ignore

  test('on cancelling an unpaid order, while its payment begins: over, and nothing stays held', async ({
    assert,
  }) => {
    const { world, ada } = await begin()
    const desk = await CustomerDesk.of(world, ada)
    const orderId = await desk.order()
    const begun = await desk.api.post(`/orders/${orderId}/payments`, {})
    const answers = await atOnce((index) =>
      index === 1
        ? world.sandbox.confirm(begun.body.form.client_secret)
        : desk.api.post(`/orders/${orderId}/cancellation`)
    )
    assert.lengthOf(answers, clicks)
    await world.settle()
    await world.until(async () => (await world.payments()).every(({ status }) => status !== 'authorised'))
    assert.oneOf((await world.one('orders')).status, ['cancelled', 'completed'])
    await audit(world, assert)
  })
})
