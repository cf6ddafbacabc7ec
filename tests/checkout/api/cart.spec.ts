import { test } from '@japa/runner'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { showId } from '#app/shared/ids'
import { request } from '#tests/support/api'
import { BrowserSession } from '#tests/support/browser_session'
import { planCalled, stockShop } from '#tests/support/catalogue'
import { as, createTenant } from '#tests/support/tenants'

async function openShop() {
  const tenant = await createTenant()
  const planId = showId('plan', planCalled(await stockShop(tenant), 'vps-m'))
  const item = { plan_id: planId, interval: { unit: 'month', count: 1 }, hostname: 'web-01', options: {} }
  return { tenant, item }
}

function send(tenant: Tenant, method: string, path: string, options: { body?: object; cookie?: string; origin?: string } = {}) {
  const host = `${tenant.slug}.localhost`
  const { body, cookie, origin } = options
  return request({
    host,
    method,
    path,
    headers: {
      'accept': 'application/json',
      'content-type': 'application/json',
      ...(cookie ? { cookie } : {}),
      ...(origin ? { origin } : {}),
    },
    text: body ? JSON.stringify(body) : undefined,
  })
} // prettier-ignore

function cookieIn(headers: Record<string, string | string[] | undefined>): string {
  return [headers['set-cookie'] ?? []]
    .flat()
    .map((line) => line.split(';')[0])
    .join('; ')
}

test.group('The storefront', () => {
  test('says what a choice costs, with the tax of a country', async ({ assert }) => {
    const { tenant, item } = await openShop()
    const answer = await send(tenant, 'POST', '/quote-previews', { body: { currency: 'EUR', country: 'DE', items: [item] } })
    assert.equal(answer.status, 200)
    assert.deepEqual(answer.body.data.total, { amount: '1012', currency: 'EUR' })
    assert.equal(answer.body.data.tax_reason, 'rate')
    const abroad = await send(tenant, 'POST', '/quote-previews', { body: { currency: 'EUR', country: 'US', items: [item] } })
    assert.deepEqual(abroad.body.data.total, { amount: '850', currency: 'EUR' })
  }) // prettier-ignore

  test('takes settings of a game that were emptied, and asks for those it cannot do without when it is ordered', async ({
    assert,
  }) => {
    const { tenant, item } = await openShop()
    const rules = { VERSION: 'nullable|string', PASSWORD: 'required|string|min:5' }
    const ask = Object.entries(rules).map(([code, rule]) => ({ code, name: code, description: '', defaultValue: 'latest', rules: rule })) // prettier-ignore
    await as(tenant, () => inTransaction(() => db.updateTable('option_values').set({ spec: JSON.stringify({ template: 'Debian 13', ask }) }).where('code', '=', 'debian-13').execute())) // prettier-ignore
    const ordered = (options: object) =>
      send(tenant, 'POST', '/cart/items', { body: { ...item, currency: 'EUR', options: { os: 'debian-13', ...options } } }) // prettier-ignore
    const priced = (options: object) =>
      send(tenant, 'POST', '/quote-previews', { body: { currency: 'EUR', items: [{ ...item, options: { os: 'debian-13', ...options } }] } }) // prettier-ignore

    assert.equal((await priced({ VERSION: '', PASSWORD: '' })).status, 200)
    assert.equal((await ordered({ VERSION: '', PASSWORD: 'open sesame' })).status, 201)
    const refused = await ordered({ VERSION: '', PASSWORD: '' })
    assert.deepEqual([refused.status, refused.body.errors[0].field], [422, 'options.PASSWORD'])
    for (const wrong of [{ VERSION: {} }, { VERSION: ['1'] }, { os: null }, { os: {} }])
      assert.equal((await priced(wrong)).status, 422, JSON.stringify(wrong))
  })

  test('says what is wrong in the language of the address', async ({ assert }) => {
    const { tenant, item } = await openShop()
    const body = { currency: 'EUR', items: [{ ...item, hostname: '<b>' }] }
    const english = await send(tenant, 'POST', '/quote-previews', { body })
    const german = await send(tenant, 'POST', '/de/quote-previews', { body })
    assert.equal(english.body.errors[0].field, 'items.0.hostname')
    assert.match(english.body.errors[0].message, /^A host name/)
    assert.match(german.body.errors[0].message, /^Ein Hostname/)
  })

  test('keeps a cart for whoever holds its cookie', async ({ assert }) => {
    const { tenant, item } = await openShop()
    const first = await send(tenant, 'POST', '/cart/items', { body: { currency: 'EUR', ...item } })
    assert.equal(first.status, 201)
    const cookie = cookieIn(first.headers)
    const second = await send(tenant, 'POST', '/cart/items', { body: { currency: 'EUR', ...item }, cookie })
    assert.equal(second.body.data.count, 2)
    const forged = await send(tenant, 'POST', '/cart/items', { body: { currency: 'EUR', ...item }, cookie: 'cart=forged' })
    assert.equal(forged.body.data.count, 1)
    assert.equal((await send(tenant, 'DELETE', '/cart/items/nonsense', { cookie })).status, 204)
  }) // prettier-ignore

  test('a member who may not order reads so: the cart stays theirs, and no address is shown', async ({ assert }) => {
    const { tenant, item } = await openShop()
    const browser = new BrowserSession(tenant)
    const ada = { name: 'Ada', email: 'ada@example.test', password: 'correct horse battery', currency: 'EUR' }
    await browser.submit('POST', '/sign-up', { ...ada, return_to: '/checkout' })
    const put = await send(tenant, 'POST', '/cart/items', { body: { currency: 'EUR', ...item } })
    const shop = new BrowserSession(tenant, 'storefront')
    for (const pair of cookieIn(put.headers).split('; ')) shop.cookies.set(...(pair.split(/=(.*)/s) as [string, string]))
    const link = new URL((await shop.get('/cart')).props.checkout_url)
    await as(tenant, () =>
      inTransaction(() => db.updateTable('memberships').set({ permissions: ['services'] }).execute())
    )
    await browser.get(link.pathname + link.search)
    const { props } = await browser.get('/checkout')
    assert.isFalse(props.may_order)
    assert.isNull(props.customer)
    assert.isNull(props.quote)
    assert.lengthOf(props.draft.items, 1)
    const claimed = await as(tenant, () =>
      inTransaction(() => db.selectFrom('carts').select('customer_id').where('customer_id', 'is not', null).execute())
    )
    assert.lengthOf(claimed, 0)
  }) // prettier-ignore

  test('takes nothing from other sites', async ({ assert }) => {
    const { tenant, item } = await openShop()
    const answer = await send(tenant, 'POST', '/cart/items', {
      body: { currency: 'EUR', ...item },
      origin: 'https://evil.example',
    })
    assert.equal(`${answer.status} ${answer.body.code}`, '403 foreign_origin')
  })

  test('does not serve what renders its pages', async ({ assert }) => {
    const { tenant } = await openShop()
    for (const path of [
      '/assets/server/ssr.js',
      '/assets/server/.vite/manifest.json',
      '/ASSETS/SERVER/ssr.js',
    ]) {
      assert.equal((await send(tenant, 'GET', path)).status, 404, path)
    }
  })
})
