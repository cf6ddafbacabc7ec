import { test } from '@japa/runner'
import { apiClientFor } from '#tests/support/api'
import { createTenant, freezeClock } from '#tests/support/tenants'

const sold = (...codes: string[]) => codes.map((code) => ({ code, price_rounding: 'ends_99' }))

test.group('Currencies over the API', () => {
  test('are seen, changed, refused with their field, and kept while customers are billed in them', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    await freezeClock(tenant, '2026-03-01T09:00:00Z')
    const staff = await apiClientFor(tenant, { as: 'staff' })
    await apiClientFor(tenant, { as: 'customer' })
    const seen = (await staff.get('/currencies')).body
    const inUse = seen.currencies.find(({ customers }: { customers: number }) => customers > 0).code
    const { version, reporting_currency } = seen
    const put = (currencies: object[], more: object = {}) =>
      staff.put('/currencies', { version, reporting_currency, currencies, ...more })

    const rows: [object[], object, number, string | null][] = [
      [[], {}, 422, 'currencies'],
      [sold(inUse, inUse), {}, 422, 'currencies'],
      [sold(inUse, 'ABC'), {}, 422, 'currencies.1'],
      [sold(inUse, 'XAU'), {}, 422, 'currencies.1'],
      [sold(inUse, 'KWD'), {}, 422, 'currencies.1'],
      [[{ code: inUse, price_rounding: 'up' }], {}, 422, 'currencies.0.price_rounding'],
      [sold(inUse === 'EUR' ? 'USD' : 'EUR'), {}, 422, 'currencies'],
      [sold(inUse), { reporting_currency: 'XXX' }, 422, 'reporting_currency'],
      [sold(inUse), { version: version + 1 }, 409, null],
    ]
    for (const [currencies, more, status, field] of rows) {
      const answer = await put(currencies, more)
      assert.equal(answer.status, status, JSON.stringify([currencies, more, answer.body]))
      if (field) assert.include(answer.body.errors.map((each: { field: string }) => each.field), field) // prettier-ignore
    }
    assert.deepEqual((await staff.get('/currencies')).body, seen)

    const rate = { currency: 'KWD', on: '2026-03-01', per_euro: '0.33' }
    assert.equal((await staff.post('/exchange-rates', rate)).status, 201)
    assert.equal((await put([...sold(inUse), { code: 'KWD', price_rounding: 'step_05' }])).status, 204)
    const after = (await staff.get('/currencies')).body
    assert.deepEqual(after.currencies.map(({ code, price_rounding: to }: Record<string, string>) => [code, to]), [[inUse, 'ends_99'], ['KWD', 'step_05']]) // prettier-ignore
    assert.equal(after.version, version + 1)
  })
})
