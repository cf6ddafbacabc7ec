import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { UpdateCustomer } from '#app/customers/index'
import { showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { BrowserSession } from '#tests/support/browser_session'
import { planCalled, stockShop } from '#tests/support/catalogue'
import { as, createTenant } from '#tests/support/tenants'

const german = { 'accept-language': 'de' }

async function openShop() {
  const tenant = await createTenant()
  const catalogue = await stockShop(tenant)
  const staff = await apiClientFor(tenant, { as: 'staff' })
  const ada = await apiClientFor(tenant, { as: 'customer' })
  return { tenant, catalogue, staff, ada }
}

test.group('What is sold, in two languages', () => {
  test('the shop, the configurator and the API speak the reader’s', async ({ assert }) => {
    const { tenant, ada } = await openShop()
    const visitor = new BrowserSession(tenant, 'storefront')
    const english = await visitor.get('/products/cloud-vps')
    const page = await visitor.get('/de/products/cloud-vps')
    assert.match(english.props.product.tagline, /^Virtual servers/)
    assert.match(page.props.product.tagline, /^Virtuelle Server/)
    const { props } = await visitor.get('/de/configure/vps-m')
    assert.deepEqual(
      props.product.options.map(({ name }: { name: string }) => name),
      ['Standort', 'Betriebssystem', 'Zusätzliche IPv4-Adressen', 'Tägliche Sicherungen']
    )
    const { body } = await ada.send('GET', '/products', { headers: german })
    assert.equal(body.data[0].options[0].values[0].group, 'Deutschland')
  })

  test('staff write both; what is left empty is said in the tenant’s own', async ({ assert }) => {
    const { staff, ada } = await openShop()
    const { id, options } = (await staff.get('/products')).body.data[0]
    const changed = await staff.patch(`/products/${id}`, {
      translations: { de: { name: 'Wolken-Server', tagline: '' } },
    })
    assert.equal(changed.status, 200)
    assert.deepEqual(changed.body.translations, { de: { name: 'Wolken-Server' } })
    const help = { translations: { de: { help: 'Wo?' } } }
    assert.equal((await staff.patch(`/options/${options[0].id}`, help)).status, 200)
    const { body } = await ada.send('GET', `/products/${id}`, { headers: german })
    assert.equal(body.name, 'Wolken-Server')
    assert.match(body.tagline, /^Virtual servers/)
    assert.deepEqual([body.options[0].name, body.options[0].help], ['Location', 'Wo?'])
  })

  test('refuses languages, fields and texts that it does not know', async ({ assert }) => {
    const { staff } = await openShop()
    const { id, plans } = (await staff.get('/products')).body.data[0]
    const before = (await staff.get(`/products/${id}`)).body.translations
    for (const translations of ['de', { de: 'x' }, { de: { name: 'x'.repeat(101) } }, { de: { name: 5 } }]) {
      assert.equal((await staff.patch(`/products/${id}`, { translations })).status, 422)
    }
    const unknown = { xx: { name: 'x' }, de: { id: 'x', slug: 'x' } }
    const answer = await staff.patch(`/plans/${plans[0].id}`, { translations: unknown })
    const fields = answer.body.errors.map(({ field }: { field: string }) => field)
    assert.deepEqual(fields, ['translations.xx', 'translations.de.id', 'translations.de.slug'])
    assert.deepEqual((await staff.get(`/products/${id}`)).body.translations, before)
  })

  test('a quote made in one language can be ordered from another', async ({ assert }) => {
    const { tenant, catalogue, ada } = await openShop()
    const address = { country: 'DE', street: 'Hauptstr. 1', city: 'Berlin', postal_code: '10115' }
    await as(tenant, async () => (await app.container.make(UpdateCustomer)).execute(ada.customerId, address))
    const item = {
      plan_id: showId('plan', planCalled(catalogue, 'vps-m')),
      interval: { unit: 'month', count: 1 },
      hostname: 'web-01',
      options: { location: 'nyc', ipv4: 1 },
    }
    const quote = await ada.post('/quotes', { items: [item] }, german)
    assert.include(
      quote.body.items[0].lines.map(({ description }: { description: string }) => description),
      'Zusätzliche IPv4-Adressen'
    )
    const order = await ada.post('/orders', { quote_id: quote.body.id, accepts_terms: true })
    assert.equal(order.status, 201, order.text)
  })
})
