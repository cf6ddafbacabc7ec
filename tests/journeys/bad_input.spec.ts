import { test } from '@japa/runner'
import { newId, showId } from '#app/shared/ids'
import { CustomerDesk } from '#tests/journeys/customer_desk'
import { assertNothingWritten } from '#tests/journeys/row_counts'
import { useWorld } from '#tests/journeys/use_world'
import { apiClientFor } from '#tests/support/api'

const nasty = [
  `'; drop table customers; --`,
  `<script>alert(1)</script><img src=x onerror=alert(1)>`,
  '{{constructor.constructor("return 1")()}} ${7*7} %s %00',
  'آدا لوفلايس',
  '👩‍💻🏳️‍🌈 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠜎',
  'Zoë A\u0308\u0301\u0323 Z͑ͫ̓ͪ̂',
]

const isObject = (body: unknown) => typeof body === 'object' && body !== null && !Array.isArray(body)

test.group('Bad input: orders', (group) => {
  const begin = useWorld(group)

  test('configurations that are not sold are refused, field by field, and nothing is written', async ({
    assert,
  }) => {
    const { world, ada } = await begin()
    const desk = await CustomerDesk.of(world, ada)
    const month = { unit: 'month', count: 1 }
    const bad: [string, unknown][] = [
      ['no body', undefined],
      ['not an object', []],
      ['no items', { items: [] }],
      ['items is a text', { items: 'all' }],
      ['21 items', { items: Array.from({ length: 21 }, () => desk.item()) }],
      ['an item is null', { items: [null] }],
      ['plan is a number', { items: [desk.item({ plan_id: 7 })] }],
      ['plan is SQL', { items: [desk.item({ plan_id: `' or 1=1 --` })] }],
      ['plan does not exist', { items: [desk.item({ plan_id: showId('plan', newId()) })] }],
      ['plan is an order', { items: [desk.item({ plan_id: showId('order', newId()) })] }],
      ['negative interval', { items: [desk.item({ interval: { unit: 'month', count: -1 } })] }],
      ['no interval', { items: [desk.item({ interval: { unit: 'month', count: 0 } })] }],
      ['half an interval', { items: [desk.item({ interval: { unit: 'month', count: 1.5 } })] }],
      ['huge interval', { items: [desk.item({ interval: { unit: 'month', count: 1e300 } })] }],
      ['unknown unit', { items: [desk.item({ interval: { unit: 'eon', count: 1 } })] }],
      ['interval that is not sold', { items: [desk.item({ interval: { unit: 'month', count: 7 } })] }],
      ['interval is a list', { items: [desk.item({ interval: [month] })] }],
      ['unknown option', { items: [desk.item({ options: { location: 'fra', nonsense: 'x' } })] }],
      ['unknown value', { items: [desk.item({ options: { location: 'moon' } })] }],
      ['value is an object', { items: [desk.item({ options: { location: { toString: 'fra' } } })] }],
      ['negative quantity', { items: [desk.item({ options: { location: 'fra', extra_ipv4: -1 } })] }],
      ['huge quantity', { items: [desk.item({ options: { location: 'fra', extra_ipv4: 9e15 } })] }],
      ['options is a list', { items: [desk.item({ options: ['location'] })] }],
      ['a number in hostname', { items: [desk.item({ hostname: 5 })] }],
      ...['', '-a.test', 'a b.test', 'a..test', `${'a'.repeat(64)}.test`, 'a\u0000.test', ...nasty].map(
        (hostname): [string, unknown] => [`hostname ${JSON.stringify(hostname)}`, { items: [desk.item({ hostname })] }]
      ),
    ] // prettier-ignore
    await assertNothingWritten(assert, async () => {
      for (const [what, body] of bad) {
        const answer = await desk.api.post('/quotes', body)
        assert.equal(answer.status, 422, `${what}: ${answer.text}`)
        if (isObject(body)) assert.isNotEmpty(answer.body.errors, what)
      }
      // Neither an object nor a list: there is no field that could be named.
      assert.equal((await desk.api.post('/quotes', 'hello')).body.code, 'malformed_body')
    })
  })

  test('prototype keys among options do nothing', async ({ assert }) => {
    const { world, ada } = await begin()
    const desk = await CustomerDesk.of(world, ada)
    const text = JSON.stringify({ items: [desk.item()] }).replace(
      '"location"',
      '"__proto__":{"polluted":"yes"},"constructor":"x","location"'
    )
    const answer = await desk.api.send('POST', '/quotes', { rawBody: text })
    assert.oneOf(answer.status, [201, 422])
    assert.isUndefined(({} as { polluted?: string }).polluted)
  })

  test('quotes of others, expired and outdated ones become no order', async ({ assert }) => {
    const { world, ada } = await begin()
    const desk = await CustomerDesk.of(world, ada)
    const stranger = await apiClientFor(world.tenant, { as: 'customer' })
    const { world: elsewhere, ada: other } = await begin()
    const abroad = await CustomerDesk.of(elsewhere, other)
    const quoted = await desk.quote()
    const foreign = await abroad.quote()
    await assertNothingWritten(assert, async () => {
      const bad: [number, object][] = [
        [422, {}],
        [422, { quote_id: quoted.id, accepts_terms: false }],
        [422, { quote_id: quoted.id }],
        [422, { quote_id: 7, accepts_terms: true }],
        [422, { quote_id: 'x'.repeat(41), accepts_terms: true }],
        [404, { quote_id: `' or 1=1 --`, accepts_terms: true }],
        [404, { quote_id: showId('quote', newId()), accepts_terms: true }],
        [404, { quote_id: quoted.id.replace('quo_', 'ord_'), accepts_terms: true }],
        [404, { quote_id: foreign.id, accepts_terms: true }],
      ]
      for (const [status, body] of bad) {
        const answer = await desk.api.post('/orders', body)
        assert.equal(answer.status, status, JSON.stringify(body) + answer.text)
      }
      const stolen = await stranger.post('/orders', { quote_id: quoted.id, accepts_terms: true })
      assert.equal(stolen.status, 404)
    })

    const later = new Date((await world.now()).getTime() + 25 * 3_600_000).toISOString()
    await world.on(later)
    await assertNothingWritten(assert, async () => {
      const expired = await desk.placeOrder(quoted.id)
      assert.deepEqual([expired.status, expired.body.code], [409, 'quote_expired'])
    })
    const fresh = await desk.quote()
    await desk.api.patch('/customer', { country: 'FR' })
    await assertNothingWritten(assert, async () => {
      const outdated = await desk.placeOrder(fresh.id)
      assert.deepEqual([outdated.status, outdated.body.code], [409, 'quote_outdated'])
    })
  })
})

test.group('Bad input: what belongs to others', (group) => {
  const begin = useWorld(group)

  test('every id of another customer or another tenant is not there', async ({ assert }) => {
    const { world, ada } = await begin()
    const desk = await CustomerDesk.of(world, ada)
    const orderId = await desk.buy()
    const service = (await desk.api.get('/services')).body.data[0]
    const invoice = (await desk.api.get('/invoices')).body.data[0]
    const subscription = (await desk.api.get('/subscriptions')).body.data[0]
    const payment = (await desk.api.get('/payments')).body.data[0]
    const method = (await desk.api.get('/payment-methods')).body.data[0]
    const { world: elsewhere } = await begin()
    const neighbours = [
      await apiClientFor(world.tenant, { as: 'customer' }),
      await apiClientFor(elsewhere.tenant, { as: 'customer' }),
    ]
    const calls: [string, string, object?][] = [
      ['GET', `/orders/${orderId}`],
      ['POST', `/orders/${orderId}/payments`, {}],
      ['POST', `/orders/${orderId}/cancellation`],
      ['GET', `/invoices/${invoice.id}`],
      ['GET', `/invoices/${invoice.id}/document`],
      ['POST', `/invoices/${invoice.id}/payments`, {}],
      ['GET', `/payments/${payment.id}`],
      ['POST', `/payments/${payment.id}/refreshes`],
      ['DELETE', `/payment-methods/${method.id}`],
      ['PUT', `/payment-methods/${method.id}/default`],
      ['GET', `/subscriptions/${subscription.id}`],
      ['POST', `/subscriptions/${subscription.id}/cancellation`, { when: 'now' }],
      ['GET', `/services/${service.id}`],
      ['PATCH', `/services/${service.id}`, { hostname: 'mine.example.test' }],
      ['POST', `/services/${service.id}/power`, { action: 'poweroff' }],
      ['POST', `/services/${service.id}/rebuild`, { template: 'Debian 13' }],
      ['POST', `/services/${service.id}/password-reset`],
      ['POST', `/services/${service.id}/credentials`],
      ['POST', `/services/${service.id}/console`],
      ['POST', `/services/${service.id}/sign-in`],
    ]
    await assertNothingWritten(assert, async () => {
      for (const [method_, path, body] of calls) {
        for (const neighbour of neighbours) {
          const answer = await neighbour.send(method_, path, { body })
          assert.equal(answer.status, 404, `${method_} ${path} ${answer.text}`)
        }
      }
      for (const neighbour of neighbours) {
        for (const list of ['/orders', '/invoices', '/payments', '/payment-methods', '/subscriptions', '/services', '/operations'])
          assert.lengthOf((await neighbour.get(list)).body.data, 0, list) // prettier-ignore
      }
    })
  })
})

test.group('Bad input: texts', (group) => {
  const begin = useWorld(group)

  test('SQL, HTML and every script are kept as they were written', async ({ assert }) => {
    const { world, ada } = await begin()
    const desk = await CustomerDesk.of(world, ada)
    const staff = await apiClientFor(world.tenant, { as: 'staff' })
    const customer = showId('customer', ada.customerId)
    for (const text of nasty) {
      const profile = { name: text, company_name: text, city: text, street: text, region: text }
      const changed = await desk.api.patch('/customer', profile)
      assert.equal(changed.status, 200, changed.text)
      const { name, company_name, city, street, region } = (await desk.api.get('/customer')).body
      assert.deepEqual({ name, company_name, city, street, region }, profile)
      const noted = await staff.post(`/customers/${customer}/notes`, { body: text })
      assert.oneOf(noted.status, [200, 201], noted.text)
      const found = await staff.get(`/customers?search=${encodeURIComponent(text)}`)
      assert.equal(found.status, 200, found.text)
      assert.equal((await desk.api.patch('/me', { name: text })).status, 200)
    }
    const notes = (await staff.get(`/customers/${customer}/notes`)).body.data
    assert.sameMembers(notes.map((note: { body: string }) => note.body), nasty) // prettier-ignore
  })

  test('what no database can keep is refused: zero bytes, control characters, half characters, novels', async ({
    assert,
  }) => {
    const { world, ada } = await begin()
    const desk = await CustomerDesk.of(world, ada)
    const staff = await apiClientFor(world.tenant, { as: 'staff' })
    const customer = showId('customer', ada.customerId)
    const wrong = ['a\u0000b', 'a\nb', 'x'.repeat(5_000), 7, true, ['a'], { a: 1 }]
    await assertNothingWritten(assert, async () => {
      for (const value of wrong) {
        for (const field of ['name', 'city', 'street']) {
          const answer = await desk.api.patch('/customer', { [field]: value })
          assert.equal(answer.status, 422, `${field} ${JSON.stringify(value)} ${answer.text}`)
        }
      }
      const zero = await staff.post(`/customers/${customer}/notes`, { body: 'a\u0000b' })
      assert.equal(zero.status, 422, zero.text)
      for (const list of ['/customers', '/services']) {
        const searched = await staff.get(`${list}?search=a%00b`)
        assert.oneOf(searched.status, [200, 422], searched.text)
      }
      assert.equal((await desk.api.send('PATCH', '/customer', { rawBody: '{"name":' })).status, 400)
      const halves = await desk.api.send('PATCH', '/customer', { rawBody: '{"name":"\\ud83d"}' })
      assert.oneOf(halves.status, [200, 422], halves.text)
    })
  })
})
