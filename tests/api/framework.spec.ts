import { test } from '@japa/runner'
import { allEndpoints } from '#start/api'
import router from '@adonisjs/core/services/router'
import { dearRoutes } from '#config/rate_limits'
import { BrowserSession } from '#tests/support/browser_session'
import { setApiLimits } from '#app/shared/http/api/rate_limit'
import { openApiDocument, assertMatchesOpenApi } from '#tests/support/openapi'
import { anonymousApiClient, apiClientFor, request } from '#tests/support/api'
import { createTenant } from '#tests/support/tenants'

test.group('API', () => {
  test('says 404 for what does not exist, 405 with Allow for another method, on its hosts only', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const ada = await apiClientFor(tenant, { as: 'customer' })
    const unknown = await ada.get('/no-such-thing')
    assert.equal(unknown.status, 404)
    assert.equal(unknown.headers['content-type'], 'application/problem+json')
    assert.equal(unknown.body.request_id, unknown.headers['x-request-id'])
    const garbled = await request({ host: ada.host, method: 'GET', path: '/api/v1/me/%E0%A4%A', headers: {}, text: undefined }) // prettier-ignore
    assert.deepEqual([garbled.status, garbled.body.code], [400, 'malformed_address'])
    const wrongMethod = await ada.put('/me')
    assert.equal(wrongMethod.status, 405)
    assert.equal(wrongMethod.headers.allow, 'GET, PATCH')
    const storefront = await request({
      host: `${tenant.slug}.localhost`,
      method: 'GET',
      path: '/api/v1/me',
      headers: {},
      text: undefined,
    })
    assert.equal(storefront.status, 404)
  })

  test('refuses bodies that are not JSON, are broken or too large', async ({ assert }) => {
    const ada = await apiClientFor(await createTenant(), { as: 'customer' })
    const form = await ada.send('PATCH', '/me', {
      rawBody: 'name=Ada',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    assert.equal(form.status, 415)
    const broken = await ada.send('PATCH', '/me', { rawBody: '{"name":' })
    assert.equal(broken.status, 400)
    assert.equal(broken.body.code, 'malformed_body')
    const packed = await ada.send('PATCH', '/me', { rawBody: '{}', headers: { 'content-encoding': 'gzip' } })
    assert.deepEqual([packed.status, packed.body.code], [400, 'malformed_body'])
    const bare = await ada.send('PATCH', '/me', { rawBody: '7' })
    assert.deepEqual([bare.status, bare.body.code], [400, 'malformed_body'])
    for (const type of ['application/json-patch+json', 'application/json; charset=latin1']) {
      const other = await ada.send('PATCH', '/me', { rawBody: '{}', headers: { 'content-type': type } })
      assert.equal(other.status, 415, type)
    }
    const large = await ada.send('PATCH', '/me', { rawBody: JSON.stringify({ name: 'x'.repeat(300_000) }) })
    assert.equal(large.status, 413)
    assert.equal(large.body.code, 'too_large')
  })

  test('is not cached, sniffed or shared with other sites, and tells the limits', async ({ assert }) => {
    const ada = await apiClientFor(await createTenant(), { as: 'customer' })
    // Also where nothing was looked up: no such address or method, a body that cannot be read, the description.
    const others = [
      await ada.get('/no-such-thing'),
      await ada.put('/me'),
      await ada.send('PATCH', '/me', { rawBody: '{"name":' }),
      await request({ host: ada.host, method: 'GET', path: '/api/v1/openapi.json', headers: {}, text: undefined }), // prettier-ignore
    ]
    for (const { status, headers } of others)
      assert.isAbove(Number(headers['ratelimit-remaining']), 0, String(status))
    const { headers } = await ada.get('/me')
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.isUndefined(headers['access-control-allow-origin'])
    assert.isUndefined(headers['set-cookie'])
    assert.equal(Number(headers['ratelimit-limit']) - Number(headers['ratelimit-remaining']), 1)
  })

  test('stops a token at its limit and says when to come back', async ({ assert, cleanup }) => {
    cleanup(() => setApiLimits({ perToken: 100_000, perAddress: 100_000 }))
    const tenant = await createTenant()
    const ada = await apiClientFor(tenant, { as: 'customer' })
    const brook = await apiClientFor(tenant, { as: 'customer' })
    setApiLimits({ perToken: 2, perAddress: 100_000 })
    await ada.get('/me')
    await ada.get('/me')
    const refused = await ada.get('/me')
    assert.equal(refused.status, 429)
    assert.equal(refused.body.code, 'too_many_requests')
    assert.isAbove(Number(refused.headers['retry-after']), 0)
    assert.equal((await brook.get('/me')).status, 200)
  })

  test('stops a tenant at its own limit, and nobody else', async ({ assert, cleanup }) => {
    cleanup(() => setApiLimits({}))
    const [tenant, other] = [await createTenant(), await createTenant()]
    const clients = [
      await apiClientFor(tenant, { as: 'customer' }),
      await apiClientFor(tenant, { as: 'customer' }),
    ]
    const elsewhere = await apiClientFor(other, { as: 'customer' })
    setApiLimits({ perTenant: 2 })
    assert.equal((await clients[0]!.get('/me')).status, 200)
    assert.equal((await clients[1]!.get('/me')).status, 200)
    const refused = await clients[1]!.get('/me')
    assert.deepEqual([refused.status, refused.headers['ratelimit-limit']], [429, '2'])
    assert.equal((await elsewhere.get('/me')).status, 200)
  })

  test('stops who asks for what is dear, over the API and on pages, and answers the rest', async ({
    assert,
    cleanup,
  }) => {
    cleanup(() => setApiLimits({}))
    const tenant = await createTenant()
    const staff = await apiClientFor(tenant, { as: 'staff' })
    const colleague = await apiClientFor(tenant, { as: 'staff' })
    setApiLimits({ perDearRoute: 1 })
    assert.equal((await staff.get('/audit')).status, 200)
    const refused = await staff.get('/audit')
    assert.equal(refused.status, 429)
    assert.isAbove(Number(refused.headers['retry-after']), 0)
    assert.equal((await colleague.get('/audit')).status, 200)
    assert.equal((await staff.get('/me')).status, 200)
    const browser = new BrowserSession(tenant, 'admin')
    await browser.get('/sign-in')
    assert.equal((await browser.get('/audit')).status, 302)
    const page = await browser.get('/audit')
    assert.equal(page.status, 429)
    assert.match(page.text, /At most 1 a minute/)
    setApiLimits({ perDearRoute: 0.1 })
    assert.equal((await colleague.get('/audit')).status, 429, 'its tenant asked often')
  })

  test('every dear route is one', ({ assert }) => {
    const names = new Set(
      Object.values(router.toJSON())
        .flat()
        .map(({ name }) => name)
    )
    assert.deepEqual(
      [...dearRoutes].filter((name) => !names.has(name)),
      []
    )
  })

  test('no address holds a key', ({ assert }) => {
    const routes = Object.values(router.toJSON()).flat()
    assert.deepEqual(
      routes
        .filter(({ pattern }) => /:(?:\w*_)?(?:token|key|secret|password)\b/.test(pattern))
        .map(({ pattern }) => pattern),
      []
    )
  })

  test('stops an address that guesses tokens', async ({ assert, cleanup }) => {
    cleanup(() => setApiLimits({ perToken: 100_000, perAddress: 100_000 }))
    const nobody = anonymousApiClient(await createTenant(), 'customer')
    setApiLimits({ perToken: 100_000, perAddress: 0 })
    assert.equal((await nobody.get('/me')).status, 429)
    // Whoever has a network of IPv6 asks from another address each time.
    setApiLimits({ perToken: 100_000, perAddress: 1 })
    const from = (ip: string) => nobody.send('GET', '/me', { headers: { 'x-forwarded-for': ip } })
    const left = async (ip: string) => (await from(ip)).status
    assert.deepEqual([await left('2001:db8:7:7::1'), await left('2001:db8:7:7:1::2')], [401, 429])
    assert.equal(await left('2001:db8:7:8::1'), 401)
  })

  test('repeats an answer for the same key, and refuses the key for another request', async ({ assert }) => {
    const { staff, path } = await staffWithCustomer()
    const key = { 'idempotency-key': 'note-1' }
    const first = await staff.post(path, { body: 'Called.' }, key)
    assert.equal(first.status, 201)
    assert.isUndefined(first.headers['idempotent-replayed'])
    const second = await staff.post(path, { body: 'Called.' }, key)
    assert.equal(second.status, 201)
    assert.equal(second.headers['idempotent-replayed'], 'true')
    assert.deepEqual(second.body, first.body)
    assert.lengthOf((await staff.get(path)).body.data, 1)
    const other = await staff.post(path, { body: 'Called again.' }, key)
    assert.equal(other.status, 422)
    assert.equal(other.body.code, 'idempotency_key_reused')
  })

  test('a refused request is repeated as refused, another person has keys of their own', async ({
    assert,
  }) => {
    const { staff, path, tenant } = await staffWithCustomer()
    const key = { 'idempotency-key': 'note-1' }
    const refused = await staff.post(path, { body: '' }, key)
    assert.equal(refused.status, 422)
    const colleague = await apiClientFor(tenant, { as: 'staff' })
    assert.equal((await colleague.post(path, { body: 'Mine.' }, key)).status, 201)
    assert.equal(
      (await staff.post(path, { body: 'x' }, { 'idempotency-key': 'ü' })).body.code,
      'idempotency_key_invalid'
    )
    assert.equal(
      (await staff.post(path, { body: 'x' }, { 'idempotency-key': '' })).body.code,
      'idempotency_key_invalid'
    )
  })

  test('lets one of several simultaneous requests with one key act', async ({ assert }) => {
    const { staff, path } = await staffWithCustomer()
    const post = () => staff.post(path, { body: 'Once.' }, { 'idempotency-key': 'two' })
    const answers = await Promise.all([post(), post(), post()])
    assert.isTrue(answers.every(({ status }) => status === 201 || status === 409))
    assert.lengthOf((await staff.get(path)).body.data, 1)
  })
})

async function staffWithCustomer() {
  const tenant = await createTenant()
  const ada = await apiClientFor(tenant, { as: 'customer' })
  const staff = await apiClientFor(tenant, { as: 'staff' })
  return { tenant, staff, path: `/customers/${ada.shownCustomerId}/notes` }
}

test.group('API description', () => {
  test('has every registered route, once, under an own name', async ({ assert }) => {
    const endpoints = await allEndpoints()
    const router = (await import('@adonisjs/core/services/router')).default
    const routes = Object.values(router.toJSON())
      .flat()
      .filter(({ pattern }) => pattern.startsWith('/api/v1/'))
      .filter(({ name }) => !['api.openapi', 'api.docs', 'api.unknown'].includes(name ?? ''))
    const documents = [await openApiDocument('customer'), await openApiDocument('staff')]
    for (const { pattern, methods } of routes) {
      const path = pattern.slice('/api/v1'.length).replaceAll(/:(\w+)/g, '{$1}')
      const method = methods.find((name) => name !== 'HEAD')!.toLowerCase()
      assert.isTrue(
        documents.some((document) => document.paths[path]?.[method]),
        `${method} ${path} is not described`
      )
    }
    const ids = endpoints.map(({ name }) => name)
    assert.lengthOf([...new Set(ids)], ids.length)
  })

  test('is served on each host for its audience, with the readable page', async ({ assert }) => {
    const tenant = await createTenant()
    for (const audience of ['customer', 'staff'] as const) {
      const client = anonymousApiClient(tenant, audience)
      const get = (path: string) =>
        request({ host: client.host, method: 'GET', path: `/api/v1${path}`, headers: {}, text: undefined })
      const document = await get('/openapi.json')
      assert.equal(document.status, 200)
      assert.equal(document.body.openapi, '3.1.0')
      const page = await get('/docs')
      assert.equal(page.status, 200)
      assert.include(page.text, 'curl')
      assert.notMatch(page.text, /(src|href)="https?:/)
    }
    const staffOnly = (await openApiDocument('customer')).paths['/staff-members']
    assert.isUndefined(staffOnly)
  })

  test('the test helper itself notices an answer of another shape', async ({ assert }) => {
    const base = { method: 'GET', path: '/me', audience: 'customer' as const, headers: {}, text: '{}' }
    await assert.rejects(() => assertMatchesOpenApi({ ...base, status: 200, body: { id: 1 } }))
    await assert.rejects(() => assertMatchesOpenApi({ ...base, status: 418, body: {} }), /not in the OpenAPI/)
  })
})
