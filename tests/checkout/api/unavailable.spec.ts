import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { UpdateCustomer } from '#app/customers/index'
import { WatchSupply } from '#app/provisioning/actions/watch_supply'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { planCalled, stockShop } from '#tests/support/catalogue'
import { connectPanel } from '#tests/support/provisioning'
import { as, createTenant } from '#tests/support/tenants'

test.group('What nobody can say there is room for', () => {
  test('is not sold, says what to do, and comes back by itself', async ({ assert }) => {
    const tenant = await createTenant()
    const planId = showId('plan', planCalled(await stockShop(tenant), 'vps-m'))
    const ada = await apiClientFor(tenant, { as: 'customer' })
    const home = { country: 'DE', street: 'Hauptstr. 1', city: 'Berlin', postal_code: '10115' }
    const update = await app.container.make(UpdateCustomer)
    await as(tenant, () => update.execute(ada.customerId, home))
    const panels = {
      fra: await connectPanel(tenant, 'http://127.0.0.1:1'),
      nyc: await connectPanel(tenant, 'http://127.0.0.1:1', { code: 'nyc' }),
    }
    /** As if the last look at each panel that brought an answer was so long ago. */
    const seen = async (minutes: Partial<Record<'fra' | 'nyc', number>>) => {
      const watch = await app.container.make(WatchSupply)
      return as(tenant, async () => {
        for (const [code, ago] of Object.entries(minutes)) {
          const lastSeenAt = new Date(Date.now() - ago * 60_000)
          await inTransaction(async () => {
            const columns = { last_seen_at: lastSeenAt, last_checked_at: new Date() }
            await db
              .updateTable('panels')
              .set(columns)
              .where('id', '=', panels[code as 'fra'])
              .execute()
          })
        }
        return watch.execute()
      })
    }
    const wish = (location?: string) => ({
      items: [{ plan_id: planId, interval: { unit: 'month', count: 1 }, hostname: 'web-01.example.com', options: location ? { location } : {} }],
    }) // prettier-ignore
    const shown = async () => {
      const [product] = (await ada.get('/products')).body.data
      const places = product.options.find(({ code }: { code: string }) => code === 'location').values
      return [
        product.plans[0].is_available,
        ...places.map((value: { is_available: boolean }) => value.is_available),
      ]
    }

    assert.equal(await seen({ fra: 1, nyc: 1 }), 0)
    const quote = (await ada.post('/quotes', wish('nyc'))).body
    assert.equal(await seen({ nyc: 20 }), 1)
    assert.deepEqual((await shown()).slice(0, 3), [true, true, false])
    const refused = await ada.post('/quotes', wish('nyc'))
    assert.equal(refused.status, 422)
    assert.equal(refused.body.errors[0].field, 'items.0.options.location')
    assert.match(refused.body.errors[0].message, /New York.*Choose another location/)
    const order = (quoteId: string) => ada.post('/orders', { quote_id: quoteId, accepts_terms: true })
    const late = await order(quote.id)
    assert.deepEqual([late.status, late.body.code], [409, 'temporarily_unavailable'])
    assert.equal((await ada.post('/quotes', wish('fra'))).status, 201)

    assert.equal(await seen({ fra: 20 }), 1)
    assert.isFalse((await shown())[0])
    const nothing = await ada.post('/quotes', wish())
    assert.deepEqual([nothing.status, nothing.body.errors[0].field], [422, 'items.0.plan'])

    assert.equal(await seen({ fra: 1, nyc: 1 }), 2)
    assert.deepEqual((await shown()).slice(0, 3), [true, true, true])
    assert.equal((await order(quote.id)).status, 201)
  })
})
