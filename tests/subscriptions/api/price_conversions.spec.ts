import { test } from '@japa/runner'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { apiClientFor } from '#tests/support/api'
import { write } from '#tests/support/billing'
import { stockShop } from '#tests/support/catalogue'
import { keep } from '#tests/support/exchange_rates'
import { createTenant } from '#tests/support/tenants'

/** What a page sends back of what it was shown. */
function expectedOf({ count, rate, sum }: { count: number; rate: string; sum: string }) {
  return { count, rate, sum }
}

test('a currency is derived from another: all differences first, then as shown, and never by itself', async ({
  assert,
}) => {
  const tenant = await createTenant()
  await stockShop(tenant)
  await keep(tenant, { USD: '1.0850' }, '2026-02-27')
  const staff = await apiClientFor(tenant, { as: 'staff' })
  const product = (await staff.get('/products')).body.data[0]
  const path = `/products/${product.id}/price-conversions`
  const wish = { from: 'EUR', to: 'USD', rounding: 'ends_99' }
  const preview = await staff.post(`${path}/preview`, wish)
  assert.equal(preview.status, 200, preview.text)
  assert.deepInclude(preview.body, { rate: '217/200', rate_on: '2026-02-27', sources: ['ecb:USD:1.085'] })
  const small = preview.body.prices.find(({ source }: { source: { plan_id: string; interval: { unit: string } } }) => source.plan_id === product.plans[0].id && source.interval.unit === 'month') // prettier-ignore
  assert.deepEqual(
    [small.source.amount.amount, small.before.amount, small.amount.amount],
    ['450', '500', '499']
  )
  const body = { ...wish, expected: expectedOf(preview.body) }
  for (const other of [{ count: 1 }, { rate: '11/10' }, { sum: '1' }])
    assert.equal(
      (await staff.post(path, { ...body, expected: { ...body.expected, ...other } })).body.code,
      'preview_differs'
    )
  // The bank publishes another rate between the look and the click: as many prices, but others.
  await keep(tenant, { USD: '1.1000' }, '2026-02-28')
  const meanwhile = (await staff.post(`${path}/preview`, wish)).body
  assert.deepEqual([meanwhile.count, meanwhile.rate], [preview.body.count, '11/10'])
  const late = await staff.post(path, body)
  assert.deepEqual([late.status, late.body.code], [409, 'preview_differs'])
  await keep(tenant, { USD: '1.0850' }, '2026-03-01')
  const applied = await Promise.all([staff.post(path, body), staff.post(path, body), staff.post(path, body)])
  assert.deepEqual(applied.map(({ status }) => status).sort(), [200, 409, 409])
  const after = (await staff.get(`/products/${product.id}`)).body.plans[0].prices
  assert.include(after.map(({ amount }: { amount: { amount: string; currency: string } }) => `${amount.amount} ${amount.currency}`), '499 USD') // prettier-ignore
  assert.equal(
    (await staff.post(`${path}/preview`, wish)).body.count,
    0,
    'what is as it would be is no difference'
  )

  const replaced = await write(tenant, async () => {
    const { rows } = await sql<{ count: number; named: number; held: number }>`
      select count(*)::int as count, count(p.id)::int as named, count(*) filter (where p.replaced_at is null)::int as held
        from events e left join prices p on p.tenant_id = e.tenant_id and p.id = (e.data->>'replacedId')::uuid and p.plan_id = e.subject_id
       where e.type = 'price.replaced' and e.data->>'replacedId' is not null`.execute(db)
    return rows[0]!
  })
  assert.isAbove(replaced.count, 1)
  assert.deepInclude(replaced, { named: replaced.count, held: 0 }, 'each fact names the version that ended')

  for (const [change, code] of [
    [{ to: 'EUR' }, 'same_currency'], [{ to: 'ZZZ' }, 'currency_unknown'], [{ to: 'JPY' }, 'rate_unknown'],
    [{ rate: '0' }, 'rate_invalid'], [{ rate: '1,1' }, 'rate_invalid'],
  ] as const) {
    const refused = await staff.post(`${path}/preview`, { ...wish, ...change })
    assert.deepEqual([refused.status, refused.body.code], [422, code])
  } // prettier-ignore
  const twice = { ...wish, rate: '2' }
  const expected = expectedOf((await staff.post(`${path}/preview`, twice)).body)
  const past = await staff.post(path, { ...twice, valid_from: '2026-02-01', expected })
  assert.equal(past.body.errors[0].field, 'valid_from')
  // Ten million is the most that staff enter as one price.
  const huge = { ...wish, rate: '999999999' }
  for (const refused of [
    await staff.post(`${path}/preview`, huge),
    await staff.post(path, { ...huge, expected }),
  ]) {
    // prettier-ignore
    assert.deepEqual([refused.status, refused.body.errors?.[0]?.field], [422, 'rate'])
    assert.include(refused.body.errors[0].message ?? refused.body.errors[0].detail, '$10,000,000.00')
  }
  assert.equal((await staff.post('/products/prod_x/price-conversions/preview', wish)).status, 404)
})
