import { createHmac } from 'node:crypto'
import { test } from '@japa/runner'
import { newId, showId } from '#app/shared/ids'
import { ApiClient, apiClientFor, request } from '#tests/support/api'
import { addInvoice, addOrder, connectStripe } from '#tests/support/payments'
import { stripeKeys, useSandbox } from '#tests/support/sandbox'
import { runQueuedJobs } from '#tests/support/settle'
import { createTenant } from '#tests/support/tenants'

test.group('Payments API', (group) => {
  const sandbox = useSandbox(group)

  async function openShop(): Promise<{
    ada: ApiClient
    brook: ApiClient
    staff: ApiClient
    gatewayId: string
  }> {
    const tenant = await createTenant()
    const gatewayId = await connectStripe(tenant, sandbox())
    const ada = await apiClientFor(tenant, { as: 'customer', currency: 'EUR' })
    const brook = await apiClientFor(tenant, { as: 'customer', currency: 'EUR' })
    return { ada, brook, staff: await apiClientFor(tenant, { as: 'staff' }), gatewayId }
  }

  test('an order is authorised by card form, seen by staff with every call, and let go', async ({
    assert,
  }) => {
    const { ada, brook, staff } = await openShop()
    const orderId = showId('order', await addOrder(ada.tenant, ada.customerId))
    const begun = await ada.post(`/orders/${orderId}/payments`, { save_method: true })
    assert.equal(begun.status, 201)
    const { payment, form } = begun.body as {
      payment: { id: string }
      form: { client_secret: string; publishable_key: string }
    }
    assert.equal(form.publishable_key, stripeKeys.publishableKey)
    await sandbox().confirm(form.client_secret)
    const back = await ada.post(`/payments/${payment.id}/refreshes`)
    assert.equal(back.body.payment.status, 'authorised')
    assert.isNull(back.body.form)
    assert.lengthOf((await ada.get('/payment-methods')).body.data, 1)

    assert.equal((await brook.get(`/payments/${payment.id}`)).status, 404)
    assert.equal((await brook.post(`/orders/${orderId}/payments`, {})).status, 404)
    const file = await staff.get(`/payments/${payment.id}`)
    assert.isAbove(file.body.calls.length, 1)
    assert.notInclude(JSON.stringify(file.body), form.client_secret)
    const cancelled = await staff.post(`/payments/${payment.id}/cancellations`)
    assert.equal(cancelled.body.status, 'cancelled')
    assert.lengthOf(
      (await staff.get(`/payments?customer_id=${ada.shownCustomerId}&status=cancelled`)).body.data,
      1
    )
  })

  test('a card is saved, made the default, used for an invoice and forgotten', async ({ assert }) => {
    const { ada, brook } = await openShop()
    const setup = await ada.post('/payment-method-setups')
    await sandbox().confirm(setup.body.form.client_secret)
    assert.equal((await brook.post(`/payment-method-setups/${setup.body.id}/completions`)).status, 404)
    const done = await ada.post(`/payment-method-setups/${setup.body.id}/completions`)
    const methodId: string = done.body.payment_method_id
    assert.equal((await ada.put(`/payment-methods/${methodId}/default`)).body.is_default, true)
    assert.equal((await brook.put(`/payment-methods/${methodId}/default`)).status, 404)

    const invoiceId = showId('invoice', await addInvoice(ada.tenant, ada.customerId))
    const stolen = await brook.post(`/invoices/${invoiceId}/payments`, { payment_method_id: methodId })
    assert.equal(stolen.status, 404)
    const foreign = showId('invoice', await addInvoice(ada.tenant, brook.customerId))
    assert.equal(
      (await brook.post(`/invoices/${foreign}/payments`, { payment_method_id: methodId })).status,
      422
    )
    const paid = await ada.post(`/invoices/${invoiceId}/payments`, { payment_method_id: methodId })
    assert.equal(paid.body.payment.status, 'succeeded')
    assert.deepEqual(paid.body.payment, (await ada.get(`/payments/${paid.body.payment.id}`)).body)
    assert.equal(paid.body.payment.card.last4, '4242')
    assert.isString(paid.body.payment.invoice_reference)
    assert.equal((await ada.get('/payments')).body.data[0].card.last4, '4242')

    assert.equal((await brook.delete(`/payment-methods/${methodId}`)).status, 404)
    assert.equal((await ada.delete(`/payment-methods/${methodId}`)).status, 204)
    assert.lengthOf((await ada.get('/payment-methods')).body.data, 0)
    await runQueuedJobs()
    const { payment_methods: kept } = await sandbox().state<{
      payment_methods: { customer: string | null }[]
    }>('stripe')
    assert.isTrue(kept.every(({ customer }) => customer === null))
  })

  test('what is not to be paid is refused, and a gateway that is away is said to be', async ({ assert }) => {
    const { ada } = await openShop()
    const invoiceId = showId('invoice', await addInvoice(ada.tenant, ada.customerId))
    assert.equal((await ada.post(`/invoices/${showId('invoice', newId())}/payments`, {})).status, 404)
    assert.equal((await ada.post(`/invoices/${invoiceId}/payments`, { payment_method_id: 7 })).status, 422)
    await sandbox().fault('stripe', 'timeout_before', { route: 'POST /v1/customers' })
    const away = await ada.post(`/invoices/${invoiceId}/payments`, {})
    assert.deepEqual([away.status, away.body.code], [503, 'gateway_unavailable'])
  })

  test('webhooks are taken in by address and signature: {what} is {status}')
    .with([
      { what: 'a signed message', spoil: (text: string) => text, gateway: null, status: 200 },
      { what: 'a changed message', spoil: (text: string) => `${text} `, gateway: null, status: 400 },
      { what: 'no JSON at all', spoil: () => 'hello', gateway: null, status: 400 },
      {
        what: 'a message too large',
        spoil: (text: string) => text.padEnd(300_000),
        gateway: null,
        status: 413,
      },
      {
        what: 'another gateway',
        spoil: (text: string) => text,
        gateway: showId('gateway', newId()),
        status: 400,
      },
      { what: 'an address that names none', spoil: (text: string) => text, gateway: 'gw_none', status: 400 },
    ])
    .run(async ({ assert }, { spoil, gateway, status }) => {
      const { ada, gatewayId, staff } = await openShop()
      const message = {
        id: 'evt_1', object: 'event', api_version: '2026-10-28.endive', livemode: false, type: 'moon.rose', data: { object: { id: 'moon_1' } },
      } // prettier-ignore
      const text = JSON.stringify(message)
      const stamp = Math.floor(Date.now() / 1000)
      const mac = createHmac('sha256', stripeKeys.webhookSecret).update(`${stamp}.${text}`).digest('hex')
      const answer = await request({
        host: `${ada.tenant.slug}.localhost`,
        method: 'POST',
        path: `/webhooks/stripe/${gateway ?? showId('gateway', gatewayId)}`,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'stripe-signature': `t=${stamp},v1=${mac}`,
        },
        text: spoil(text),
      })
      assert.equal(answer.status, status)
      const [connected] = (await staff.get('/gateways')).body.data
      assert.equal(connected.last_message_at !== null, status === 200)
    })
})
