import { test } from '@japa/runner'
import { inTransaction } from '#app/shared/database/unit'
import { db } from '#app/shared/database/db'
import { showId } from '#app/shared/ids'
import { audit } from '#tests/journeys/auditor'
import { CustomerDesk } from '#tests/journeys/customer_desk'
import type { Shopper } from '#tests/journeys/shopper'
import { useWorld } from '#tests/journeys/use_world'
import type { World } from '#tests/journeys/world'
import { request } from '#tests/support/api'
import { BrowserSession } from '#tests/support/browser_session'
import { as } from '#tests/support/tenants'

const markup = '"><script>alert(1)</script></script><img src=x onerror=alert(1)><!--<script>'

async function signIn({ tenant }: World, { email }: Shopper): Promise<BrowserSession> {
  const browser = new BrowserSession(tenant)
  const entered = await browser.submit('POST', '/session', { email, password: 'a long enough password' })
  if (entered.location !== '/') throw new Error(`Not signed in: ${entered.status}`)
  return browser
}

/** The page as a browser loads it first, before any script. */
async function sourceOf(host: string, path: string, cookies: Map<string, string>): Promise<string> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const { text } = await request({
    host,
    method: 'GET',
    path,
    headers: { accept: 'text/html', cookie },
    text: undefined,
  })
  return text
}

test.group('Pages that were open for long, or twice', (group) => {
  const begin = useWorld(group)

  test('a form that expired comes back with what to do, and is taken the second time', async ({ assert }) => {
    const { world, ada } = await begin()
    const browser = await signIn(world, ada)
    const fresh = browser.cookies.get('XSRF-TOKEN')!
    const profile = { name: 'Ada King', locale: 'en', time_zone: 'UTC' }
    browser.cookies.set('XSRF-TOKEN', 'e30.forged')
    const stale = await browser.submit('PUT', '/profile', profile)
    assert.equal(stale.status, 303)
    const page = await browser.get('/profile')
    assert.equal(page.props.flash.tone, 'error')
    assert.match(page.props.flash.text, /send it once more/)
    assert.property(page.props.errors, 'stale_form')
    assert.notEqual(page.props.viewer.name, 'Ada King')
    assert.notEqual(browser.cookies.get('XSRF-TOKEN'), 'e30.forged')
    assert.exists(fresh)
    await browser.submit('PUT', '/profile', profile)
    const { props } = await browser.get('/profile')
    assert.equal(props.viewer.name, 'Ada King')
    assert.isNull(props.flash?.tone === 'error' ? props.flash : null)
  })

  test('a quote that expired at checkout is asked for anew: nothing is ordered, the cart stays', async ({
    assert,
  }) => {
    const { world, ada } = await begin({ at: '2026-03-10T09:00:00Z' })
    const desk = await CustomerDesk.of(world, ada)
    const shop = new BrowserSession(world.tenant, 'storefront')
    const put = await request({
      host: `${world.tenant.slug}.localhost`,
      method: 'POST',
      path: '/cart/items',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      text: JSON.stringify({ currency: 'EUR', ...desk.item() }),
    })
    const [name, value] = [put.headers['set-cookie'] ?? []].flat().find((line) => line.startsWith('cart='))!.split(';')[0]!.split(/=(.*)/s) // prettier-ignore
    shop.cookies.set(name!, value!)
    const { checkout_url } = (await shop.get('/cart')).props
    const browser = await signIn(world, ada)
    const { pathname, search } = new URL(checkout_url)
    await browser.get(pathname + search)
    const before = (await browser.get('/checkout')).props.quote
    await world.on('2026-03-12T09:00:00Z')
    const refused = await browser.submit('POST', '/orders', { quote_id: before.id, terms: true })
    assert.equal(refused.location, '/checkout')
    const again = await browser.get('/checkout')
    assert.equal(again.props.flash.tone, 'error')
    assert.notEqual(again.props.quote.id, before.id)
    const placed = await browser.submit('POST', '/orders', { quote_id: again.props.quote.id, terms: true })
    assert.match(placed.location!, /^\/orders\//)
    await world.one('orders')
  })

  test('two tabs pay one invoice from its page: paid once', async ({ assert }) => {
    const { world, ada } = await begin({ at: '2026-03-10T09:00:00Z' })
    await ada.buy()
    await world.on('2026-04-04')
    const invoice = (await world.invoices()).find(({ status }) => status === 'open')!
    const path = `/invoices/${showId('invoice', invoice.id)}`
    const tabs = [await signIn(world, ada), await signIn(world, ada)]
    const shown = await tabs[0]!.get(path)
    const method = shown.props.methods[0].id
    await Promise.all(
      tabs.map((tab) => tab.submit('POST', `${path}/payments`, { payment_method_id: method }))
    )
    await world.settle()
    await tabs[1]!.submit('POST', `${path}/payments`, { payment_method_id: method })
    await world.settle()
    assert.equal((await tabs[1]!.get(path)).props.invoice.status, 'paid')
    const paid = (await world.payments()).filter(({ status }) => status === 'succeeded')
    assert.lengthOf(paid, 2)
    await audit(world, assert)
  })

  test('no page lets markup out of a text, however it got in', async ({ assert }) => {
    const { world, ada } = await begin()
    await as(world.tenant, () =>
      inTransaction(async () => {
        await db.updateTable('products').set({ name: markup, tagline: markup, description: markup }).execute()
        await db.updateTable('plans').set({ description: markup }).execute()
        await db.updateTable('options').set({ help: markup }).execute()
        await db.updateTable('customers').set({ name: markup, city: markup }).execute()
        await db.updateTable('users').set({ name: markup }).execute()
      })
    )
    const shop = `${world.tenant.slug}.localhost`
    const { cookies } = await signIn(world, ada)
    const sources = await Promise.all([
      ...['/', '/products/cloud-vps', '/configure/vps-s', '/cart'].map((path) =>
        sourceOf(shop, path, new Map())
      ),
      ...['/', '/profile', '/invoices', '/services', '/security'].map((path) =>
        sourceOf(`account.${shop}`, path, cookies)
      ),
    ])
    assert.isTrue(sources.some((source) => source.includes('alert(1)')))
    for (const source of sources) {
      assert.notInclude(source, '<script>alert(1)')
      assert.notInclude(source, '<img src=x')
      assert.notInclude(source, '<!--<script>')
    }
  })
})
