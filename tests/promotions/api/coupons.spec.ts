import { test } from '@japa/runner'
import { apiClientFor, request } from '#tests/support/api'
import { planCalled, stockShop } from '#tests/support/catalogue'
import { createTenant } from '#tests/support/tenants'
import { pool } from '#app/shared/database/pool'
import { showId } from '#app/shared/ids'

const ten = { code: 'spring-10', name: 'Spring', benefit: { kind: 'percent', percent: '10' } }

async function openShop() {
  const tenant = await createTenant()
  const planId = showId('plan', planCalled(await stockShop(tenant), 'vps-m'))
  const staff = await apiClientFor(tenant, { as: 'staff' })
  const ada = await apiClientFor(tenant, { as: 'customer' })
  const item = {
    plan_id: planId,
    interval: { unit: 'month', count: 1 },
    hostname: 'web-01.example.com',
    options: {},
  }
  return { tenant, staff, ada, item, planId }
}

/** As if so many codes that are none had been entered from as many addresses within the last quarter of an hour. */
async function guessInBulk(tenantId: string, count: number): Promise<void> {
  await pool().query(
    `insert into platform.rate_limits (key, points, expire) values ('coupon_guesses:' || $1, $2, $3)
     on conflict (key) do update set points = excluded.points`,
    [tenantId, count, Date.now() + 900_000]
  )
}

test.group('Coupons over the API', () => {
  test('staff make one, put it to use, and see it used; a customer quotes with it', async ({ assert }) => {
    const { staff, ada, item } = await openShop()
    const made = await staff.post('/coupons', ten)
    assert.equal(made.status, 201)
    assert.deepInclude(made.body, { code: 'SPRING-10', status: 'draft', redeemed_count: 0, periods: null })
    const asDraft = await ada.post('/quotes', { items: [item], coupons: ['SPRING-10'] })
    assert.equal(asDraft.body.refused_coupons[0].reason, 'not_valid')
    const active = await staff.patch(`/coupons/${made.body.id}`, { status: 'active', periods: 3 })
    assert.deepInclude(active.body, { status: 'active', periods: 3 })
    const quote = (await ada.post('/quotes', { items: [item], coupons: [' spring-10 '] })).body
    assert.deepEqual(quote.refused_coupons, [])
    assert.deepEqual(quote.coupons, [{ code: 'SPRING-10', name: 'Spring', variant: null }])
    assert.deepEqual(quote.discounts, [
      { kind: 'coupon', code: 'SPRING-10', name: 'Spring', amount: { amount: '85', currency: 'EUR' } },
    ])
    assert.equal(quote.recurring[0].reduced[0].periods, 2)
    const listed = await staff.get('/coupons?q=spring&status=active')
    assert.lengthOf(listed.body.data, 1)
    assert.deepEqual((await staff.get(`/coupons/${made.body.id}`)).body.results, [])
  })

  const wrong: [string, object, string][] = [
    ['more than all', { benefit: { kind: 'percent', percent: '100.01' } }, 'benefit.percent'],
    ['nothing', { benefit: { kind: 'percent', percent: '0' } }, 'benefit.percent'],
    ['no number', { benefit: { kind: 'percent', percent: 'x' } }, 'benefit.percent'],
    ['no amount', { benefit: { kind: 'fixed', amounts: {} } }, 'benefit.amounts'],
    ['no currency', { benefit: { kind: 'fixed', amounts: { QQQ: '5' } } }, 'benefit.amounts'],
    ['half a month', { benefit: { kind: 'free_months', months: 0 } }, 'benefit.months'],
    ['an end before its start', { starts_at: '2026-05-01T00:00:00Z', ends_at: '2026-04-01T00:00:00Z' }, 'ends_at'],
    ['one side', { variants: [{ key: 'a', weight: 1, benefit: ten.benefit }] }, 'variants'],
    ['a code with spaces', { code: 'A B C' }, 'code'],
    ['no name', { name: '' }, 'name'],
    ['no country', { countries: ['QQ'] }, 'countries.0'],
    ['a day that is in no calendar', { starts_at: '2026-02-30T00:00:00Z' }, 'starts_at'],
  ] // prettier-ignore
  for (const [name, change, field] of wrong) {
    test(`refuses ${name}, at its field`, async ({ assert }) => {
      const { staff } = await openShop()
      const { status, body } = await staff.post('/coupons', { ...ten, ...change })
      assert.equal(status, 422)
      assert.include(body.errors.map((error: { field: string }) => error.field), field) // prettier-ignore
      assert.lengthOf((await staff.get('/coupons')).body.data, 0)
    })
  }

  test('a code is there once', async ({ assert }) => {
    const { staff } = await openShop()
    await staff.post('/coupons', ten)
    const { status, body } = await staff.post('/coupons', { ...ten, code: 'SPRING-10' })
    assert.equal(`${status} ${body.code} ${body.errors[0].field}`, '409 code_taken code')
  })

  test('guesses are counted, codes that exist are not', async ({ assert }) => {
    const { staff, ada, item } = await openShop()
    const { body } = await staff.post('/coupons', ten)
    await staff.patch(`/coupons/${body.id}`, { status: 'active' })
    const tryCodes = (coupons: string[]) => ada.post('/quotes', { items: [item], coupons })
    for (let time = 0; time < 5; time += 1) assert.equal((await tryCodes(Array(5).fill('SPRING-10'))).status, 201)
    for (let time = 0; time < 3; time += 1) assert.equal((await tryCodes(['A1', 'B2', 'C3', 'D4', 'E5'])).status, 201)
    assert.equal((await tryCodes(['F6'])).status, 429)
    assert.equal((await ada.post('/quotes', { items: [item] })).status, 201)
  }) // prettier-ignore

  test('loyalty: read, changed, refused', async ({ assert }) => {
    const { staff } = await openShop()
    const programme = {
      is_on: true,
      name: 'Thank you',
      gap_days: 10,
      tiers: [
        { after_months: 12, percent: '10' },
        { after_months: 6, percent: '5' },
      ],
    }
    const saved = await staff.patch('/loyalty', programme)
    assert.deepEqual(saved.body.tiers.map((tier: { after_months: number }) => tier.after_months), [6, 12]) // prettier-ignore
    assert.deepEqual((await staff.get('/loyalty')).body, saved.body)
    const tiers = [{ after_months: 6, percent: '101' }]
    assert.equal(
      (await staff.patch('/loyalty', { ...programme, tiers })).body.errors[0].field,
      'tiers.0.percent'
    )
  })
})

test.group('Coupons in the cart', () => {
  test('entered, shown in the price, taken out again; refusals say why', async ({ assert }) => {
    const { tenant, staff, item } = await openShop()
    for (const change of [{}, { code: 'AUSTRIA', countries: ['AT'] }, { code: 'YEARLY', intervals: ['year:1'] }]) {
      const { body } = await staff.post('/coupons', { ...ten, ...change })
      await staff.patch(`/coupons/${body.id}`, { status: 'active' })
    }
    const host = `${tenant.slug}.localhost`
    let cookie = ''
    const send = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
      const answer = await request({ host, method, path, headers: { accept: 'application/json', 'content-type': 'application/json', cookie, ...headers }, text: body ? JSON.stringify(body) : undefined })
      cookie ||= [answer.headers['set-cookie'] ?? []].flat().map((line) => line.split(';')[0]).join('; ')
      return answer
    }
    const look = async () => {
      const first = await send('GET', '/cart', undefined, { 'accept': 'text/html', 'x-inertia': 'true', 'x-inertia-version': '1' })
      if (first.status !== 409) return first.body.props
      const version = String(first.headers['x-inertia-version'])
      return (await send('GET', '/cart', undefined, { 'accept': 'text/html', 'x-inertia': 'true', 'x-inertia-version': version })).body.props
    }
    await send('POST', '/cart/items', { currency: 'EUR', ...item })
    const enter = (code: string) => send('POST', '/cart/coupons', { code })
    assert.equal((await enter('spring-10')).status, 201)
    assert.equal((await enter('AUSTRIA')).status, 201)
    const refused = await enter('YEARLY')
    assert.equal(`${refused.status} ${refused.body.code}`, '422 interval_not_included')
    const unknown = await enter('NOTHING')
    assert.equal(`${unknown.status} ${unknown.body.code} ${unknown.body.errors[0].field}`, '422 not_valid code')
    const props = await look()
    assert.deepEqual(props.draft.coupons.map(({ code }: { code: string }) => code), ['SPRING-10'])
    assert.deepEqual(props.refused_coupons.map(({ reason }: { reason: string }) => reason), ['country_unknown'])
    assert.equal(props.draft.subtotal.amount, '765')
    assert.equal((await send('DELETE', '/cart/coupons/SPRING-10')).status, 204)
    assert.equal((await look()).draft.subtotal.amount, '850')

    // Guessed from two hundred addresses, each below its own limit: addresses enter no more codes, customers who have one do.
    await guessInBulk(tenant.id, 199)
    assert.equal((await enter('spring-10')).status, 201)
    assert.equal((await enter('NOTHING-2')).status, 422)
    const late = await enter('spring-10')
    assert.deepEqual([late.status, late.body.code, late.body.errors[0].field], [429, 'sign_in_to_enter', 'code'])
    const ada = await apiClientFor(tenant, { as: 'customer' })
    const quote = (coupons: string[]) => ada.post('/quotes', { items: [item], coupons })
    for (let time = 0; time < 5; time += 1) assert.deepEqual((await quote(['SPRING-10'])).body.refused_coupons, [])
    for (const guess of ['A1', 'B2', 'C3']) assert.equal((await quote([guess])).status, 201)
    const guesser = await quote(['D4'])
    assert.deepEqual([guesser.status, guesser.body.code], [429, 'too_many_tries'])
    const brook = await apiClientFor(tenant, { as: 'customer' })
    assert.equal((await brook.post('/quotes', { items: [item], coupons: ['SPRING-10'] })).status, 201)
    const elsewhere = await openShop()
    assert.equal((await elsewhere.ada.post('/quotes', { items: [elsewhere.item], coupons: ['X'] })).status, 201)
  }) // prettier-ignore
})
