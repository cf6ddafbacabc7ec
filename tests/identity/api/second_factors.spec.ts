import app from '@adonisjs/core/services/app'
import { sql } from 'kysely'
import { test } from '@japa/runner'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { SignUp } from '#app/customers/index'
import { AddStaffMember, openResetLink } from '#app/identity/index'
import { codeAt } from '#app/identity/domain/totp'
import { newId, showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { listGuardedRoutes } from '#start/permission_table'
import { BrowserSession } from '#tests/support/browser_session'
import type { Json } from '#tests/support/openapi'
import { runQueuedJobs } from '#tests/support/settle'
import { SoftPasskey } from '#tests/support/soft_passkey'
import { as, createTenant } from '#tests/support/tenants'

const password = 'correct horse battery'
const email = 'ada@example.test'

async function withAda(options: Parameters<typeof createTenant>[0] = {}) {
  const tenant = await createTenant(options)
  const signUp = await app.container.make(SignUp)
  const input = { email, password, name: 'Ada Lovelace', currency: 'EUR', locale: 'en' }
  const result = await as(tenant, () => signUp.execute(input))
  if (!result.ok) throw new Error(result.error.type)
  return { tenant, ...result.value, browser: new BrowserSession(tenant) }
}

async function addSam(tenant: Tenant) {
  const add = await app.container.make(AddStaffMember)
  const person = { email: 'sam@example.test', name: 'Sam', password, locale: 'en', roles: ['owner' as const] }
  await as(tenant, () => add.execute(person))
}

const signIn = (browser: BrowserSession, form: object = {}) =>
  browser.submit('POST', '/session', { email, password, ...form })

/** Signs out and asks for a page with a fresh mark for forms. */
async function signOut(browser: BrowserSession): Promise<void> {
  await browser.submit('DELETE', '/session')
  await browser.get('/sign-in')
}

const originOf = ({ tenant, surface }: BrowserSession) =>
  `http://${surface}.${tenant.slug}.localhost:${process.env.PORT}`

/** Instants of codes: the phone's clock is the world's, and each step counts once. */
const inSteps = (steps: number) => new Date(Date.now() + steps * 30_000)

/** Sets up an authenticator app with the code of now. The one after is taken as well, from a phone that is ahead. */
async function setUpApp(browser: BrowserSession): Promise<{ seed: string; codes: string[] }> {
  const offer = await browser.ask('/totp', {})
  await browser.submit('PUT', '/totp', { code: codeAt(offer.data.seed, inSteps(0)) })
  const { props } = await browser.get('/recovery-codes')
  return { seed: offer.data.seed, codes: props.codes }
}

async function addPasskey(browser: BrowserSession, passkey: SoftPasskey): Promise<Json> {
  const { data } = await browser.ask('/passkeys/question', {})
  return browser.submit('POST', '/passkeys', { name: 'Laptop', response: passkey.create(data) })
}

async function usePasskey(browser: BrowserSession, passkey: SoftPasskey, of: string, options = {}) {
  const { data } = await browser.ask('/passkey-question', { of })
  return browser.submit('POST', '/passkey-proof', {
    of,
    response: passkey.prove(data, options),
    return_to: '/security',
  })
}

const isIn = async (browser: BrowserSession) => (await browser.get('/security')).status === 200

test.group('An authenticator app', () => {
  test('is asked for after the password, and opens nothing before', async ({ assert }) => {
    const { browser, tenant } = await withAda()
    await signIn(browser)
    const { seed, codes } = await setUpApp(browser)
    assert.lengthOf(codes, 10)
    assert.equal((await browser.get('/recovery-codes')).location, '/security')
    const factors = (await browser.get('/security')).props.factors
    assert.equal(factors.recovery_codes_left, 10)
    assert.isNotNull(factors.totp_since)
    assert.notInclude(JSON.stringify(factors), seed)

    const phone = new BrowserSession(tenant)
    assert.equal((await signIn(phone, { return_to: '/profile' })).location, '/sign-in/second-factor')
    assert.isFalse(await isIn(phone))
    await phone.submit('POST', '/sign-in/second-factor', { code: '000000' })
    assert.property((await phone.get('/sign-in/second-factor')).props.errors, 'code')
    const entered = await phone.submit('POST', '/sign-in/second-factor', { code: codeAt(seed, inSteps(1)) })
    assert.equal(entered.location, '/profile')
    const outcomes = (await phone.get('/security')).props.sign_ins.map(
      ({ outcome, factor }: Json) => `${outcome} ${factor}`
    )
    assert.deepEqual(outcomes.slice(0, 3), [
      'success one_time_code',
      'wrong_factor one_time_code',
      'awaiting_factor password',
    ])
  })

  test('shows a code that counts once, also when two use it at the same moment', async ({ assert }) => {
    const { browser, tenant } = await withAda()
    await signIn(browser)
    const { seed } = await setUpApp(browser)
    const thieves = [new BrowserSession(tenant), new BrowserSession(tenant), new BrowserSession(tenant)]
    for (const thief of thieves) await signIn(thief)
    const code = codeAt(seed, inSteps(1))
    await Promise.all(thieves.map((thief) => thief.submit('POST', '/sign-in/second-factor', { code })))
    const entered = await Promise.all(thieves.map(isIn))
    assert.lengthOf(entered.filter(Boolean), 1)
    const late = new BrowserSession(tenant)
    await signIn(late)
    await late.submit('POST', '/sign-in/second-factor', { code: codeAt(seed, inSteps(0)) })
    assert.isFalse(await isIn(late))
  })

  test('cannot be guessed: after five wrong codes even the right one waits', async ({ assert }) => {
    const { browser, tenant } = await withAda()
    await signIn(browser)
    const { seed } = await setUpApp(browser)
    const thief = new BrowserSession(tenant)
    await signIn(thief)
    for (let count = 0; count < 5; count += 1)
      await thief.submit('POST', '/sign-in/second-factor', { code: '000000' })
    await thief.submit('POST', '/sign-in/second-factor', { code: codeAt(seed, inSteps(1)) })
    assert.match((await thief.get('/sign-in/second-factor')).props.errors.code, /too many/i)
  })

  test('that was lost with its codes: staff let its person begin anew, by way of their mailbox alone', async ({
    assert,
  }) => {
    const { browser, tenant, userId } = await withAda()
    await signIn(browser)
    await setUpApp(browser)
    await browser.submit('POST', '/api-tokens', { name: 'Deploy', abilities: ['account:read'] })
    const reader = await apiClientFor(tenant, { as: 'staff', roles: ['read_only'] })
    const support = await apiClientFor(tenant, { as: 'staff', roles: ['support'] })
    const owner = await apiClientFor(tenant, { as: 'staff', roles: ['owner'] })
    const reason = 'Called back on the number that we know'
    const reset = (client: typeof support, id: string) =>
      client.post(`/users/${showId('user', id)}/sign-in-resets`, { reason })
    assert.equal((await reset(reader, userId)).status, 403)
    assert.equal((await reset(support, newId())).status, 404)
    assert.equal((await reset(support, support.userId)).body.code, 'own_account')
    assert.equal((await reset(support, owner.userId)).body.code, 'not_yours_to_give')
    assert.equal((await reset(owner, reader.userId)).status, 204)

    assert.isTrue(await isIn(browser))
    assert.equal((await reset(support, userId)).status, 204)
    assert.isFalse(await isIn(browser))
    const again = new BrowserSession(tenant)
    await signIn(again)
    assert.isFalse(await isIn(again), 'the old password opens nothing')
    const { rows } = await as(tenant, () =>
      inTransaction(() =>
        sql<{
          kind: string
          reason: string | null
        }>`select type as kind, data->>'reason' as reason from events where subject_id = ${userId}
           and type in ('user.sign_in_reset', 'user.second_factor_removed', 'user.password_reset_requested') order by id`.execute(
          db
        )
      )
    )
    assert.deepEqual(
      rows.map(({ kind, reason: why }) => [kind, why]),
      [
        ['user.sign_in_reset', reason],
        ['user.second_factor_removed', null],
        ['user.password_reset_requested', null],
      ]
    )
    const tokens = await as(tenant, () =>
      inTransaction(() =>
        db.selectFrom('api_tokens').select('revoked_at').where('user_id', '=', userId).execute()
      )
    )
    assert.deepEqual(tokens, [{ revoked_at: null }], 'programs go on')
  })

  test('completes no sign-in that began with another password', async ({ assert }) => {
    const { browser, tenant } = await withAda()
    await signIn(browser)
    const { codes } = await setUpApp(browser)
    const thief = new BrowserSession(tenant)
    await signIn(thief)
    await browser.submit('PUT', '/password', {
      current_password: password,
      new_password: 'quite another password',
    })
    await thief.submit('POST', '/sign-in/second-factor', { code: codes[0] })
    assert.isFalse(await isIn(thief))
    assert.equal((await thief.get('/sign-in/second-factor')).location, '/sign-in')
  })

  test('that was lost: a recovery code lets in, once', async ({ assert }) => {
    const { browser, tenant } = await withAda()
    await signIn(browser)
    const { codes } = await setUpApp(browser)
    const found = new BrowserSession(tenant)
    await signIn(found)
    await found.submit('POST', '/sign-in/second-factor', { code: codes[3]!.toUpperCase() })
    assert.isTrue(await isIn(found))
    assert.equal((await found.get('/security')).props.factors.recovery_codes_left, 9)
    const again = new BrowserSession(tenant)
    await signIn(again)
    await again.submit('POST', '/sign-in/second-factor', { code: codes[3]! })
    assert.isFalse(await isIn(again))
    await found.submit('POST', '/recovery-codes')
    await again.submit('POST', '/sign-in/second-factor', { code: codes[4]! })
    assert.isFalse(await isIn(again))
    await found.submit('DELETE', '/totp')
    const { factors } = (await found.get('/security')).props
    assert.deepEqual([factors.totp_since, factors.recovery_codes_left], [null, 0])
    assert.equal((await signIn(new BrowserSession(tenant))).location, '/')
  })

  test('is not asked for in a browser that is trusted, until it is not', async ({ assert }) => {
    const { browser, tenant } = await withAda()
    await signIn(browser)
    const { codes } = await setUpApp(browser)
    const laptop = new BrowserSession(tenant)
    await signIn(laptop)
    await laptop.submit('POST', '/sign-in/second-factor', { code: codes[0]!, is_to_be_trusted: true })
    await signOut(laptop)
    assert.equal((await signIn(laptop)).location, '/')
    const passwords = { current_password: password, new_password: 'another long password' }
    await browser.submit('PUT', '/password', passwords)
    assert.lengthOf((await browser.get('/security')).props.factors.trusted_browsers, 0)
    await browser.submit('PUT', '/password', {
      current_password: passwords.new_password,
      new_password: password,
    })
    await laptop.get('/sign-in')
    await signIn(laptop)
    await laptop.submit('POST', '/sign-in/second-factor', { code: codes[1]!, is_to_be_trusted: true })
    const [trusted] = (await browser.get('/security')).props.factors.trusted_browsers
    await browser.submit('DELETE', `/trusted-browsers/${trusted.id}`)
    await signOut(laptop)
    assert.equal((await signIn(laptop)).location, '/sign-in/second-factor')
  })
})

test.group('A passkey', () => {
  test('signs in by itself, and completes a password', async ({ assert }) => {
    const { browser, tenant } = await withAda()
    await signIn(browser)
    const passkey = new SoftPasskey(originOf(browser))
    assert.equal((await addPasskey(browser, passkey)).location, '/recovery-codes')
    const alone = new BrowserSession(tenant)
    await alone.get('/sign-in')
    assert.equal((await usePasskey(alone, passkey, 'anybody')).location, '/security')
    assert.isTrue(await isIn(alone))
    const second = new BrowserSession(tenant)
    assert.equal((await signIn(second)).location, '/sign-in/second-factor')
    await usePasskey(second, passkey, 'pending')
    assert.isTrue(await isIn(second))
    const { passkeys } = (await second.get('/security')).props.factors
    assert.deepEqual([passkeys.length, passkeys[0].name], [1, 'Laptop'])
    await second.submit('DELETE', `/passkeys/${passkeys[0].id}`)
    await usePasskey(new BrowserSession(tenant), passkey, 'anybody').then(({ location }) =>
      assert.notEqual(location, '/security')
    )
  })

  test('is refused when forged, replayed, from elsewhere, without its person, or copied', async ({
    assert,
  }) => {
    const { browser, tenant } = await withAda()
    await signIn(browser)
    const passkey = new SoftPasskey(originOf(browser))
    await addPasskey(browser, passkey)
    const attempt = async (prove: (data: Json) => object, ask = true) => {
      const thief = new BrowserSession(tenant)
      await thief.get('/sign-in')
      const data = ask ? (await thief.ask('/passkey-question', { of: 'anybody' })).data : null
      await thief.submit('POST', '/passkey-proof', { of: 'anybody', response: prove(data) })
      return isIn(thief)
    }
    const stranger = new SoftPasskey(originOf(browser))
    const falsePage = passkey.on('https://evil.test')
    let recorded: object = {}
    assert.isTrue(await attempt((data) => (recorded = passkey.prove(data))))
    assert.isFalse(await attempt(() => recorded), 'replayed')
    assert.isFalse(await attempt(() => recorded, false), 'without a question')
    assert.isFalse(await attempt((data) => stranger.prove(data)), 'unknown')
    assert.isFalse(await attempt((data) => falsePage.prove(data)), 'made for a false page')
    assert.isFalse(await attempt((data) => passkey.prove({ ...data, rpId: 'evil.test' })), 'another host')
    assert.isFalse(await attempt((data) => passkey.prove(data, { isVerified: false })), 'without its person')
    assert.isFalse(await attempt((data) => ({ ...passkey.prove(data), response: {} })), 'empty')
    passkey.counter = 7
    assert.isTrue(await attempt((data) => passkey.prove(data)))
    assert.isFalse(await attempt((data) => passkey.prove(data)), 'copied')
    passkey.counter = 8
    passkey.userHandle = 'AAAA'
    assert.isFalse(await attempt((data) => passkey.prove(data)), 'of somebody else')
  })

  test('of a customer opens nothing on the staff host', async ({ assert }) => {
    const { browser, tenant } = await withAda()
    await signIn(browser)
    const passkey = new SoftPasskey(originOf(browser))
    await addPasskey(browser, passkey)
    const admin = new BrowserSession(tenant, 'admin')
    await admin.get('/sign-in')
    await usePasskey(admin, passkey, 'anybody')
    assert.isFalse(await isIn(admin))
  })
})

test.group('Staff', () => {
  test('set up a second factor before they see anything', async ({ assert }) => {
    const { tenant } = await withAda({ staffSecondFactor: 'required' })
    await addSam(tenant)
    const sam = { email: 'sam@example.test' }
    const admin = new BrowserSession(tenant, 'admin')
    assert.equal(
      (await signIn(admin, { ...sam, return_to: '/customers' })).location,
      '/sign-in/second-factor'
    )
    assert.equal((await admin.get('/sign-in/second-factor')).component, 'identity/portal/set_up_factor')
    assert.include((await admin.get('/customers')).location!, '/sign-in')
    assert.equal((await addPasskey(admin, new SoftPasskey(originOf(admin)))).location, '/recovery-codes')
    const codes = await admin.get('/recovery-codes')
    assert.equal(codes.props.return_to, '/customers')
    assert.equal((await admin.get('/customers')).status, 200)
    const [passkey] = (await admin.get('/security')).props.factors.passkeys
    await admin.submit('DELETE', `/passkeys/${passkey.id}`)
    assert.lengthOf((await admin.get('/security')).props.factors.passkeys, 1)
    const next = new BrowserSession(tenant, 'admin')
    await signIn(next, sam)
    assert.equal((await next.get('/sign-in/second-factor')).component, 'identity/portal/second_factor')
    assert.equal((await next.ask('/totp', {})).code, 'proof_needed')
  })

  test('set up the first one once: whoever else was about to, with their password, does not', async ({
    assert,
  }) => {
    const { tenant } = await withAda({ staffSecondFactor: 'required' })
    await addSam(tenant)
    const [thief, sam] = [new BrowserSession(tenant, 'admin'), new BrowserSession(tenant, 'admin')]
    for (const each of [thief, sam]) await signIn(each, { email: 'sam@example.test' })
    const theirs = new SoftPasskey(originOf(thief))
    const made = theirs.create((await thief.ask('/passkeys/question', {})).data)
    const { data: app } = await thief.ask('/totp', {})
    await addPasskey(sam, new SoftPasskey(originOf(sam)))
    assert.isTrue(await isIn(sam))
    await thief.submit('POST', '/passkeys', { name: 'Back door', response: made })
    await thief.submit('PUT', '/totp', { code: codeAt(app.seed, inSteps(0)) })
    assert.isFalse(await isIn(thief))
    const { factors } = (await sam.get('/security')).props
    assert.deepEqual([factors.passkeys.length, factors.totp_since], [1, null])
  })

  test('keep it where their mailbox is read by somebody else, proven or not', async ({ assert }) => {
    const { tenant } = await withAda({ staffSecondFactor: 'required' })
    await addSam(tenant)
    const sam = { email: 'sam@example.test' }
    const admin = new BrowserSession(tenant, 'admin')
    await signIn(admin, sam)
    await addPasskey(admin, new SoftPasskey(originOf(admin)))
    // As of the first of all, who gave their address themselves.
    const unproven = db.updateTable('users').set({ email_verified_at: null }).where('email', '=', sam.email)
    await as(tenant, () => inTransaction(() => unproven.execute()))
    const thief = new BrowserSession(tenant, 'admin')
    await thief.submit('POST', '/forgot-password', sam)
    await runQueuedJobs()
    const newest = db.selectFrom('password_resets').select('id').orderBy('id', 'desc')
    const token = await as(tenant, async () =>
      openResetLink((await inTransaction(() => newest.executeTakeFirstOrThrow())).id)
    )
    await thief.submit('PUT', '/reset-password', { token, new_password: 'quite another password' })
    await signIn(thief, { ...sam, password: 'quite another password' })
    assert.equal((await thief.get('/sign-in/second-factor')).component, 'identity/portal/second_factor')
  })

  test('who are customers as well keep their last one there too', async ({ assert }) => {
    const { tenant, browser, userId } = await withAda({ staffSecondFactor: 'required' })
    await signIn(browser)
    await setUpApp(browser)
    const member = { user_id: userId, roles: ['owner'], created_at: new Date() }
    await as(tenant, () => inTransaction(() => db.insertInto('staff_members').values(member).execute()))
    await browser.submit('DELETE', '/totp')
    const { factors, is_factor_required: isKept } = (await browser.get('/security')).props
    assert.isNotNull(factors.totp_since)
    assert.isTrue(isKept)
  })

  test('who signed in by password alone are out when it becomes a must', async ({ assert }) => {
    const { tenant } = await withAda()
    await addSam(tenant)
    const admin = new BrowserSession(tenant, 'admin')
    await signIn(admin, { email: 'sam@example.test' })
    assert.isTrue(await isIn(admin))
    const { pool } = await import('#app/shared/database/pool')
    await pool().query(`update platform.tenants set staff_second_factor = 'required' where id = $1`, [
      tenant.id,
    ])
    const { forgetHosts } = await import('#app/shared/database/tenant_directory')
    forgetHosts()
    assert.isFalse(await isIn(admin))
  })
})

test.group('Before what matters', () => {
  /** Lets a quarter of an hour pass for every session of the tenant. */
  async function age(tenant: Tenant) {
    const { pool } = await import('#app/shared/database/pool')
    await pool().query(
      `update platform.sessions set data = jsonb_set(data, '{proven_at}', '0') where data->>'tenant_id' = $1`,
      [tenant.id]
    )
  }

  test('a person proves once more who they are', async ({ assert }) => {
    const { browser, tenant } = await withAda()
    await signIn(browser)
    await age(tenant)
    const token = { name: 'Deploy', abilities: ['account:read'] }
    const refused = await browser.submit('POST', '/api-tokens', token)
    assert.equal(refused.location, '/confirm?return_to=%2Fapi-tokens')
    assert.lengthOf((await browser.get('/api-tokens')).props.tokens, 0)
    await browser.submit('POST', '/confirm', { password: 'wrong', return_to: '/api-tokens' })
    assert.property((await browser.get('/confirm')).props.errors, 'password')
    const confirmed = await browser.submit('POST', '/confirm', { password, return_to: '/api-tokens' })
    assert.equal(confirmed.location, '/api-tokens')
    await browser.submit('POST', '/api-tokens', token)
    assert.lengthOf((await browser.get('/api-tokens')).props.tokens, 1)
  })

  test('a stored method pays, money is booked, accounts are named and secrets are shown for nobody who found a browser open', async ({
    assert,
  }) => {
    const { browser, tenant } = await withAda()
    await signIn(browser)
    await age(tenant)
    const none = { payment_method_id: 'pm_01h455vb4pex5vsknk084sn02q' }
    const tries: [method: 'POST' | 'PUT', path: string, body: object, isAsked: boolean][] = [
      ['POST', '/payments', { ...none, invoices: [] }, true],
      ['POST', '/payments', { uses_balance: true, invoices: [] }, true],
      ['POST', '/payments', { invoices: [] }, false],
      ['POST', '/invoices/inv_1/payments', none, true],
      ['POST', '/invoices/inv_1/payments', {}, false],
      ['POST', '/balance/top-ups', none, true],
      ['POST', '/orders/ord_1/payment', none, true],
      ['POST', '/orders/ord_1/payment', {}, false],
      ['PUT', '/balance/settings', {}, true],
      ['PUT', '/subscriptions/sub_1/payment-method', none, true],
      ['PUT', '/payment-methods/order', { payment_method_ids: [] }, true],
      ['POST', '/services/srv_1/databases/1/password-reset', {}, true],
      ['POST', '/services/srv_1/password-resets', {}, true],
    ]
    for (const [method, path, body, isAsked] of tries) {
      const { location } = await browser.submit(method, path, body)
      assert.equal(location?.startsWith('/confirm') ?? false, isAsked, `${method} ${path}`)
    }
    const asked = listGuardedRoutes().filter((route) => route.needsFreshProof && route.surface === 'admin')
    const ofStaff = asked.map(({ method: how, path }) => `${how} ${path}`)
    for (const route of [
      'POST /bank-accounts',
      'PUT /bank-accounts/:id',
      'DELETE /bank-accounts/:id',
      'POST /customers/:id/balance/top-ups',
      'POST /customers/:id/payments',
      'POST /customers/:id/received-payments',
      'POST /customers/:id/received-payments/:paymentId/reversal',
      'POST /disputes/:id/acceptances',
      'POST /payments/:id/acceptances',
    ])
      // prettier-ignore
      assert.include(ofStaff, route)
  })

  test('with a second factor, where they have one', async ({ assert }) => {
    const { browser, tenant } = await withAda()
    await signIn(browser)
    const { codes } = await setUpApp(browser)
    await age(tenant)
    await browser.submit('POST', '/confirm', { password })
    assert.property((await browser.get('/confirm')).props.errors, 'code')
    assert.equal(
      (await browser.submit('POST', '/recovery-codes')).location,
      '/confirm?return_to=%2Frecovery-codes'
    )
    assert.equal((await browser.submit('POST', '/confirm', { password, code: codes[0] })).location, '/')
    assert.equal((await browser.submit('POST', '/recovery-codes')).location, '/recovery-codes')
  })
})

test.group('A lock-out', () => {
  test('of strangers does not keep a known browser out', async ({ assert }) => {
    const { browser, tenant } = await withAda()
    await signIn(browser)
    await signOut(browser)
    const stranger = new BrowserSession(tenant)
    for (let count = 0; count < 6; count += 1) await signIn(stranger, { password: 'guess' })
    await signIn(stranger)
    assert.match((await stranger.get('/sign-in')).props.errors.email, /too many/i)
    await signIn(browser)
    assert.isTrue(await isIn(browser))
  })
})

test.group('A new browser', () => {
  test('is told of, except the first', async ({ assert }) => {
    const { browser, tenant } = await withAda()
    await signIn(browser)
    await signOut(browser)
    await signIn(browser)
    const seen = () =>
      as(tenant, () =>
        inTransaction(() =>
          db
            .selectFrom('events')
            .select(['data', 'actor_kind', 'actor_id', 'subject_id', 'origin_ip'])
            .where('type', '=', 'user.new_browser_seen')
            .execute()
        )
      )
    assert.lengthOf(await seen(), 0)
    await signIn(new BrowserSession(tenant))
    const [fact] = await seen()
    assert.property(fact!.data, 'ip')
    assert.deepEqual(
      [fact!.actor_kind, fact!.actor_id, fact!.origin_ip],
      ['customer', fact!.subject_id, '127.0.0.1']
    )
  })
})
