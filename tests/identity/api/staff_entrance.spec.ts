import type { IncomingMessage } from 'node:http'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { forgetHosts } from '#app/shared/database/tenant_directory'
import { pool } from '#app/shared/database/pool'
import { hostOfConnection } from '#app/shared/realtime/upgrades'
import { AddStaffMember } from '#app/identity/index'
import { SetStaffEntrance } from '#app/identity/actions/set_staff_entrance'
import { readAccessKeysAt } from '#app/identity/drivers/access/access_keys'
import { readInstallation } from '#app/identity/http/staff_gate'
import { apiClientFor, type ApiClient, request } from '#tests/support/api'
import { BrowserSession } from '#tests/support/browser_session'
import { useSandbox } from '#tests/support/sandbox'
import { as, createTenant } from '#tests/support/tenants'

const password = 'correct horse battery'
const audience = 'ab'.repeat(32)
const usual = { networks: [], idle_minutes: 120, session_hours: 12, access: null }

async function scene() {
  const tenant = await createTenant()
  const owner = await apiClientFor(tenant, { as: 'staff', roles: ['owner'] })
  const add = await app.container.make(AddStaffMember)
  for (const name of ['sam', 'eve']) {
    const person = { email: `${name}@example.test`, name, password, locale: 'en', roles: ['owner'] as const }
    await as(tenant, () => add.execute({ ...person, roles: [...person.roles] }))
  }
  const ask = (path: string, headers: Record<string, string> = {}, surface = 'admin') =>
    request({ host: `${surface}.${tenant.slug}.localhost`, method: 'GET', path, headers, text: undefined })
  return { tenant, owner, ask }
}

const signIn = (browser: BrowserSession, name: string) =>
  browser.submit('POST', '/session', { email: `${name}@example.test`, password })

const put = (client: ApiClient, body: object, headers: Record<string, string> = {}) =>
  client.send('PUT', '/staff-entrance', { body, headers })

test.group('Staff come through Cloudflare Access', (group) => {
  const sandbox = useSandbox(group)
  group.each.setup(() => readAccessKeysAt(sandbox().url))
  group.teardown(() => readAccessKeysAt(null))

  const assertionOf = async (team: string, wish: object) => {
    const { process } = sandbox()
    const body = { audience, ...wish }
    return (await process.json<{ assertion: string }>('POST', `/_access/${team}/assertions`, body)).assertion
  }
  const header = (assertion: string) => ({ 'cf-access-jwt-assertion': assertion })

  test('and in no other way, once somebody who did said so', async ({ assert }) => {
    const { tenant, owner, ask } = await scene()
    const team = `team-${tenant.slug}`
    const access = { team: `https://${team}.cloudflareaccess.com`, audience }
    const own = header(await assertionOf(team, { email: `${owner.userId}@example.test` }))
    const [sam, program] = [
      await assertionOf(team, { email: 'sam@example.test' }),
      header(await assertionOf(team, { serviceToken: 'ci.access' })),
    ]
    // Whoever does not come through it cannot switch it on.
    for (const headers of [
      {},
      header(sam),
      header(await assertionOf(team, { audience: 'cd'.repeat(32) })),
      header(await assertionOf('another-team', {})),
    ]) {
      const { status, body } = await put(owner, { ...usual, access }, headers)
      assert.equal(status, 422)
      assert.equal(body.errors[0].field, 'access')
    }
    const set = await put(owner, { ...usual, access }, own)
    assert.deepEqual(set.body.access, { team, audience })

    for (const path of ['/sign-in', '/customers', '/', '/favicon.svg', '/live-ticket', '/nothing/here']) {
      const answer = await ask(path)
      assert.equal(answer.status, 403, path)
      assert.match(answer.text, /Cloudflare Access/)
    }
    assert.equal((await ask('/api/v1/me')).body.code, 'entrance_access')
    assert.equal((await owner.get('/me')).status, 403)
    assert.equal((await ask('/sign-in', {}, 'account')).status, 200, 'customers come as before')
    assert.equal((await ask('/sign-in', header(sam))).status, 200)
    assert.equal((await ask('/sign-in', { cookie: `CF_Authorization=${sam}` })).status, 200)
    // A program's service token opens the API with an API token, and no page; a person's with their own token only.
    assert.equal((await ask('/sign-in', program)).status, 403)
    assert.equal((await owner.get('/me', { headers: program })).status, 200)
    assert.equal((await owner.get('/me', { headers: own })).status, 200)
    assert.equal((await owner.get('/me', { headers: header(sam) })).body.code, 'someone_else')

    const connect = (headers: object, surface = 'admin', rawHeaders: string[] = []) =>
      hostOfConnection({
        url: '/live/',
        rawHeaders,
        headers: { host: `${surface}.${tenant.slug}.localhost`, ...headers },
        socket: { remoteAddress: '127.0.0.1' },
      } as IncomingMessage)
    assert.isNull(await connect({}))
    assert.isNull(await connect(program))
    assert.isNull(await connect({ ...header(sam), origin: 'https://evil.example' }))
    assert.equal((await connect(header(sam)))?.surface, 'admin')
    assert.equal((await connect({}, 'account'))?.surface, 'account')
    assert.isNull(
      await connect({}, 'account', ['Host', 'a.localhost', 'host', 'b.localhost']),
      'names two hosts'
    )
  })

  test('as who they are; keys turn and go away', async ({ assert }) => {
    const { tenant } = await scene()
    const team = `team-${tenant.slug}`
    const set = await app.container.make(SetStaffEntrance)
    const entrance = { access: { team, audience }, networks: [], idleMinutes: 120, sessionHours: 12 }
    await as(tenant, () => set.execute(entrance))
    forgetHosts()
    const browser = new BrowserSession(tenant, 'admin')
    browser.cookies.set('CF_Authorization', await assertionOf(team, { email: 'Sam@example.test' }))
    // Right credentials of somebody else than Access knows.
    assert.equal((await signIn(browser, 'eve')).status, 403)
    assert.match((await browser.get('/security')).location ?? '', /sign-in/)
    await signIn(browser, 'sam')
    assert.equal((await browser.get('/security')).status, 200)
    browser.cookies.set('CF_Authorization', await assertionOf(team, { email: 'eve@example.test' }))
    assert.match((await browser.get('/security')).location ?? '', /sign-in/, 'his session, her assertion')
    browser.cookies.delete('CF_Authorization')
    assert.equal((await browser.get('/security')).status, 403)

    await sandbox().fault('access', 'error_500')
    browser.cookies.set('CF_Authorization', await assertionOf(team, { email: 'sam@example.test' }))
    assert.equal((await browser.get('/security')).status, 200, 'the keys are known')
    await as(tenant, () => set.execute({ ...entrance, access: { team: `${team}-new`, audience } }))
    forgetHosts()
    browser.cookies.set('CF_Authorization', await assertionOf(`${team}-new`, { email: 'sam@example.test' }))
    assert.equal((await browser.get('/security')).status, 403, 'nobody comes in while keys cannot be read')
    await as(tenant, () => set.open())
    forgetHosts()
    browser.cookies.delete('CF_Authorization')
    assert.equal((await browser.get('/security')).status, 200, 'the operator opened the entrance')
  })
})

test.group('The entrance of staff', () => {
  test('is open from networks that are named, to API and pages, and locks nobody out who sets it', async ({
    assert,
  }) => {
    const { owner, ask } = await scene()
    const office = { 'x-forwarded-for': '203.0.113.9' }
    const home = { 'x-forwarded-for': '198.51.100.7' }
    const wanted = { ...usual, networks: ['203.0.113.0/24', '2001:DB8::/32'] }
    const locked = await put(owner, wanted, home)
    assert.deepEqual([locked.status, locked.body.errors[0].field], [422, 'networks'])
    assert.equal((await put(owner, { ...wanted, networks: ['203.0.113.0/33'] }, office)).status, 422)
    assert.equal((await put(owner, { ...wanted, idle_minutes: 4 }, office)).status, 422)
    assert.equal((await put(owner, { ...wanted, session_hours: 25 }, office)).status, 422)
    const set = await put(owner, wanted, office)
    assert.deepEqual(set.body.networks, ['203.0.113.0/24', '2001:db8::/32'])
    assert.equal((await ask('/sign-in', home)).status, 403)
    assert.equal((await ask('/api/v1/me', home)).body.code, 'entrance_network')
    assert.equal((await ask('/sign-in', office)).status, 200)
    assert.equal((await owner.get('/staff-entrance', { headers: office })).body.your_address, '203.0.113.9')
    assert.equal((await ask('/sign-in', home, 'account')).status, 200, 'customers come from anywhere')
    const support = await apiClientFor(owner.tenant, { as: 'staff', roles: ['support'] })
    assert.equal((await put(support, usual, office)).status, 403)
  })

  test('sessions end when they are idle or old, by what the tenant says', async ({ assert }) => {
    const { tenant, owner } = await scene()
    await put(owner, { ...usual, idle_minutes: 30, session_hours: 8 })
    const browser = new BrowserSession(tenant, 'admin')
    const isIn = async () => (await browser.get('/security')).status === 200
    const setAges = async (beganMinutesAgo: number, seenMinutesAgo: number) => {
      const at = (minutes: number) => Date.now() - minutes * 60_000
      await pool().query(
        `update platform.sessions set data = data || jsonb_build_object('began_at', $2::float8, 'seen_at', $3::float8)
          where data->>'tenant_id' = $1`,
        [tenant.id, at(beganMinutesAgo), at(seenMinutesAgo)]
      )
    }
    await signIn(browser, 'sam')
    await setAges(100, 29)
    assert.isTrue(await isIn())
    // That was noted: half an hour later it is that visit that counts.
    const { rows } = await pool().query<{ seen: number }>(
      `select (data->>'seen_at')::float8 as seen from platform.sessions where data->>'tenant_id' = $1 and user_id is not null`,
      [tenant.id]
    )
    assert.isAbove(rows[0]!.seen, Date.now() - 60_000)
    await setAges(100, 31)
    assert.isFalse(await isIn())
    await signIn(browser, 'sam')
    await setAges(479, 1)
    assert.isTrue(await isIn())
    await setAges(481, 1)
    assert.isFalse(await isIn())
  })

  test('is told by page and events, with what was before', async ({ assert }) => {
    const { tenant, owner } = await scene()
    const browser = new BrowserSession(tenant, 'admin')
    await signIn(browser, 'sam')
    const { props } = await browser.get('/security-overview')
    assert.deepInclude(props.entrance, { networks: [], idle_minutes: 120, session_hours: 12, access: null })
    await browser.submit('PUT', '/staff-entrance', { ...usual, session_hours: 9 })
    const log = await owner.get('/audit?type=staff_entrance.changed')
    assert.deepEqual(
      [log.body.data[0].data.before.sessionHours, log.body.data[0].data.after.sessionHours],
      [12, 9]
    )
  })

  test('an installation behind Access is so wholly, or does not start', ({ assert }) => {
    assert.isNull(readInstallation(undefined, undefined))
    assert.deepEqual(readInstallation('acme.cloudflareaccess.com', audience), { team: 'acme', audience })
    for (const half of [
      ['acme', undefined],
      [undefined, audience],
      ['acme', 'short'],
      ['a.b', audience],
    ])
      assert.throws(() => readInstallation(half[0], half[1]), /belong together/)
  })
})
