import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { SignUp } from '#app/customers/index'
import { sendToProvidersThrough } from '#app/identity/drivers/openid/transport'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { showId } from '#app/shared/ids'
import { callPublic } from '#app/shared/outbound/call_public'
import { apiClientFor, request } from '#tests/support/api'
import { BrowserSession } from '#tests/support/browser_session'
import { openIdStandIn } from '#tests/support/openid_stand_in'
import { as, createTenant } from '#tests/support/tenants'

const password = 'correct horse battery'
const email = 'ada@example.test'
const ada = { sub: 'ada-over-there', email, email_verified: true, name: 'Ada Lovelace' }

async function scene({ takesSignUps = true } = {}) {
  const tenant = await createTenant()
  const standIn = await openIdStandIn()
  sendToProvidersThrough((request) => standIn.send(request))
  const staff = await apiClientFor(tenant, { as: 'staff' })
  const form = {
    name: 'Example ID',
    issuer: standIn.issuer,
    client_id: 'us',
    client_secret: standIn.secret,
    is_enabled: true,
    takes_sign_ups: takesSignUps,
  }
  const { body: provider } = await staff.post('/sign-in-providers', form)
  const door = `/sign-in/with/${provider.id}`
  return { tenant, standIn, staff, form, provider, door, browser: new BrowserSession(tenant) }
}

type Scene = Awaited<ReturnType<typeof scene>>

async function signUpAda({ tenant }: Scene): Promise<BrowserSession> {
  const signUp = await app.container.make(SignUp)
  await as(tenant, () => signUp.execute({ email, password, name: 'Ada', currency: 'EUR', locale: 'en' }))
  const browser = new BrowserSession(tenant)
  await browser.submit('POST', '/session', { email, password })
  return browser
}

/** Goes to the provider, says yes there, and comes back. */
async function comeBack({ standIn, door }: Scene, browser: BrowserSession, claims = ada as object) {
  const away = (await browser.get(door)).location!
  return browser.get(standIn.approve(away, { ...claims }))
}

const isIn = async (browser: BrowserSession) => (await browser.get('/security')).status === 200

test.group('Signing in with an account elsewhere', (group) => {
  group.each.teardown(() => sendToProvidersThrough((request) => callPublic(request)))

  test('is set up by staff: tested, kept secret, its issuer fixed', async ({ assert }) => {
    const { staff, form, provider, standIn } = await scene()
    assert.equal((await staff.post(`/sign-in-providers/${provider.id}/tests`)).status, 204)
    assert.notInclude(JSON.stringify((await staff.get('/sign-in-providers')).body), standIn.secret)
    const path = `/sign-in-providers/${provider.id}`
    const { client_secret: _, ...kept } = form
    assert.equal((await staff.put(path, { ...kept, name: 'Example' })).body.name, 'Example')
    const refused: [object, string][] = [
      [{ ...form, issuer: 'http://id.example.test' }, 'issuer_unusable'],
      [form, 'provider_known'],
    ]
    for (const [body, code] of refused)
      assert.equal((await staff.post('/sign-in-providers', body)).body.code, code)
    assert.equal(
      (await staff.put(path, { ...form, issuer: 'https://other.example.test' })).body.code,
      'issuer_fixed'
    )
    await staff.put(path, { ...form, client_secret: 'wrong' })
    const failed = await staff.post(`${path}/tests`)
    assert.equal(`${failed.status} ${failed.body.code}`, '409 test_failed')
    const clerk = await apiClientFor(staff.tenant, { as: 'staff', roles: ['support'] })
    assert.equal((await clerk.get('/sign-in-providers')).status, 403)
  })

  test('makes a customer of somebody new, who signs in by it from then on', async ({ assert }) => {
    const found = await scene()
    const { browser, tenant } = found
    assert.lengthOf((await browser.get('/sign-in')).props.providers, 1)
    const back = await comeBack(found, browser)
    assert.match(back.location!, /^\/sign-up/)
    const { props } = await browser.get('/sign-up')
    assert.equal(props.provider.email, email)
    await browser.submit('POST', '/sign-up', {
      with_provider: true,
      name: 'Ada Lovelace',
      currency: 'EUR',
      email: 'other@example.test',
    })
    assert.isTrue(await isIn(browser))
    const { props: security } = await browser.get('/security')
    assert.equal(security.email.address, email)
    assert.isNotNull(security.email.verified_at)
    assert.equal(security.linked.links[0].provider, 'Example ID')
    const another = new BrowserSession(tenant)
    await comeBack(found, another, { ...ada, email: 'moved@example.test' })
    assert.isTrue(await isIn(another))
    assert.equal((await another.get('/security')).props.sign_ins[0].factor, 'provider')
  })

  test('never opens an account by its address; its owner links it, until they begin anew', async ({
    assert,
  }) => {
    const found = await scene()
    const owner = await signUpAda(found)
    const { browser, provider, standIn, tenant } = found
    assert.equal((await comeBack(found, browser)).location, '/sign-in')
    assert.isFalse(await isIn(browser))
    await comeBack(found, browser, { ...ada, email_verified: 'true' })
    assert.isFalse(await isIn(browser))

    const away = await owner.submit('POST', `/linked-sign-ins/${provider.id}`)
    const link = standIn.approve(away.location!, ada)
    // Somebody else's browser cannot finish what the owner's began, nor can it be finished twice.
    assert.equal((await browser.get(link)).location, '/sign-in')
    assert.equal((await owner.get(link)).location, '/security')
    await owner.get(link)
    const { links } = (await owner.get('/security')).props.linked
    assert.lengthOf(links, 1)
    const another = new BrowserSession(tenant)
    await comeBack(found, another)
    assert.isTrue(await isIn(another))
    // Staff let somebody begin anew in whose account a thief may have linked their own.
    const { user_id } = await as(tenant, () =>
      inTransaction(() => db.selectFrom('linked_sign_ins').select('user_id').executeTakeFirstOrThrow())
    )
    const person = showId('user', user_id)
    await found.staff.post(`/users/${person}/sign-in-resets`, { reason: 'Somebody else is in it' })
    const thief = new BrowserSession(tenant)
    await comeBack(found, thief)
    assert.isFalse(await isIn(thief))
  })

  test('is taken back by its owner', async ({ assert }) => {
    const found = await scene()
    const owner = await signUpAda(found)
    const away = await owner.submit('POST', `/linked-sign-ins/${found.provider.id}`)
    await owner.get(found.standIn.approve(away.location!, ada))
    const { links } = (await owner.get('/security')).props.linked
    await owner.submit('DELETE', `/linked-sign-ins/${links[0].id}`)
    const third = new BrowserSession(found.tenant)
    await comeBack(found, third)
    assert.isFalse(await isIn(third))
    assert.equal((await owner.submit('DELETE', '/linked-sign-ins/lsi_x')).status, 404)
  })

  test('believes nothing that is not for us, from the issuer, and of this trip', async ({ assert }) => {
    const found = await scene()
    const { standIn, door } = found
    const lies: [string, object][] = [
      ['another issuer', { iss: 'https://evil.example.test' }],
      ['another application', { aud: 'them' }],
      ['many applications', { aud: ['us', 'them'] }],
      ['another trip', { nonce: 'stale' }],
      ['an hour ago', { exp: '-1h' }],
      ['signed by nobody', { signed: 'by nobody' }],
      ['signed with what everybody knows', { signed: 'with the public key' }],
      ['signed with a key that it does not publish', { signed: 'with another key' }],
    ]
    for (const [name, lie] of lies) {
      Object.assign(standIn.lies, lie)
      const browser = new BrowserSession(found.tenant)
      assert.equal((await comeBack(found, browser)).location, '/sign-in', name)
      for (const key of Object.keys(standIn.lies)) delete standIn.lies[key as keyof typeof standIn.lies]
    }
    const browser = new BrowserSession(found.tenant)
    const away = (await browser.get(door)).location!
    const back = standIn.approve(away, ada)
    const tampered: [string, string][] = [
      ['another state', back.replace(/state=[^&]+/, 'state=other')],
      ['the same again, right', back],
      ['an error that nobody sent us for', back.replace(/code=[^&]+/, 'error=server_error')],
    ]
    for (const [name, path] of tampered) assert.equal((await browser.get(path)).location, '/sign-in', name)
    const mixed = standIn
      .approve((await browser.get(door)).location!, ada)
      .replace(/iss=[^&]+/, 'iss=https%3A%2F%2Fevil.test')
    assert.equal((await browser.get(mixed)).location, '/sign-in')
    assert.equal((await browser.get('/sign-in/with/sip_x')).status, 404)
    const asked = new URL((await browser.get(door)).location!).searchParams
    assert.equal(asked.get('code_challenge_method'), 'S256')
    assert.include(asked.get('redirect_uri'), `${door}/back`)
  })

  test('ends when the provider says that it ended there, and by nobody else’s word', async ({
    assert,
    cleanup,
  }) => {
    const found = await scene()
    const { standIn, door, browser, tenant } = found
    // Staff may have typed a slash at its end, which discovery takes.
    await as(tenant, () =>
      inTransaction(() =>
        db
          .updateTable('sign_in_providers')
          .set({ issuer: `${standIn.issuer}/` })
          .execute()
      )
    )
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
    const good = { aud: 'us', sub: ada.sub, sid: 'there-1', jti: 'one', events }
    const say = (token: string) =>
      request({
        host: `account.${tenant.slug}.localhost`,
        method: 'POST',
        path: `${door}/signed-out`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        text: new URLSearchParams({ logout_token: token }).toString(),
      })
    await comeBack(found, browser, { ...ada, sid: 'there-1' })
    await browser.submit('POST', '/sign-up', { with_provider: true, name: 'Ada', currency: 'EUR' })
    const another = new BrowserSession(tenant)
    await comeBack(found, another, { ...ada, sid: 'there-2' })
    standIn.asked.length = 0
    const lies: [string, object][] = [
      ['for another application', { aud: 'them' }],
      ['of another issuer', { iss: 'https://evil.example.test' }],
      ['an ID token', { events: undefined }],
      ['with a nonce', { nonce: 'n' }],
      ['about nobody', { sub: undefined, sid: undefined }],
      ['without an id of its own', { jti: undefined }],
      ['an old one', { iat: Math.floor(Date.now() / 1000) - 3_600 }],
    ]
    for (const [name, lie] of lies)
      assert.equal((await say(await standIn.sign({ ...good, ...lie }))).status, 400, name)
    const forged = (await standIn.sign(good)).replace(/\.[^.]+$/, '.Zm9yZ2Vk')
    for (const text of [forged, 'no-token', '']) assert.equal((await say(text)).status, 400)
    assert.deepEqual([await isIn(browser), await isIn(another)], [true, true])

    // One session there is one session here; a person is all that they opened by it.
    const one = await say(await standIn.sign(good))
    assert.deepEqual([one.status, one.headers['cache-control']], [200, 'no-store'])
    assert.deepEqual([await isIn(browser), await isIn(another)], [false, true])
    const everywhere = await standIn.sign({ ...good, sid: undefined, jti: 'two' })
    assert.equal((await say(everywhere)).status, 200)
    assert.isFalse(await isIn(another))
    // What it says of somebody who is not here is heard and changes nothing.
    assert.equal((await say(await standIn.sign({ ...good, sub: 'somebody-else' }))).status, 200)
    assert.equal((await say(everywhere.slice(0, -2))).status, 400)

    // All of these notes asked the provider once; a key that is new is looked for, a while after the last look.
    assert.lengthOf(
      standIn.asked.filter((what) => what === 'jwks'),
      1
    )
    await standIn.rotate('two')
    const rotated = await standIn.sign(good)
    assert.equal((await say(rotated)).status, 400)
    const clock = Date.now
    cleanup(() => void (Date.now = clock))
    Date.now = () => clock() + 6_000
    assert.equal((await say(rotated)).status, 200)
    assert.equal((await say(await standIn.sign(good))).status, 200)
    assert.lengthOf(
      standIn.asked.filter((what) => what === 'jwks'),
      2
    )
  })
})
