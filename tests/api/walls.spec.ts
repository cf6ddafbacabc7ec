import { readdirSync } from 'node:fs'
import { request as askRaw } from 'node:http'
import { gzipSync } from 'node:zlib'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { strictTransport } from '#app/shared/http/safety_headers'
import { filesBelow } from '#tests/architecture/source_tree'
import { toCsv } from '#app/shared/http/csv'
import { request } from '#tests/support/api'
import { createTenant } from '#tests/support/tenants'

async function scene() {
  const tenant = await createTenant()
  const ask = (method: string, path: string, headers: Record<string, string> = {}, surface = 'account.') =>
    request({ host: `${surface}${tenant.slug}.localhost`, method, path, headers, text: undefined })
  return { tenant, ask }
}

test.group('Walls', () => {
  test('every kind of answer says what a browser may do with it', async ({ assert }) => {
    const { ask } = await scene()
    const answers = [
      await ask('GET', '/sign-in'),
      await ask('GET', '/', {}, ''),
      await ask('GET', '/api/v1/me'),
      await ask('GET', '/nothing/here'),
      await ask('GET', '/favicon.svg'),
      await ask('GET', '/.well-known/security.txt', {}, ''),
      await ask('GET', '/%zz'),
      await ask('GET', '/sign-in', {}, 'nobodys.'),
      await ask('GET', '/oauth/authorize'),
      await ask('GET', '/oauth/nothing'),
      await ask('POST', '/webhooks/stripe/none', {}, ''),
    ]
    for (const { headers } of answers) {
      assert.deepInclude(headers, {
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin-allow-popups',
        'cross-origin-resource-policy': 'same-origin',
      })
      assert.match(String(headers['referrer-policy']), /^(?:strict-origin-when-cross-origin|no-referrer)$/)
      assert.match(String(headers['permissions-policy']), /camera=\(\)/)
      const policy = String(headers['content-security-policy'])
      for (const part of ["frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'"])
        assert.include(policy, part)
    }
  })

  test('a request that names two hosts is answered by neither', async ({ assert }) => {
    const { tenant } = await scene()
    const statusOf = (path: string) =>
      new Promise<number>((resolve, reject) => {
        const names = [`account.${tenant.slug}.localhost`, `admin.${tenant.slug}.localhost`]
        const headers = names.flatMap((name) => ['host', name])
        const place = { host: process.env.HOST, port: process.env.PORT, path }
        askRaw({ ...place, headers: headers as never, setHost: false }, (answer) => {
          answer.resume()
          resolve(answer.statusCode!)
        })
          .on('error', reject)
          .end()
      })
    const wanted = ['/sign-in', '/api/v1/me', '/oauth/authorize', '/webhooks/stripe/x']
    const statuses = [] as number[]
    for (const path of wanted) statuses.push(await statusOf(path))
    assert.deepEqual(statuses, [400, 400, 400, 400])
  })

  test('pages run our scripts only, stand in no frame, and their cookies stay on their host', async ({
    assert,
  }) => {
    const { ask } = await scene()
    const { headers } = await ask('GET', '/sign-in')
    const policy = String(headers['content-security-policy'])
    assert.match(policy, /script-src 'self' 'nonce-[^']+'/)
    assert.match(policy, /style-src 'self' 'nonce-[^']+'/)
    assert.notMatch(policy, /unsafe/)
    assert.include(policy, "frame-ancestors 'none'")
    assert.include(policy, "base-uri 'none'")
    assert.equal(headers['x-frame-options'], 'DENY')
    const cookies = [headers['set-cookie'] ?? []].flat()
    const session = cookies.find((cookie) => cookie.startsWith('session='))!
    assert.match(session, /HttpOnly/i)
    for (const cookie of cookies) {
      assert.notMatch(cookie, /domain=/i)
      assert.match(cookie, /samesite=lax/i)
    }
  })

  test('where TLS ends in front of us browsers never come to {host} without it: {expected}')
    .with([
      { host: 'billing.hosting.tld', expected: 'max-age=31536000; includeSubDomains' },
      { host: 'account.billing.hosting.tld', expected: 'max-age=31536000; includeSubDomains' },
      { host: 'account.reseller.tld', expected: 'max-age=31536000; includeSubDomains' },
      // What else lies below another company's name is theirs.
      { host: 'reseller.tld', expected: 'max-age=31536000' },
      { host: 'evilbilling.hosting.tld', expected: 'max-age=31536000' },
    ])
    .run(({ assert }, { host, expected }) => {
      assert.equal(strictTransport(host, 'billing.hosting.tld:8443'), expected)
    })

  test('whatever sends a file says that it is saved, or is a document of ours that is shown', ({
    assert,
  }) => {
    const sendsBytes = /\.type\(|['"]content-type['"]\s*,/i
    const answers = filesBelow('app').filter(
      ({ path, text }) => /\/http\//.test(path) && sendsBytes.test(text)
    )
    const texts = [
      'app/catalogue/http/public/sitemaps_controller.ts', 'app/identity/http/middleware/staff_gate_middleware.ts', 'app/identity/http/oauth/door.ts',
      'app/shared/http/api/description.ts', 'app/shared/http/api/idempotency.ts', 'app/shared/http/exception_handler.ts',
      'app/shared/http/middleware/tenant_middleware.ts', 'app/shared/http/page_cache.ts', 'app/shared/http/problem.ts',
      'app/banking/http/bank_refusals.ts', 'app/tenancy/http/favicons_controller.ts', 'app/tenancy/http/security_texts_controller.ts',
    ] // prettier-ignore
    assert.isAbove(answers.length, texts.length)
    assert.deepEqual(
      answers
        .filter(({ path, text }) => !texts.includes(path) && !/content-disposition/i.test(text))
        .map(({ path }) => path),
      []
    )
    const shown = answers.filter(({ text }) => /\binline\b/.test(text)).map(({ path }) => path)
    assert.deepEqual(shown, ['app/billing/http/document_answer.ts'])
  })

  test('a form that another site has the browser send is refused: {headers}')
    .with([
      { headers: { origin: 'https://evil.example' } },
      { headers: { origin: 'null' } },
      { headers: { 'sec-fetch-site': 'cross-site' } },
      { headers: { 'sec-fetch-site': 'same-site' } },
    ])
    .run(async ({ assert }, { headers }) => {
      const { ask } = await scene()
      const answers = [
        await ask('POST', '/session', headers as never),
        await ask('DELETE', '/session', headers as never),
        await ask('POST', '/cart/items', headers as never, ''),
      ]
      assert.deepEqual(
        answers.map(({ status, body }) => `${status} ${body?.code}`),
        answers.map(() => '403 foreign_origin')
      )
    })

  test('what is told to one person is kept by no browser and no proxy', async ({ assert }) => {
    const { ask } = await scene()
    for (const [path, surface] of [
      ['/sign-in', 'account.'],
      ['/services', 'account.'],
      ['/sign-in', 'admin.'],
      ['/customers', 'admin.'],
    ] as const)
      assert.equal((await ask('GET', path, {}, surface)).headers['cache-control'], 'private, no-store', path)
  })

  test('no way leads out of the public folder, nor to what renders pages', async ({ assert }) => {
    const { ask } = await scene()
    const [file] = readdirSync(app.publicPath('assets/server')).filter((name) => name.endsWith('.js'))
    const ways = [
      '/assets/server/FILE', '/assets//server/FILE', '/assets/./server/FILE', '/assets/x/../server/FILE', '/assets/%73erver/FILE',
      '/assets/%5cserver/FILE', '/ASSETS/Server/FILE', '/../package.json', '/assets/..%2f..%2fpackage.json', '/assets/%2e%2e/%2e%2e/package.json',
      '/..%5c..%5cpackage.json', '/assets/%c0%ae%c0%ae/package.json', '/assets/.vite/manifest.json', '/.env',
    ] // prettier-ignore
    for (const path of ways) {
      const { status, text } = await ask('GET', path.replace('FILE', file!))
      assert.oneOf(status, [400, 404], path)
      assert.notMatch(text, /^import |"dependencies"|"isEntry"/, path)
    }
  })

  test('what unpacks into more than a body may hold is refused before it is unpacked whole', async ({
    assert,
  }) => {
    const { tenant } = await scene()
    const bomb = gzipSync(Buffer.alloc(50_000_000, 0x20))
    for (const [path, type] of [
      ['/api/v1/api-tokens', 'application/json'],
      ['/session', 'application/x-www-form-urlencoded'],
    ] as const) {
      const headers = { 'content-type': type, 'content-encoding': 'gzip' }
      const { status } = await request({
        host: `account.${tenant.slug}.localhost`,
        method: 'POST',
        path,
        headers,
        text: bomb as never,
      })
      assert.equal(status, 413, path)
    }
  })

  test('what is not packed as it says is the sender’s mistake', async ({ assert }) => {
    const { tenant } = await scene()
    for (const encoding of ['gzip', 'deflate', 'br']) {
      const { status } = await request({
        host: `account.${tenant.slug}.localhost`,
        method: 'POST',
        path: '/api/v1/api-tokens',
        headers: { 'content-type': 'application/json', 'content-encoding': encoding },
        text: '{}',
      })
      assert.equal(status, 400, encoding)
    }
  })

  test('other methods and hosts find nothing', async ({ assert }) => {
    const { ask, tenant } = await scene()
    assert.oneOf((await ask('TRACE', '/sign-in')).status, [404, 405])
    const foreign = await request({
      host: 'evil.example',
      method: 'GET',
      path: '/sign-in',
      headers: {},
      text: undefined,
    })
    assert.equal(foreign.status, 421)
    const { text, status } = await ask('GET', '/.well-known/security.txt', {}, '')
    assert.equal(status, 200)
    assert.match(text, /^Contact: mailto:/m)
    const expires = /^Expires: (.+)$/m.exec(text)![1]!
    assert.isAbove(Date.parse(expires), Date.parse('2026-03-01'), tenant.slug)
  })

  test('cells of a table are never formulas', ({ assert }) => {
    const nasty = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', 'plain', 'a,"b"']
    const lines = toCsv(
      ['x'],
      nasty.map((x) => ({ x }))
    )
      .split('\r\n')
      .slice(1, -1)
    assert.deepEqual(lines, [
      "'=1+1",
      "'+1",
      "'-1",
      "'@SUM(A1)",
      "'\t=1",
      '"\'\r=1"',
      "' =1",
      "'＝1",
      'plain',
      '"a,""b"""',
    ])
  })
})
