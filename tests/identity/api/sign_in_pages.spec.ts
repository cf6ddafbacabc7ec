import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { pool } from '#app/shared/database/pool'
import { inReadTransaction } from '#app/shared/database/unit'
import { SignUp } from '#app/customers/index'
import { AddStaffMember } from '#app/identity/index'
import type { Tenant } from '#app/shared/database/context'
import { BrowserSession } from '#tests/support/browser_session'
import { runQueuedJobs } from '#tests/support/settle'
import { as, createTenant } from '#tests/support/tenants'

const password = 'correct horse battery'

/** Ada pays on time; here she only signs in. */
async function withAda() {
  const tenant = await createTenant()
  const signUp = await app.container.make(SignUp)
  const input = { email: 'Ada@Example.test', password, name: 'Ada Lovelace', currency: 'EUR', locale: 'en' }
  const result = await as(tenant, () => signUp.execute(input))
  if (!result.ok) throw new Error(result.error.type)
  return { tenant, ...result.value, browser: new BrowserSession(tenant) }
}

async function addSupporter(tenant: Tenant) {
  const add = await app.container.make(AddStaffMember)
  return as(tenant, () =>
    add.execute({ email: 'sam@example.test', name: 'Sam', password, locale: 'en', roles: ['support'] })
  )
}

const signIn = (browser: BrowserSession, form: object = {}) =>
  browser.submit('POST', '/session', { email: 'ada@example.test', password, ...form })

test.group('Signing in', () => {
  test('sends visitors to sign in and back to where they wanted to go', async ({ assert }) => {
    const { browser } = await withAda()
    const refused = await browser.get('/security?tab=1')
    assert.equal(refused.location, '/sign-in?return_to=%2Fsecurity%3Ftab%3D1')
    const page = await browser.get(refused.location!)
    assert.equal(page.props.return_to, '/security?tab=1')
    const entered = await signIn(browser, { return_to: '/security?tab=1' })
    assert.equal(entered.location, '/security?tab=1')
    const security = await browser.get('/security')
    assert.equal(security.status, 200)
    assert.equal(security.props.viewer.email, 'ada@example.test')
    assert.equal(security.props.viewer.customer.currency, 'EUR')
    assert.lengthOf(security.props.sessions, 1)
    assert.isTrue(security.props.sessions[0].is_current)
  })

  test('never returns to another site', async ({ assert }) => {
    const { tenant } = await withAda()
    for (const return_to of ['https://evil.test/', '//evil.test', '/\\evil.test', 'javascript:alert(1)']) {
      const { location } = await signIn(new BrowserSession(tenant), { return_to })
      assert.equal(location, '/', return_to)
    }
  })

  test('answers a wrong password and an unknown address alike', async ({ assert }) => {
    const { browser } = await withAda()
    for (const form of [{ password: 'wrong' }, { email: 'nobody@example.test' }]) {
      await signIn(browser, form)
      const page = await browser.get('/sign-in')
      assert.deepEqual(page.props.errors, { email: 'This address and password do not go together.' })
      assert.isNull(page.props.viewer)
    }
  })

  test('begins a session under a new id, and forgets it at sign-out', async ({ assert }) => {
    const { browser, tenant } = await withAda()
    await browser.get('/sign-in')
    const planted = browser.cookies.get('session')
    await signIn(browser)
    assert.notEqual(browser.cookies.get('session'), planted)
    const thief = new BrowserSession(tenant)
    thief.cookies.set('session', planted!)
    assert.include((await thief.get('/security')).location!, '/sign-in')
    const copy = new Map(browser.cookies)
    const out = await browser.submit('DELETE', '/session')
    assert.equal(out.headers['clear-site-data'], '"cache"')
    // What pages showed lies encrypted in the browser's history, and its key goes.
    assert.include((await browser.get('/sign-in')).text, '"clearHistory":true')
    thief.cookies = copy
    assert.include((await thief.get('/security')).location!, '/sign-in')
  })

  test('refuses a form without its token', async ({ assert }) => {
    const { browser } = await withAda()
    await browser.get('/sign-in')
    browser.cookies.set('XSRF-TOKEN', 'forged')
    await signIn(browser)
    browser.cookies.delete('XSRF-TOKEN')
    assert.include((await browser.get('/security')).location!, '/sign-in')
  })

  test('keeps staff and customers apart, by host and by tenant', async ({ assert }) => {
    const { tenant, browser } = await withAda()
    await addSupporter(tenant)
    const admin = new BrowserSession(tenant, 'admin')
    await signIn(admin)
    assert.include((await admin.get('/security')).location!, '/sign-in')
    await signIn(admin, { email: 'sam@example.test' })
    assert.equal((await admin.get('/security')).props.viewer.customer, null)
    await signIn(browser)
    const onAdmin = new BrowserSession(tenant, 'admin')
    onAdmin.cookies = new Map(browser.cookies)
    assert.include((await onAdmin.get('/security')).location!, '/sign-in')
    const elsewhere = new BrowserSession(await createTenant())
    elsewhere.cookies = new Map(browser.cookies)
    assert.include((await elsewhere.get('/security')).location!, '/sign-in')
  })

  test('stops guessing after ten tries for an address, even with the right password', async ({ assert }) => {
    const { browser } = await withAda()
    for (let count = 0; count < 10; count += 1) await signIn(browser, { password: 'guess' })
    await signIn(browser)
    const page = await browser.get('/sign-in')
    assert.match(page.props.errors.email, /too many/i)
    assert.isNull(page.props.viewer)
  })

  test('ends at once for a person who is disabled', async ({ assert }) => {
    const { browser, tenant, userId } = await withAda()
    await signIn(browser)
    const client = await pool().connect()
    await client.query(
      `begin; set local app.tenant = '${tenant.id}'; update users set disabled_at = now() where id = '${userId}'; commit`
    )
    client.release()
    assert.include((await browser.get('/security')).location!, '/sign-in')
  })
})

test.group('Passwords', () => {
  test('a new password ends every other session', async ({ assert }) => {
    const { browser, tenant } = await withAda()
    const phone = new BrowserSession(tenant)
    await signIn(browser)
    await signIn(phone)
    assert.lengthOf((await browser.get('/security')).props.sessions, 2)
    const form = { current_password: password, new_password: 'another good password' }
    await browser.submit('PUT', '/password', { ...form, current_password: 'wrong' })
    assert.property((await browser.get('/security')).props.errors, 'current_password')
    await browser.submit('PUT', '/password', form)
    assert.equal((await browser.get('/security')).status, 200)
    assert.include((await phone.get('/security')).location!, '/sign-in')
    await signIn(phone, { password: form.new_password })
    assert.equal((await phone.get('/security')).status, 200)
  })

  test('asking for a link says the same for every address', async ({ assert }) => {
    const { browser, tenant } = await withAda()
    const resets = () =>
      as(tenant, () => inReadTransaction(() => db.selectFrom('password_resets').select('user_id').execute()))
    for (const email of ['ada@example.test', 'nobody@example.test']) {
      const sent = await browser.submit('POST', '/forgot-password', { email })
      assert.equal(sent.location, '/forgot-password')
      assert.isTrue((await browser.get('/forgot-password')).props.is_sent)
    }
    // Nor does the time it takes: whatever is only done for somebody is done after the answer.
    assert.lengthOf(await resets(), 0)
    await runQueuedJobs()
    assert.lengthOf(await resets(), 1)
    const asked = await as(tenant, () =>
      inReadTransaction(() =>
        db
          .selectFrom('events')
          .select('origin_ip')
          .where('type', '=', 'user.password_reset_requested')
          .execute()
      )
    )
    assert.deepEqual(asked, [{ origin_ip: '127.0.0.1' }])
  })
})

test.group('API tokens', () => {
  test('are shown once and work until revoked', async ({ assert }) => {
    const { browser } = await withAda()
    await signIn(browser)
    await browser.submit('POST', '/api-tokens', { name: 'Deploy', abilities: ['account:read'] })
    const page = await browser.get('/api-tokens')
    assert.match(page.props.new_token, /^ezs_live_/)
    const again = await browser.get('/api-tokens')
    assert.isNull(again.props.new_token)
    assert.lengthOf(again.props.tokens, 1)
    const authorization = `Bearer ${page.props.new_token}`
    const { request } = await import('#tests/support/api')
    const host = `account.${browser.tenant.slug}.localhost`
    const ask = () =>
      request({ host, method: 'GET', path: '/api/v1/me', headers: { authorization }, text: undefined })
    assert.equal((await ask()).status, 200)
    await browser.submit('DELETE', `/api-tokens/${again.props.tokens[0].id}`)
    assert.equal((await ask()).status, 401)
  })

  test('cannot hold what their maker does not have', async ({ assert }) => {
    const { browser } = await withAda()
    await signIn(browser)
    await browser.submit('POST', '/api-tokens', { name: 'Root', abilities: ['staff:customers:read'] })
    const page = await browser.get('/api-tokens')
    assert.property(page.props.errors, 'abilities')
    assert.lengthOf(page.props.tokens, 0)
  })
})

test.group('Signing up', () => {
  test('makes a user, a customer and an owner, signed in', async ({ assert }) => {
    const browser = new BrowserSession(await createTenant())
    const form = {
      name: 'Brook',
      email: 'Brook@Example.test',
      password,
      currency: 'GBP',
      return_to: '/checkout',
    }
    const entered = await browser.submit('POST', '/sign-up', form)
    assert.equal(entered.location, '/checkout')
    const { viewer } = (await browser.get('/profile')).props
    assert.equal(viewer.email, 'brook@example.test')
    assert.equal(viewer.customer.currency, 'GBP')
    assert.include(viewer.abilities, 'billing:pay')
  })

  test('takes a password of up to 200 characters of any kind, whole and with its capitals', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const typed = [
      ' begins and ends with spaces ',
      'Größe 漢字 🦊 größe',
      `${'long and '.repeat(7)}l`,
      Array.from({ length: 60 }, (_, index) => `Word${index * 7}`)
        .join(' ')
        .slice(0, 200)
        .trim(),
    ]
    for (const [index, password] of typed.entries()) {
      const email = `typed-${index}@example.test`
      const form = { name: 'Ada', email, password, currency: 'EUR', return_to: '/checkout' }
      assert.equal(
        (await new BrowserSession(tenant).submit('POST', '/sign-up', form)).location,
        '/checkout',
        password
      )
      const enters = async (tried: string) => {
        const browser = new BrowserSession(tenant)
        await browser.submit('POST', '/session', { email, password: tried })
        return (await browser.get('/security')).status === 200
      }
      assert.isTrue(await enters(password), password)
      for (const other of [password.toLowerCase(), password.slice(0, 64), password.trim(), ` ${password}`])
        if (other !== password) assert.isFalse(await enters(other), `${password} by ${other}`)
    }
  })

  test('refuses a taken address, a short password, an unknown currency, control characters', async ({
    assert,
  }) => {
    const { tenant } = await withAda()
    const browser = new BrowserSession(tenant)
    const good = { name: 'Ada', email: 'new@example.test', password, currency: 'EUR' }
    const refused: [object, string][] = [
      [{ ...good, email: 'ADA@example.test' }, 'email'],
      [{ ...good, password: 'short' }, 'password'],
      [{ ...good, currency: 'ZZZ' }, 'currency'],
      [{ ...good, name: 'Ada\r\nBcc: x@example.test' }, 'name'],
    ]
    for (const [form, field] of refused) {
      await browser.submit('POST', '/sign-up', form)
      assert.property((await browser.get('/sign-up')).props.errors, field)
    }
  })
})
