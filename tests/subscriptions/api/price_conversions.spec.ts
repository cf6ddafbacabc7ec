import { test } from '@japa/runner'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { apiClientFor } from '#tests/support/api'
import { write } from '#tests/support/billing'
import { stockShop } from '#tests/support/catalogue'
import { keep } from '#tests/support/exchange_rates'
import { createTenant } from '#tests/support/tenants'

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
  const body = { ...wish, expected_count: preview.body.count }
  assert.equal((await staff.post(path, { ...body, expected_count: 1 })).body.code, 'preview_differs')
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
  const past = await staff.post(path, { ...wish, rate: '2', valid_from: '2026-02-01', expected_count: (await staff.post(`${path}/preview`, { ...wish, rate: '2' })).body.count }) // prettier-ignore
  assert.equal(past.body.errors[0].field, 'valid_from')
  assert.equal((await staff.post('/products/prod_x/price-conversions/preview', wish)).status, 404)
})
