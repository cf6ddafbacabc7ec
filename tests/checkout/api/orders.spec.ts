import { test } from '@japa/runner'
import { UpdateCustomer } from '#app/customers/index'
import app from '@adonisjs/core/services/app'
import { newId, showId } from '#app/shared/ids'
import { type ApiClient, apiClientFor } from '#tests/support/api'
import { planCalled, stockShop } from '#tests/support/catalogue'
import { as, createTenant } from '#tests/support/tenants'

const month = { unit: 'month', count: 1 }

async function openShop() {
  const tenant = await createTenant()
  const catalogue = await stockShop(tenant)
  const ada = await apiClientFor(tenant, { as: 'customer' })
  await moveTo(ada, 'DE')
  const planId = showId('plan', planCalled(catalogue, 'vps-m'))
  const item = { plan_id: planId, interval: month, hostname: 'web-01.example.com', options: { location: 'nyc', ipv4: 2, backups: true } } // prettier-ignore
  return { tenant, ada, item }
}

function moveTo(client: ApiClient, country: string) {
  return as(client.tenant, async () =>
    (await app.container.make(UpdateCustomer)).execute(client.customerId, {
      country,
      street: 'Hauptstr. 1',
      city: 'Berlin',
      postal_code: '10115',
    })
  )
}

test.group('Orders over the API', () => {
  test('a visitor reads what is sold', async ({ assert }) => {
    const { ada } = await openShop()
    const { status, body } = await ada.get('/products')
    assert.equal(status, 200)
    assert.deepEqual(body.data[0].plans.map((plan: { slug: string }) => plan.slug), ['vps-s', 'vps-m', 'vps-l', 'vps-xl', 'vps-2xl']) // prettier-ignore
    assert.equal((await ada.get(`/products/${body.data[0].id}`)).status, 200)
  })

  test('quote, order, list, cancel', async ({ assert }) => {
    const { ada, item } = await openShop()
    const quote = await ada.post('/quotes', { items: [item] })
    assert.equal(quote.status, 201)
    // 8.50 + 2 × 1.50 + 2.00 = 13.50, and 19 % of it (2.565) rounded half away from zero per line.
    assert.deepEqual(quote.body.subtotal, { amount: '1350', currency: 'EUR' })
    const { refused_coupons, ...kept } = quote.body
    assert.deepEqual(refused_coupons, [])
    assert.deepEqual((await ada.get(`/quotes/${quote.body.id}`)).body, kept)

    const order = await ada.post('/orders', { quote_id: quote.body.id, accepts_terms: true })
    assert.equal(order.status, 201)
    assert.deepEqual(order.body.total, quote.body.total)
    assert.equal(order.body.status, 'reserving')
    const again = await ada.post('/orders', { quote_id: quote.body.id, accepts_terms: true })
    assert.equal(again.body.id, order.body.id)

    const list = await ada.get('/orders?status=reserving')
    assert.deepEqual(list.body.data.map(({ id }: { id: string }) => id), [order.body.id]) // prettier-ignore
    const staff = await apiClientFor(ada.tenant, { as: 'staff' })
    assert.equal((await staff.get(`/orders?customer_id=${ada.shownCustomerId}`)).body.data.length, 1)
    assert.equal((await staff.get(`/orders?customer_id=nonsense`)).body.data.length, 0)
    assert.equal((await staff.get(`/orders/${order.body.id}`)).status, 200)

    const cancelled = await ada.post(`/orders/${order.body.id}/cancellation`)
    assert.equal(cancelled.body.status, 'cancelled')
    const late = await ada.post(`/orders/${order.body.id}/cancellation`)
    assert.equal(`${late.status} ${late.body.code}`, '409 order_not_cancellable')
  })

  test('an idempotency key answers the same order', async ({ assert }) => {
    const { ada, item } = await openShop()
    const quote = await ada.post('/quotes', { items: [item] })
    const body = { quote_id: quote.body.id, accepts_terms: true }
    const first = await ada.post('/orders', body, { 'idempotency-key': 'once' })
    const second = await ada.post('/orders', body, { 'idempotency-key': 'once' })
    assert.deepEqual(second.body, first.body)
    assert.equal(second.headers['idempotent-replayed'], 'true')
  })

  test('others do not see it', async ({ assert }) => {
    const { ada, item } = await openShop()
    const quote = await ada.post('/quotes', { items: [item] })
    const order = await ada.post('/orders', { quote_id: quote.body.id, accepts_terms: true })
    const brook = await apiClientFor(ada.tenant, { as: 'customer' })
    const stranger = await apiClientFor(await createTenant(), { as: 'customer' })
    for (const other of [brook, stranger]) {
      assert.equal((await other.get(`/orders/${order.body.id}`)).status, 404)
      assert.equal((await other.get(`/quotes/${quote.body.id}`)).status, 404)
      assert.equal((await other.post(`/orders/${order.body.id}/cancellation`)).status, 404)
      const stolen = await other.post('/orders', { quote_id: quote.body.id, accepts_terms: true })
      assert.equal(stolen.body.code, 'quote_not_found')
      assert.deepEqual((await other.get('/orders')).body.data, [])
    }
  })

  const wishes: [string, (item: Record<string, unknown>) => unknown][] = [
    ['no items', () => []],
    ['items that are none', () => 'all of them'],
    ['twenty-one items', (item) => Array.from({ length: 21 }, () => item)],
    ['an unknown plan', (item) => [{ ...item, plan_id: showId('plan', newId()) }]],
    ['an id of another kind', (item) => [{ ...item, plan_id: showId('order', newId()) }]],
    ['SQL as plan', (item) => [{ ...item, plan_id: "' or 1=1 --" }]],
    ['an interval that is not offered', (item) => [{ ...item, interval: { unit: 'month', count: 7 } }]],
    ['a huge interval', (item) => [{ ...item, interval: { unit: 'month', count: 1e12 } }]],
    ['HTML as host name', (item) => [{ ...item, hostname: '<img src=x onerror=alert(1)>' }]],
    ['Unicode as host name', (item) => [{ ...item, hostname: 'müller💥' }]],
    ['a negative quantity', (item) => [{ ...item, options: { ipv4: -1 } }]],
    ['a huge quantity', (item) => [{ ...item, options: { ipv4: 1e300 } }]],
    ['an unknown option', (item) => [{ ...item, options: { gpu: 4 } }]],
    ['an object as option', (item) => [{ ...item, options: { location: { $gt: '' } } }]],
    ['a prototype as option', (item) => [{ ...item, options: JSON.parse('{"constructor": 1}') }]],
  ]
  test('refuses what cannot be bought, beside the field', async ({ assert }) => {
    const { ada, item } = await openShop()
    for (const [name, make] of wishes) {
      const { status, body } = await ada.post('/quotes', { items: make(item) })
      assert.equal(status, 422, name)
      assert.isAbove(body.errors.length, 0, name)
    }
  })

  test('refuses orders without terms, address or a fitting quote', async ({ assert }) => {
    const { ada, item, tenant } = await openShop()
    const quote = await ada.post('/quotes', { items: [item] })
    const order = (body: object) => ada.post('/orders', body)
    assert.equal(
      (await order({ quote_id: quote.body.id, accepts_terms: false })).body.code,
      'terms_not_accepted'
    )
    assert.equal((await order({ quote_id: 'nonsense', accepts_terms: true })).status, 404)
    assert.equal((await order({ accepts_terms: true })).status, 422)
    await moveTo(ada, 'FR')
    assert.equal((await order({ quote_id: quote.body.id, accepts_terms: true })).body.code, 'quote_outdated')
    const nobody = await apiClientFor(tenant, { as: 'customer' })
    await as(tenant, async () =>
      (await app.container.make(UpdateCustomer)).execute(nobody.customerId, { street: null })
    )
    const homeless = await nobody.post('/quotes', { items: [item] })
    const refused = await nobody.post('/orders', { quote_id: homeless.body.id, accepts_terms: true })
    assert.equal(refused.body.code, 'address_missing')
  })
})
