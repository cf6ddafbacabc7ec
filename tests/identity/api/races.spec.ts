import { test } from '@japa/runner'
import { sql } from 'kysely'
import app from '@adonisjs/core/services/app'
import { SignUp } from '#app/customers/index'
import { openEmailLink, openInvitationLink, openResetLink } from '#app/identity/index'
import { codeAt } from '#app/identity/domain/totp'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { pool } from '#app/shared/database/pool'
import { inTransaction } from '#app/shared/database/unit'
import { BrowserSession } from '#tests/support/browser_session'
import { SoftPasskey } from '#tests/support/soft_passkey'
import { runQueuedJobs } from '#tests/support/settle'
import { as, createTenant } from '#tests/support/tenants'

const password = 'correct horse battery'
const ada = 'ada@example.test'
const atOnce = 6

async function withAda() {
  const tenant = await createTenant({})
  const signUp = await app.container.make(SignUp)
  const input = { email: ada, password, name: 'Ada', currency: 'EUR', locale: 'en' }
  const made = await as(tenant, () => signUp.execute(input))
  if (!made.ok) throw new Error(made.error.type)
  const browser = new BrowserSession(tenant)
  await browser.submit('POST', '/session', { email: ada, password })
  return { tenant, browser, userId: made.value.userId }
}

/** So many browsers, each with its mark for forms, so that what they send arrives together. */
async function browsersOf(tenant: Tenant): Promise<BrowserSession[]> {
  const browsers = Array.from({ length: atOnce }, () => new BrowserSession(tenant))
  await Promise.all(browsers.map((browser) => browser.get('/sign-in')))
  return browsers
}

const newest = (tenant: Tenant, table: 'email_links' | 'password_resets' | 'invitations') =>
  as(tenant, () =>
    inTransaction(async () => {
      const { id } = await db.selectFrom(table).select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
      return { email_links: openEmailLink, password_resets: openResetLink, invitations: openInvitationLink }[
        table
      ](id)
    })
  ) as Promise<string>

/** How often a fact of a kind happened. */
const count = (tenant: Tenant, type: string) =>
  as(tenant, () =>
    inTransaction(
      async () => (await db.selectFrom('events').select('id').where('type', '=', type).execute()).length
    )
  )

test.group('Of many at once', () => {
  test('an answer that comes late does not put back the session that was before', async ({ assert }) => {
    const { browser, userId } = await withAda()
    const isHanded = async () => {
      const { headers } = await browser.get('/security')
      const cookies = [headers['set-cookie'] ?? []].flat().map(String)
      // The mark for forms is the session's: of another one it would have the next form sent back.
      const isMarked = cookies.some((cookie) => cookie.startsWith('XSRF-TOKEN='))
      assert.equal(
        isMarked,
        cookies.some((cookie) => cookie.startsWith('session='))
      )
      return isMarked
    }
    assert.isFalse(await isHanded(), 'which it has')
    await pool().query(`update platform.sessions set touched_at = now() - interval '2 hours' where user_id = $1`, [userId]) // prettier-ignore
    assert.isTrue(await isHanded(), 'so that it stays')
    assert.isFalse(await isHanded())
    const mark = browser.cookies.get('XSRF-TOKEN')!
    browser.cookies.delete('XSRF-TOKEN')
    await browser.get('/security')
    assert.isTrue(browser.cookies.has('XSRF-TOKEN'), 'for a browser that lost it')
    browser.cookies.set(
      'XSRF-TOKEN',
      mark.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    )
    await browser.get('/security')
    assert.equal(
      (await browser.submit('POST', '/session-endings')).location,
      '/security',
      'and one that has another'
    )
  })

  test('what comes with a session that has ended begins another, whose mark for forms nobody else replaces', async ({
    assert,
  }) => {
    const { browser, userId } = await withAda()
    const idOf = async (where: string, value: string) =>
      (await pool().query(`select id from platform.sessions where ${where} = $1`, [value])).rows[0]?.id
    const ended = await idOf('user_id', userId)
    await browser.submit('DELETE', '/session')
    // The page that a person is led to, and what their browser had on its way.
    const late = new BrowserSession(browser.tenant)
    late.cookies = new Map(browser.cookies)
    await Promise.all([browser.get('/sign-in'), late.get('/security')])
    assert.isUndefined(await idOf('id', ended))
    for (const each of [browser, late])
      assert.equal((await each.submit('POST', '/session', { email: ada, password })).location, '/')
  })

  test('one uses a recovery code', async ({ assert }) => {
    const { tenant, browser } = await withAda()
    const { data } = await browser.ask('/totp', {})
    await browser.submit('PUT', '/totp', { code: codeAt(data.seed, new Date()) })
    const [code] = (await browser.get('/recovery-codes')).props.codes
    const thieves = await browsersOf(tenant)
    await Promise.all(thieves.map((thief) => thief.submit('POST', '/session', { email: ada, password })))
    await Promise.all(thieves.map((thief) => thief.submit('POST', '/sign-in/second-factor', { code })))
    const inside = await Promise.all(
      thieves.map(async (thief) => (await thief.get('/security')).status === 200)
    )
    assert.lengthOf(inside.filter(Boolean), 1)
  })

  test('one gets recovery codes with the first factor, which work', async ({ assert }) => {
    const { tenant, browser: phone } = await withAda()
    const laptop = new BrowserSession(tenant)
    await laptop.submit('POST', '/session', { email: ada, password })
    const { data: app } = await phone.ask('/totp', {})
    const passkey = new SoftPasskey(`http://account.${tenant.slug}.localhost:${process.env.PORT}`)
    const made = passkey.create((await laptop.ask('/passkeys/question', {})).data)
    const answers = await Promise.all([
      phone.submit('PUT', '/totp', { code: codeAt(app.seed, new Date()) }),
      laptop.submit('POST', '/passkeys', { name: 'Laptop', response: made }),
    ])
    assert.sameMembers(
      answers.map(({ location }) => location),
      ['/recovery-codes', '/security']
    )
  })

  test('one uses a link from a mail', async ({ assert }) => {
    const tenant = await createTenant()
    const browser = new BrowserSession(tenant)
    const person = { name: 'Ada', email: ada, password, currency: 'EUR', return_to: '/checkout' }
    await browser.submit('POST', '/sign-up', person)
    const token = await newest(tenant, 'email_links')
    await Promise.all(Array.from({ length: atOnce }, () => browser.submit('POST', '/email-links', { token })))
    assert.equal(await count(tenant, 'user.email_verified'), 1)
  })

  test('nobody stays who signs in with a password while it is changed', async ({ assert }) => {
    const { tenant, browser } = await withAda()
    const thieves = await browsersOf(tenant)
    const passwords = { current_password: password, new_password: 'quite another password' }
    await Promise.all([
      browser.submit('PUT', '/password', passwords),
      ...thieves.map((thief) => thief.submit('POST', '/session', { email: ada, password })),
    ])
    const inside = await Promise.all(
      thieves.map(async (thief) => (await thief.get('/security')).status === 200)
    )
    assert.lengthOf(inside.filter(Boolean), 0)
    assert.equal((await browser.get('/security')).status, 200)
  })

  test('one sets a password by a link', async ({ assert }) => {
    const { tenant } = await withAda()
    const strangers = await browsersOf(tenant)
    await strangers[0]!.submit('POST', '/forgot-password', { email: ada })
    await runQueuedJobs()
    const reset = await newest(tenant, 'password_resets')
    const before = await count(tenant, 'user.password_changed')
    await Promise.all(
      strangers.map((each, index) =>
        each.submit('PUT', '/reset-password', { token: reset, new_password: `a long enough one ${index}` })
      )
    )
    assert.equal(await count(tenant, 'user.password_changed'), before + 1)
  })

  test('one takes an invitation, and a handover leaves one owner', async ({ assert }) => {
    const { tenant, browser } = await withAda()
    await as(tenant, () =>
      inTransaction(() => db.updateTable('users').set({ email_verified_at: new Date() }).execute())
    )
    await browser.submit('POST', '/team/invitations', { email: 'brook@example.test', permissions: ['read'] })
    const token = await newest(tenant, 'invitations')
    const guests = await browsersOf(tenant)
    await Promise.all(
      guests.map((guest) => guest.submit('POST', '/invitations', { token, name: 'Brook', password }))
    )
    const inside = await Promise.all(
      guests.map(async (guest) => (await guest.get('/profile')).status === 200)
    )
    assert.lengthOf(inside.filter(Boolean), 1)

    const { members } = (await browser.get('/team')).props
    const brook = members.find(({ email }: { email: string }) => email === 'brook@example.test')
    await Promise.all(
      Array.from({ length: atOnce }, () => browser.submit('POST', '/team/ownership', { user_id: brook.id }))
    )
    const owners = await as(tenant, () =>
      inTransaction(() =>
        db
          .selectFrom('memberships')
          .select('user_id')

          .where(sql<boolean>`'owner' = any(permissions)`)
          .execute()
      )
    )
    assert.lengthOf(owners, 1)
  })
})
