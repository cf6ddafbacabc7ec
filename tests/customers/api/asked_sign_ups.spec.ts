import { test } from '@japa/runner'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { openAskedSignUp } from '#app/customers/index'
import { newId } from '#app/shared/ids'
import { renderMessage } from '#app/messaging/queries/render_message'
import type { Message } from '#app/messaging/records/messages'
import { apiClientFor } from '#tests/support/api'
import { BrowserSession } from '#tests/support/browser_session'
import { settle } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

const password = 'correct horse battery'
const brook = { name: 'Brook', email: 'brook@example.test', password, currency: 'EUR' }

/** A company that confirms addresses first, and Ada, who has an account there. */
async function scene() {
  const tenant = await createTenant()
  const staff = await apiClientFor(tenant, { as: 'staff', roles: ['owner'] })
  await new BrowserSession(tenant).submit('POST', '/sign-up', {
    ...brook,
    name: 'Ada',
    email: 'ada@example.test',
  })
  const { body } = await staff.put('/sign-in-rules', { staff_second_factor: 'optional', sign_in_links: false, confirm_sign_ups: true }) // prettier-ignore
  return { tenant, staff, rules: body }
}

/** What was asked for an address, the newest first, with the key of its mail. */
const askedFor = (tenant: Tenant, email: string) =>
  as(tenant, () =>
    inTransaction(async () => {
      const rows = await db.selectFrom('asked_sign_ups').select('id').where('email', '=', email).orderBy('id', 'desc').execute() // prettier-ignore
      return Promise.all(rows.map(async ({ id }) => ({ id, token: (await openAskedSignUp(id))! })))
    })
  )

async function mailsTo(tenant: Tenant, email: string): Promise<string[]> {
  await settle(tenant)
  const rows = await as(tenant, () =>
    inTransaction(() => db.selectFrom('messages').select('kind').where('recipient', '=', email).execute())
  )
  return rows.map(({ kind }) => kind)
}

const isIn = async (browser: BrowserSession) => (await browser.get('/security')).status === 200

test.group('Signing up where addresses are confirmed first', () => {
  test('says the same for a taken address and a free one; only their owners hear which', async ({
    assert,
  }) => {
    const { tenant, rules } = await scene()
    assert.isTrue(rules.confirm_sign_ups)
    const answers = []
    for (const email of ['ada@example.test', brook.email]) {
      const visitor = new BrowserSession(tenant)
      const { status, location, text } = await visitor.submit('POST', '/sign-up', { ...brook, email: email.toUpperCase(), return_to: '/checkout' }) // prettier-ignore
      const { props, component } = await visitor.get(location!)
      assert.equal(props.sent_to.toLowerCase(), email)
      answers.push({ status, location, text, component, errors: props.errors, return_to: props.return_to })
      assert.isFalse(await isIn(visitor))
    }
    assert.deepEqual(answers[0], answers[1])
    assert.include(await mailsTo(tenant, 'ada@example.test'), 'address_known')
    assert.deepEqual(await mailsTo(tenant, brook.email), ['confirm_sign_up'])
    const again = new BrowserSession(tenant)
    await again.submit('POST', '/session', { email: brook.email, password })
    assert.isFalse(await isIn(again), 'nobody signs in before the address is confirmed')
  })

  test('the link finishes it where it was begun, once, and leads back', async ({ assert }) => {
    const { tenant } = await scene()
    const visitor = new BrowserSession(tenant)
    await visitor.submit('POST', '/sign-up', { ...brook, return_to: '/checkout?cart=sealed' })
    const { token } = (await askedFor(tenant, brook.email))[0]!
    assert.isFalse((await visitor.open(`/open/sign-ups#${token}`)).props.needs_password)
    const done = await Promise.all([1, 2].map(() => visitor.submit('POST', '/sign-ups', { token })))
    assert.lengthOf(
      done.filter(({ location }) => location === '/checkout?cart=sealed'),
      1
    )
    assert.isTrue(await isIn(visitor))
    const verified = db.selectFrom('users').select('email_verified_at').where('email', '=', brook.email)
    assert.isNotNull(
      (await as(tenant, () => inTransaction(() => verified.executeTakeFirstOrThrow()))).email_verified_at
    )
    const late = new BrowserSession(tenant)
    assert.isNull((await late.open(`/open/sign-ups#${token}`)).props.email)
    assert.lengthOf(await askedFor(tenant, brook.email), 0)
  })

  test('in another browser the password of then is wanted: no mailbox vouches for a stranger', async ({
    assert,
  }) => {
    const { tenant } = await scene()
    const stranger = new BrowserSession(tenant)
    await stranger.submit('POST', '/sign-up', { ...brook, password: 'the stranger chose this' })
    const [asked] = await askedFor(tenant, brook.email)
    const reader = new BrowserSession(tenant)
    assert.isTrue((await reader.open(`/open/sign-ups#${asked!.token}`)).props.needs_password)
    for (const guess of [{}, { password }]) {
      await reader.submit('POST', '/sign-ups', { token: asked!.token, ...guess })
      assert.isFalse(await isIn(reader))
    }
    await reader.submit('POST', '/sign-ups', { token: asked!.token, password: 'the stranger chose this' })
    assert.isTrue(await isIn(reader))
  })

  test('leads nowhere after three days; its mail holds the key, what is kept of it does not', async ({
    assert,
  }) => {
    const { tenant } = await scene()
    await new BrowserSession(tenant).submit('POST', '/sign-up', brook)
    const [asked] = await askedFor(tenant, brook.email)
    const facts = [{ label: 'valid_until', value: { instant: '2026-03-01T00:00:00Z' } }]
    const data = { values: { email: brook.email, name: 'Brook' }, facts, action: { surface: 'account', path: '/open/sign-ups#' } } // prettier-ignore
    for (const locale of ['en', 'de']) {
      const message = { id: newId(), kind: 'confirm_sign_up', locale, subject_id: asked!.id, data } as unknown as Message // prettier-ignore
      const { subject, text, html, keepableText } = (await as(tenant, () => renderMessage(message)))!
      assert.notMatch(subject + text + html, /mail\.\w+\.|\{\w+\}|undefined|translation missing/i)
      assert.include(text, `/open/sign-ups#${asked!.token}`)
      assert.notInclude(keepableText, asked!.token)
    }
    await freezeClock(tenant, new Date(Date.now() + 4 * 24 * 3600_000).toISOString())
    const reader = new BrowserSession(tenant)
    assert.isNull((await reader.open(`/open/sign-ups#${asked!.token}`)).props.email)
    await reader.submit('POST', '/sign-ups', { token: asked!.token, password })
    assert.isFalse(await isIn(reader))
  })
})

test.group('Asking by sign-up who has an account', () => {
  test('ends after so many tries', async ({ assert }) => {
    const tenant = await createTenant()
    const known = { ...brook, email: 'ada@example.test' }
    await new BrowserSession(tenant).submit('POST', '/sign-up', known)
    const told = [] as string[]
    for (let tries = 0; tries < 11; tries += 1) {
      const visitor = new BrowserSession(tenant)
      await visitor.submit('POST', '/sign-up', known)
      told.push((await visitor.get('/sign-up')).props.errors.email)
    }
    assert.match(told[0]!, /account with this address/)
    assert.match(told[10]!, /too many/i)
  })
})
