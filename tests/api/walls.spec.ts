import { test } from '@japa/runner'
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
    ]
    for (const { headers } of answers) {
      assert.deepInclude(headers, {
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'strict-origin-when-cross-origin',
        'cross-origin-opener-policy': 'same-origin-allow-popups',
        'cross-origin-resource-policy': 'same-origin',
      })
      assert.match(String(headers['permissions-policy']), /camera=\(\)/)
    }
  })

  test('pages run our scripts only, stand in no frame, and their cookies stay on their host', async ({
    assert,
  }) => {
    const { ask } = await scene()
    const { headers } = await ask('GET', '/sign-in')
    const policy = String(headers['content-security-policy'])
    assert.match(policy, /script-src 'self' 'nonce-[^']+'/)
    assert.notMatch(policy, /script-src[^;]*unsafe/)
    assert.include(policy, "frame-ancestors 'none'")
    assert.include(policy, "base-uri 'self'")
    assert.equal(headers['x-frame-options'], 'DENY')
    const cookies = [headers['set-cookie'] ?? []].flat()
    const session = cookies.find((cookie) => cookie.startsWith('session='))!
    assert.match(session, /HttpOnly/i)
    for (const cookie of cookies) {
      assert.notMatch(cookie, /domain=/i)
      assert.match(cookie, /samesite=lax/i)
    }
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
