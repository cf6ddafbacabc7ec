import { test } from '@japa/runner'
import { largestAmount } from '#app/shared/money/largest_amount'
import { toDecimal } from '#app/shared/money/money'
import { showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { openShop } from '#tests/support/billing'
import { createTenant } from '#tests/support/tenants'

test.group('Amounts that nobody can mean', () => {
  for (const [currency, most] of [
    ['EUR', '10000000.00'],
    ['USD', '10000000.00'],
    ['JPY', '10000000000'],
    ['BHD', '10000000.000'],
    ['VND', '1000000000000'],
    ['IDR', '1000000000000.00'],
  ] as const) {
    test(`begin above ${most} ${currency}`, ({ assert }) => {
      assert.equal(toDecimal({ amount: largestAmount(currency), currency }), most)
    })
  }

  test('are refused beside their field wherever staff enter one, and nothing is written', async ({ assert }) => {
    const tenant = await createTenant()
    const plan = showId('plan', (await openShop(tenant)).planId)
    const ada = await apiClientFor(tenant, { as: 'customer' })
    const staff = await apiClientFor(tenant, { as: 'staff' })
    const customer = `/customers/${ada.shownCustomerId}`
    const [most, more] = ['1000000000', '1000000001']
    const item = { description: 'Setup', quantity: 1, unit_amount: most }
    const price = { currency: 'EUR', interval: { unit: 'month', count: 1 }, amount: most }
    const received = { method: 'cash', amount: most, received_on: '2026-01-10', reference: 'Till 7' }
    const plans = `/plans/${plan}/prices`
    const doors: [string, object, string, object][] = [
      [`${customer}/balance/adjustments`, { amount: most, reason: 'Goodwill' }, 'amount', { amount: more }],
      [`${customer}/balance/adjustments`, { amount: '1', reason: 'Goodwill' }, 'amount', { amount: `-${more}` }],
      [`${customer}/received-payments`, received, 'amount', { amount: more, reference: 'Till 8' }],
      ['/gift-requests', { kind: 'balance', customer_id: ada.shownCustomerId, amount: most, reason: 'Gift' }, 'amount', { amount: more }],
      ['/billable_items', { customer_id: ada.shownCustomerId, ...item }, 'unit_amount', { unit_amount: more }],
      ['/billable_items', { customer_id: ada.shownCustomerId, ...item }, 'unit_amount', { quantity: 2 }],
      ['/invoice_drafts', { customer_id: ada.shownCustomerId, items: [item] }, 'items.1.unit_amount', { items: [{ ...item, unit_amount: '1' }, { ...item, unit_amount: more }] }],
      ['/invoice_drafts', { customer_id: ada.shownCustomerId, items: [item] }, 'items', { items: [item, item] }],
      [plans, price, 'amount', { amount: more }],
      [plans, price, 'setup_amount', { setup_amount: more }],
      [plans, price, 'hourly.hour_amount', { interval: { unit: 'hour', count: 1 }, hourly: { hour_amount: `${more}.5` } }],
    ]
    for (const [path, body, field, change] of doors) {
      const refused = await staff.post(path, { ...body, ...change })
      assert.deepEqual([refused.status, refused.body.errors?.[0].field], [422, field], `${path} ${JSON.stringify(change)}`)
      assert.match(refused.body.errors[0].message, /€10,000,000\.00/)
      if (path !== plans) assert.oneOf((await staff.post(path, body)).status, [200, 201, 409], path)
    }
    assert.equal((await staff.get('/invoice_drafts')).body.data.length, 2)
  })
}) // prettier-ignore
