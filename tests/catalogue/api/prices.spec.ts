import { test } from '@japa/runner'
import { apiClientFor } from '#tests/support/api'
import { stockShop } from '#tests/support/catalogue'
import { createTenant, freezeClock } from '#tests/support/tenants'

/** What these tests read of a price, a version of one, an example or a line. */
interface Shown {
  plan_id: string | null
  currency: string
  state: string
  interval: { unit: string; count: number }
  amount: { amount: string; currency: string }
}

interface ShownLine {
  kind: string
  quantity: number
  gross_amount: { amount: string }
}

const month = { unit: 'month', count: 1 }
const quarter = { unit: 'month', count: 3 }

async function openShop() {
  const tenant = await createTenant()
  await stockShop(tenant)
  const staff = await apiClientFor(tenant, { as: 'staff' })
  const product = (await staff.get('/products')).body.data[0]
  const optionCalled = (code: string) => product.options.find((option: { code: string }) => option.code === code)
  return { tenant, staff, product, plan: product.plans[0], ipv4: optionCalled('ipv4'), location: optionCalled('location') }
} // prettier-ignore

const tiered = {
  model: 'graduated',
  tiers: [{ up_to: '2', unit_amount: '200' }, { up_to: null, unit_amount: '150.5', flat_amount: '50' }],
} // prettier-ignore

test.group('Prices over the API', () => {
  test('a price of a day ahead holds from that day on, for the shop and for quotes', async ({ assert }) => {
    const { tenant, staff, product, plan } = await openShop()
    const ada = await apiClientFor(tenant, { as: 'customer' })
    const price = {
      currency: 'EUR',
      interval: month,
      amount: '500',
      setup_amount: '1000',
      valid_from: '2026-03-10',
    }
    assert.equal((await staff.post(`/plans/${plan.id}/prices`, price)).status, 201)
    const shown = async () => {
      const { plans } = (await ada.get(`/products/${product.id}`)).body
      const found = plans[0].prices.find((each: Shown) => each.amount.currency === 'EUR' && each.interval.unit === 'month') // prettier-ignore
      return [found.amount.amount, found.setup.amount]
    }
    assert.deepEqual(await shown(), ['450', '0'])
    await freezeClock(tenant, '2026-03-09T23:30:00Z')
    assert.deepEqual(await shown(), ['500', '1000'], 'the day begins in Berlin')
    const item = { plan_id: plan.id, interval: month, hostname: 'web-01', options: {} }
    const quote = await ada.post('/quotes', { items: [item] })
    assert.equal(quote.body.subtotal.amount, '1500', quote.text)
    const { data } = (await staff.get(`/products/${product.id}/prices`)).body
    const ofPlace = data.filter((each: Shown) => each.plan_id === plan.id && each.currency === 'EUR' && each.interval.unit === 'month') // prettier-ignore
    assert.deepEqual(ofPlace.map(({ state, amount }: Shown) => [state, amount.amount]), [['current', '500'], ['past', '450']]) // prettier-ignore
  })

  test('an upcoming price is taken back; after a current one nothing is offered', async ({ assert }) => {
    const { staff, product, plan } = await openShop()
    const versions = async () =>
      (await staff.get(`/products/${product.id}/prices`)).body.data.filter(
        (each: Shown) => each.plan_id === plan.id && each.interval.count === 3
      )
    const price = { currency: 'EUR', interval: quarter, amount: '1200' }
    await staff.post(`/plans/${plan.id}/prices`, price)
    await staff.post(`/plans/${plan.id}/prices`, { ...price, amount: '1300', valid_from: '2026-05-01' })
    const [upcoming, current] = await versions()
    assert.deepEqual([upcoming.state, current.state], ['upcoming', 'current'])
    assert.equal((await staff.delete(`/prices/${upcoming.id}`)).status, 200)
    assert.equal((await staff.delete(`/prices/${upcoming.id}`)).body.code, 'price_ended')
    const left = await staff.delete(`/prices/${current.id}`)
    assert.notInclude(left.body.plans[0].prices.map(({ interval }: Shown) => interval.count), 3) // prettier-ignore
    assert.deepEqual((await versions()).map(({ state }: Shown) => state), ['withdrawn', 'past']) // prettier-ignore
    assert.equal((await staff.delete('/prices/price_01h455vb4pex5vsknk084sn02q')).status, 404)
  })

  test('tiers of an option: the example is what a quote charges, and a set-up fee is charged once', async ({
    assert,
  }) => {
    const { tenant, staff, plan, ipv4 } = await openShop()
    const example = await staff.post('/price-examples', { ...tiered, quantities: [1, 2, 3, 5] })
    assert.deepEqual(example.body.examples.map(({ amount }: { amount: string }) => amount), ['200', '400', '601', '902']) // prettier-ignore
    const body = { currency: 'EUR', interval: month, tiered, setup_amount: '300' }
    const stored = await staff.post(`/options/${ipv4.id}/prices`, body)
    assert.equal(stored.status, 201, stored.text)
    const ada = await apiClientFor(tenant, { as: 'customer' })
    const item = { plan_id: plan.id, interval: month, hostname: 'web-01', options: { ipv4: 5 } }
    const { lines } = (await ada.post('/quotes', { items: [item] })).body.items[0]
    assert.deepEqual(lines.map(({ kind, quantity, gross_amount }: ShownLine) => [kind, quantity, gross_amount.amount]), [['plan', 1, '450'], ['option', 5, '902'], ['setup', 1, '300']]) // prettier-ignore
  })

  test('refuses what cannot be, beside its field', async ({ assert }) => {
    const { staff, plan, ipv4, location } = await openShop()
    const price = { currency: 'EUR', interval: month, amount: '500' }
    const fieldsOf = async (path: string, body: object) => {
      const answer = await staff.post(path, body)
      assert.equal(answer.status, 422, answer.text)
      return answer.body.errors.map(({ field }: { field: string }) => field)
    }
    const prices = `/plans/${plan.id}/prices`
    assert.deepEqual(await fieldsOf(prices, { ...price, valid_from: '2026-02-28' }), ['valid_from'])
    assert.deepEqual(await fieldsOf(prices, { ...price, valid_from: '2026-02-31' }), ['valid_from'])
    assert.deepEqual(await fieldsOf(prices, { ...price, valid_from: '2029-01-01' }), ['valid_from'])
    assert.deepEqual(await fieldsOf(prices, { ...price, amount: '-1' }), ['amount'])
    assert.deepEqual(await fieldsOf(prices, { ...price, amount: '1.5', setup_amount: '1'.repeat(13) }), ['amount', 'setup_amount']) // prettier-ignore
    assert.deepEqual(await fieldsOf(prices, { ...price, currency: 'ZZZ' }), ['currency'])
    const broken = {
      ...tiered,
      tiers: [
        { up_to: null, unit_amount: '1' },
        { up_to: '3', unit_amount: '1' },
      ],
    }
    const optionPrices = `/options/${ipv4.id}/prices`
    assert.deepEqual(await fieldsOf(optionPrices, { currency: 'EUR', interval: month, tiered: broken }), ['tiered.tiers.0.up_to', 'tiered.tiers.1.up_to']) // prettier-ignore
    assert.deepEqual(await fieldsOf(optionPrices, { currency: 'EUR', interval: month }), ['amount'])
    const onChoice = { currency: 'EUR', interval: month, value_id: location.values[0].id, tiered }
    assert.deepEqual(await fieldsOf(`/options/${location.id}/prices`, onChoice), ['tiered.model'])
    assert.deepEqual(await fieldsOf('/price-examples', { ...tiered, tiers: [], quantities: [1] }), ['tiers'])
  })

  test('a price by the hour, for the shop and for a quote', async ({ assert }) => {
    const { tenant, staff, product, plan } = await openShop()
    const hour = { unit: 'hour', count: 1 }
    const send = (body: object) => staff.post(`/plans/${plan.id}/prices`, { currency: 'EUR', interval: hour, ...body }) // prettier-ignore
    const missing = await send({ amount: '450' })
    assert.deepEqual([missing.status, missing.body.errors[0].field], [422, 'hourly'])
    const low = await send({ hourly: { hour_amount: '500', month_at_most: '450' } })
    assert.deepEqual([low.status, low.body.errors[0].field], [422, 'hourly.month_at_most'])
    const unreadable = await send({ hourly: { hour_amount: 'cheap' } })
    assert.deepEqual([unreadable.status, unreadable.body.errors[0].field], [422, 'hourly.hour_amount'])
    const done = await send({ hourly: { hour_amount: '0.83', month_at_most: '450' }, setup_amount: '100' })
    assert.equal(done.status, 201, done.text)

    const ada = await apiClientFor(tenant, { as: 'customer' })
    const { plans } = (await ada.get(`/products/${product.id}`)).body
    const shown = plans[0].prices.find((each: Shown) => each.interval.unit === 'hour')
    assert.deepEqual(
      [shown.amount.amount, shown.hourly],
      ['450', { hour_amount: '0.83', month_at_most: '450' }]
    )
    const item = { plan_id: plan.id, interval: hour, hostname: 'web-01', options: {} }
    const quote = await ada.post('/quotes', { items: [item] })
    // Today the set-up alone; then €4.50 a month at most, with 19 % tax.
    assert.deepEqual(
      [quote.body.subtotal.amount, quote.body.recurring[0].total.amount],
      ['100', '536'],
      quote.text
    )
    assert.equal(quote.body.items[0].hourly[0].hour_amount, '0.83')
    const order = await ada.post('/orders', { quote_id: quote.body.id, accepts_terms: true })
    assert.include(['method_needed', 'address_missing'], order.body.code)
  })
})
