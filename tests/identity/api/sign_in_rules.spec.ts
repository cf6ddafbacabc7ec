import { test } from '@japa/runner'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { forgetHosts } from '#app/shared/database/tenant_directory'
import { openEmailLink } from '#app/identity/index'
import { codeAt } from '#app/identity/domain/totp'
import { apiClientFor } from '#tests/support/api'
import { BrowserSession } from '#tests/support/browser_session'
import { runQueuedJobs, settle } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

const password = 'correct horse battery'
const email = 'ada@example.test'

async function withAda() {
  const tenant = await createTenant()
  const staff = await apiClientFor(tenant, { as: 'staff', roles: ['owner'] })
  await staff.put('/sign-in-rules', { staff_second_factor: 'optional', sign_in_links: true })
  const browser = new BrowserSession(tenant)
  await browser.submit('POST', '/sign-up', { name: 'Ada', email, password, currency: 'EUR' })
  await as(tenant, () =>
    inTransaction(() =>
      db.updateTable('users').set({ email_verified_at: new Date() }).where('email', '=', email).execute()
    )
  )
  return { tenant, staff, browser }
}

/** The newest link that signs in, as its mail has it. */
async function linkOf(tenant: Tenant): Promise<string | null> {
  await runQueuedJobs()
  return as(tenant, () =>
    inTransaction(async () => {
      const link = await db
        .selectFrom('email_links')
        .select('id')
        .where('purpose', '=', 'sign_in')
        .orderBy('id', 'desc')
        .executeTakeFirst()
      return link ? openEmailLink(link.id) : null
    })
  )
}

const toldOfFactor = (tenant: Tenant): Promise<string[]> =>
  as(tenant, () =>
    inTransaction(async () => {
      const told = await db
        .selectFrom('messages')
        .select('recipient')
        .where('kind', '=', 'factor_wanted')
        .execute()
      return told.map(({ recipient }) => recipient)
    })
  )

const isIn = async (browser: BrowserSession) => (await browser.get('/security')).status === 200

test.group('A link that signs in', () => {
  test('is sent where the tenant offers it, the same for every address, and works once', async ({
    assert,
  }) => {
    const { tenant, browser } = await withAda()
    const phone = new BrowserSession(tenant)
    assert.isTrue((await phone.get('/sign-in')).props.has_links)
    for (const address of ['nobody@example.test', email]) {
      await phone.submit('POST', '/sign-in-link', { email: address })
      assert.isTrue((await phone.get('/sign-in-link')).props.is_sent)
    }
    const token = await linkOf(tenant)
    assert.equal((await phone.open(`/open/email-links#${token}`)).props.link.purpose, 'sign_in')
    assert.isFalse(await isIn(phone))
    await phone.submit('POST', '/email-links', { token })
    assert.isTrue(await isIn(phone))
    const [last] = (await phone.get('/security')).props.sign_ins
    assert.equal(`${last.outcome} ${last.factor}`, 'success email_link')
    const thief = new BrowserSession(tenant)
    await thief.submit('POST', '/email-links', { token })
    assert.isFalse(await isIn(thief))
    // However often strangers ask for links to somebody's address: it keeps them from nothing of their own.
    for (let count = 0; count < 6; count += 1) await thief.submit('POST', '/sign-in-link', { email })
    await browser.submit('POST', '/email-changes', { email: 'ada@new.test' })
    assert.equal((await browser.get('/security')).props.email.asked, 'ada@new.test')
  })

  test('opens nothing after a quarter of an hour, without the second step, or where it is not offered', async ({
    assert,
  }) => {
    const { tenant, staff, browser } = await withAda()
    const offer = await browser.ask('/totp', {})
    await browser.submit('PUT', '/totp', { code: codeAt(offer.data.seed, new Date()) })
    const phone = new BrowserSession(tenant)
    await phone.submit('POST', '/sign-in-link', { email })
    const entered = await phone.submit('POST', '/email-links', { token: await linkOf(tenant) })
    assert.equal(entered.location, '/sign-in/second-factor')
    assert.isFalse(await isIn(phone))

    await phone.submit('POST', '/sign-in-link', { email })
    const late = await linkOf(tenant)
    await freezeClock(tenant, new Date(Date.now() + 16 * 60_000).toISOString())
    assert.isNull((await phone.open(`/open/email-links#${late}`)).props.link)

    await staff.put('/sign-in-rules', { staff_second_factor: 'optional', sign_in_links: false })
    assert.isFalse((await phone.get('/sign-in')).props.has_links)
    assert.equal((await phone.get('/sign-in-link')).status, 404)
  })
})

test('staff see who has no second step, forgotten tokens, and from where sign-ins fail', async ({
  assert,
}) => {
  const { tenant, staff, browser } = await withAda()
  const stranger = new BrowserSession(tenant)
  for (const address of [email, 'nobody@example.test'])
    await stranger.submit('POST', '/session', { email: address, password: 'guess' })
  await browser.submit('POST', '/api-tokens', { name: 'Forgotten', abilities: ['account:read'] })
  await as(tenant, () =>
    inTransaction(() =>
      db
        .updateTable('api_tokens')
        .set({ created_at: '2020-01-01T00:00:00Z' })
        .where('name', '=', 'Forgotten')
        .execute()
    )
  )
  const { body } = await staff.get('/security-overview')
  assert.lengthOf(body.staff, 1)
  assert.deepInclude(body.staff[0], { has_totp: false, passkeys: 0 })
  assert.deepEqual(
    body.stale_tokens.map(({ name }: { name: string }) => name),
    ['Forgotten']
  )
  assert.lengthOf(body.failed_places, 1)
  assert.deepInclude(body.failed_places[0], { tries: 2, addresses: 2 })
  assert.deepEqual(body.people, { all: 1, with_second_factor: 0, unconfirmed: 0 })
  const support = await apiClientFor(tenant, { as: 'staff', roles: ['support'] })
  assert.equal((await support.get('/security-overview')).status, 403)
})

test('signing out everywhere else leaves this browser alone', async ({ assert }) => {
  const { tenant, browser } = await withAda()
  const phone = new BrowserSession(tenant)
  await phone.submit('POST', '/session', { email, password })
  await browser.submit('POST', '/session-endings')
  assert.isTrue(await isIn(browser))
  assert.isFalse(await isIn(phone))
  assert.isAtLeast((await browser.get('/sign-ins')).props.sign_ins.data.length, 1)
})

test('what moves money or secrets asks a session that was left open who is there', async ({ assert }) => {
  const { tenant, browser } = await withAda()
  assert.equal((await browser.get('/payment-methods/new')).status, 200)
  const { pool } = await import('#app/shared/database/pool')
  await pool().query(
    `update platform.sessions set data = data - 'proven_at' where data->>'tenant_id' = $1 and user_id is not null`,
    [tenant.id]
  )
  const asked = await browser.get('/payment-methods/new')
  assert.equal(asked.location, '/confirm?return_to=%2Fpayment-methods%2Fnew')
  assert.equal((await browser.ask('/payment-method-setups', {})).code, 'proof_needed')
  await browser.submit('POST', '/confirm', { password, return_to: '/payment-methods/new' })
  assert.equal((await browser.get('/payment-methods/new')).status, 200)
})

test('who is trusted with money has to have a second step where the tenant says so, after a time to set it up', async ({
  assert,
}) => {
  const { tenant, staff, browser } = await withAda()
  const rules = { staff_second_factor: 'optional', sign_in_links: true }
  const say = async (more: object) => {
    forgetHosts()
    const { status, body } = await staff.put('/sign-in-rules', { ...rules, ...more })
    forgetHosts()
    return { status, ...body }
  }
  const given = await say({ customer_second_factor: 'trusted', grace_days: 14 })
  assert.equal(given.customer_second_factor, 'trusted')
  const wanted = (await browser.get('/security')).props.factor_wanted
  assert.deepEqual(wanted, { from: given.customer_second_factor_from, is_due: false })
  assert.equal((await browser.get('/services')).status, 200)
  // Whoever opens no page of it hears of it all the same: by mail, once, and where they begin.
  assert.equal((await browser.get('/')).props.factor_wanted_from, given.customer_second_factor_from)
  await settle(tenant)
  assert.deepEqual(await toldOfFactor(tenant), [email])
  // What says nothing of it changes nothing of it, and nobody gains time by saying it again.
  assert.equal((await say({})).customer_second_factor_from, given.customer_second_factor_from)
  assert.equal((await say({ customer_second_factor: 'all' })).status, 422)
  assert.equal((await say({ customer_second_factor: 'everybody', grace_days: 91 })).status, 422)

  // It is due: an open session is led to set it up, and so is whoever signs in by password alone.
  await say({ customer_second_factor: 'everybody' })
  assert.equal((await browser.get('/services')).location, '/security')
  const phone = new BrowserSession(tenant)
  await phone.submit('POST', '/session', { email, password })
  for (const path of ['/services', '/invoices', '/team', '/payment-methods/new', '/api-tokens'])
    assert.equal((await phone.get(path)).location, '/security', path)
  assert.equal((await phone.ask('/payment-method-setups', {})).code, 'second_factor_needed')
  assert.isTrue((await phone.get('/security')).props.factor_wanted.is_due)
  const offer = await phone.ask('/totp', {})
  await phone.submit('PUT', '/totp', { code: codeAt(offer.data.seed, new Date()) })
  assert.equal((await phone.get('/services')).status, 200)
  assert.isNull((await phone.get('/')).props.factor_wanted_from)
  // Who has one is told nothing.
  await say({ customer_second_factor: 'trusted' })
  await say({ customer_second_factor: 'everybody' })
  await settle(tenant)
  assert.lengthOf(await toldOfFactor(tenant), 1)
  assert.equal((await browser.get('/services')).status, 200)
  // The last one stays, as long as it is a must.
  await phone.submit('DELETE', '/totp')
  assert.isNotNull((await phone.get('/security')).props.factors.totp_since)

  const { data } = (await staff.get('/audit?type=sign_in_rules.changed')).body
  assert.deepInclude(data[0].data.after, { customerSecondFactor: 'everybody' })
  await say({ customer_second_factor: 'nobody' })
  assert.isNull((await phone.get('/security')).props.factor_wanted)
})
