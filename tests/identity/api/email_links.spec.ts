import { test } from '@japa/runner'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { openEmailLink, openResetLink } from '#app/identity/index'
import type { EmailLinkPurpose } from '#app/identity/domain/email_link'
import { renderMessage } from '#app/messaging/queries/render_message'
import type { Message } from '#app/messaging/records/messages'
import { BrowserSession } from '#tests/support/browser_session'
import { runQueuedJobs, settle } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

const password = 'correct horse battery'
const ada = 'ada@example.test'

const signUp = (browser: BrowserSession, email = ada) =>
  browser.submit('POST', '/sign-up', {
    name: 'Ada',
    email,
    password,
    currency: 'EUR',
    return_to: '/checkout',
  })

const signIn = (browser: BrowserSession, email = ada) =>
  browser.submit('POST', '/session', { email, password })

/** Ada has just signed up by herself. */
async function withAda() {
  const tenant = await createTenant()
  const browser = new BrowserSession(tenant)
  await signUp(browser)
  return { tenant, browser }
}

/** The newest link of a purpose that waits, as its mail has it; null when none does. */
const linkFor = (tenant: Tenant, purpose: EmailLinkPurpose): Promise<string | null> =>
  as(tenant, () =>
    inTransaction(async () => {
      const link = await db
        .selectFrom('email_links')
        .select('id')
        .where('purpose', '=', purpose)
        .where('used_at', 'is', null)
        .orderBy('id', 'desc')
        .executeTakeFirst()
      return link ? openEmailLink(link.id) : null
    })
  )

/** The kinds of mail that were queued, with where each goes. */
const mailsOf = (tenant: Tenant) =>
  as(tenant, () =>
    inTransaction(async () => {
      const rows = await db.selectFrom('messages').selectAll().orderBy('id').execute()
      return rows.map(({ kind, recipient }) => `${kind} ${recipient}`)
    })
  )

const useLink = (browser: BrowserSession, token: string | null) =>
  browser.submit('POST', '/email-links', { token: token ?? 'none' })

const viewerOf = async (browser: BrowserSession) => (await browser.get('/profile')).props.viewer

async function withProvenAda() {
  const { tenant, browser } = await withAda()
  await useLink(browser, await linkFor(tenant, 'verify'))
  return { tenant, browser }
}

test.group('A new address', () => {
  test('is confirmed once, by the person who gave it, and limits only what is dangerous until then', async ({
    assert,
  }) => {
    const { tenant, browser } = await withAda()
    assert.isFalse((await viewerOf(browser)).is_email_verified)
    await browser.submit('POST', '/team/invitations', { email: 'brook@example.test', permissions: ['read'] })
    assert.match((await browser.get('/team')).props.errors.email ?? '', /confirm your own address/i)

    const token = (await linkFor(tenant, 'verify'))!
    const stranger = new BrowserSession(tenant)
    assert.isTrue((await stranger.open(`/open/email-links#${token}`)).props.link.needs_sign_in)
    await useLink(stranger, token)
    assert.isFalse((await viewerOf(browser)).is_email_verified)

    assert.equal((await useLink(browser, token)).location, '/')
    assert.isTrue((await viewerOf(browser)).is_email_verified)
    assert.isNull((await browser.open(`/open/email-links#${token}`)).props.link)
    await useLink(browser, token)
    assert.property((await browser.get('/profile')).props.errors, 'token')
    await browser.submit('POST', '/team/invitations', { email: 'brook@example.test', permissions: ['read'] })
    assert.lengthOf((await browser.get('/team')).props.invitations, 1)
  })

  test('is asked for again a few times; the last link counts, for three days', async ({ assert }) => {
    const { tenant, browser } = await withAda()
    const first = (await linkFor(tenant, 'verify'))!
    for (let count = 0; count < 6; count += 1) await browser.submit('POST', '/email-verifications')
    assert.match((await browser.get('/profile')).props.flash.text, /too many/i)
    assert.isNull((await browser.open(`/open/email-links#${first}`)).props.link)
    const last = (await linkFor(tenant, 'verify'))!
    await settle(tenant)
    const mails = (await mailsOf(tenant)).filter((mail) => mail.startsWith('verify_email'))
    assert.lengthOf(mails, 1)
    await freezeClock(tenant, new Date(Date.now() + 73 * 3_600_000).toISOString())
    assert.isNull((await browser.open(`/open/email-links#${last}`)).props.link)
  })

  test('that somebody else began with falls to the first who reads its mails, alone', async ({ assert }) => {
    const { tenant, browser } = await withAda()
    await browser.submit('POST', '/api-tokens', { name: 'Kept', abilities: ['account:read'] })
    assert.lengthOf((await browser.get('/api-tokens')).props.tokens, 1)
    const owner = new BrowserSession(tenant)
    const token = await resetLinkFor(tenant)
    await owner.submit('PUT', '/reset-password', { token, new_password: 'quite another password' })
    assert.include((await browser.get('/profile')).location!, '/sign-in')
    await owner.submit('POST', '/session', { email: ada, password: 'quite another password' })
    assert.isTrue((await viewerOf(owner)).is_email_verified)
    assert.lengthOf((await owner.get('/api-tokens')).props.tokens, 0)
  })
})

test.group('Changing the address', () => {
  test('counts when both mailboxes confirmed it; bills of the owner follow, and the old one is told', async ({
    assert,
  }) => {
    const { tenant, browser } = await withProvenAda()
    await browser.submit('POST', '/email-changes', { email: 'Ada@New.test' })
    const { email } = (await browser.get('/security')).props
    assert.deepInclude(email, { address: ada, asked: 'ada@new.test' })
    await settle(tenant)
    const reader = new BrowserSession(tenant)
    await useLink(browser, await linkFor(tenant, 'change'))
    assert.equal((await viewerOf(browser)).email, ada)
    await useLink(reader, await linkFor(tenant, 'release'))
    assert.equal((await viewerOf(browser)).email, 'ada@new.test')
    await settle(tenant)
    const mails = await mailsOf(tenant)
    assert.includeMembers(mails, [
      `confirm_email_leaving ${ada}`,
      'confirm_email_change ada@new.test',
      `email_changed ${ada}`,
    ])
    const customer = await as(tenant, () =>
      inTransaction(() => db.selectFrom('customers').select('email').executeTakeFirstOrThrow())
    )
    assert.equal(customer.email, 'ada@new.test')
    await signIn(reader)
    assert.include((await reader.get('/profile')).location!, '/sign-in')
  })

  test('is undone from the old mailbox: the thief is out, with every key made since', async ({ assert }) => {
    const { tenant, browser: thief } = await withProvenAda()
    await thief.submit('POST', '/email-changes', { email: 'eve@evil.test' })
    await useLink(thief, await linkFor(tenant, 'change'))
    assert.equal((await viewerOf(thief)).email, ada)
    // The old mailbox keeps silent for a week: its owner may have lost it, or been away.
    const now = await as(tenant, async () => new Clock().now())
    await freezeClock(tenant, new Date(now.getTime() + 7 * 24 * 3_600_000).toISOString())
    await useLink(thief, await linkFor(tenant, 'change'))
    assert.equal((await viewerOf(thief)).email, 'eve@evil.test')
    await thief.submit('POST', '/api-tokens', { name: 'Back door', abilities: ['account:read'] })
    // The old address cannot be taken while its owner may take it back.
    const squatter = new BrowserSession(tenant)
    await signUp(squatter)
    assert.property((await squatter.get('/sign-up')).props.errors, 'email')

    const owner = new BrowserSession(tenant)
    assert.equal((await useLink(owner, await linkFor(tenant, 'undo'))).location, '/sign-in')
    assert.include((await thief.get('/profile')).location!, '/sign-in')
    await signIn(thief, 'eve@evil.test')
    await signIn(thief)
    assert.include((await thief.get('/profile')).location!, '/sign-in')
    const rows = await as(tenant, () =>
      inTransaction(async () => ({
        user: await db.selectFrom('users').select('email').executeTakeFirstOrThrow(),
        tokens: await db.selectFrom('api_tokens').select('id').where('revoked_at', 'is', null).execute(),
        resets: await db.selectFrom('password_resets').select('id').where('used_at', 'is', null).execute(),
      }))
    )
    assert.equal(rows.user.email, ada)
    assert.lengthOf(rows.tokens, 0)
    assert.lengthOf(rows.resets, 1)
  })

  test('counts in whichever order the two links are used, and not when it was let go meanwhile', async ({
    assert,
  }) => {
    const { tenant, browser } = await withProvenAda()
    await browser.submit('POST', '/email-changes', { email: 'ada@new.test' })
    const early = await linkFor(tenant, 'release')
    await browser.submit('DELETE', '/email-changes')
    await useLink(browser, early)
    await browser.submit('POST', '/email-changes', { email: 'ada@other.test' })
    await useLink(browser, await linkFor(tenant, 'release'))
    assert.equal((await viewerOf(browser)).email, ada)
    await useLink(browser, await linkFor(tenant, 'change'))
    assert.equal((await viewerOf(browser)).email, 'ada@other.test')
    // What the mailbox agreed to then counts for no later wish.
    await browser.submit('POST', '/email-changes', { email: 'ada@third.test' })
    await useLink(browser, await linkFor(tenant, 'change'))
    assert.equal((await viewerOf(browser)).email, 'ada@other.test')
  })

  test('says the same of an address that somebody has; only they hear of it', async ({ assert }) => {
    const { tenant, browser } = await withProvenAda()
    await signUp(new BrowserSession(tenant), 'brook@example.test')
    const answers: string[] = []
    // What was asked for before does not show through either.
    await browser.submit('POST', '/email-changes', { email: 'earlier@example.test' })
    const earlier = await linkFor(tenant, 'change')
    for (const email of ['brook@example.test', 'free@example.test']) {
      const { location } = await browser.submit('POST', '/email-changes', { email })
      const { flash, email: own } = (await browser.get('/security')).props
      answers.push(`${location} ${flash.text} ${own.asked}`.replaceAll(email, '…'))
    }
    assert.equal(answers[0], answers[1])
    assert.isNull((await browser.open(`/open/email-links#${earlier}`)).props.link)
    await settle(tenant)
    const mails = await mailsOf(tenant)
    assert.include(mails, 'address_known brook@example.test')
    assert.notInclude(mails, 'confirm_email_change brook@example.test')
    assert.include(mails, `confirm_email_leaving ${ada}`)
  })
})

/** A link to set a new password, as the mail that was asked for has it. */
async function resetLinkFor(tenant: Tenant, email = ada) {
  await new BrowserSession(tenant).submit('POST', '/forgot-password', { email })
  await runQueuedJobs()
  return as(tenant, async () => {
    const newest = db.selectFrom('password_resets').select('id').orderBy('id', 'desc')
    return openResetLink((await inTransaction(() => newest.executeTakeFirstOrThrow())).id)
  })
}

test.group('What a thief asked for before', () => {
  const passwords = { current_password: password, new_password: 'quite another password' }

  test('falls with the password: a new one lets go of the address that was asked for', async ({ assert }) => {
    const { tenant, browser: thief } = await withProvenAda()
    await thief.submit('POST', '/email-changes', { email: 'eve@evil.test' })
    const toThief = await linkFor(tenant, 'change')
    await useLink(thief, toThief)
    const owner = new BrowserSession(tenant)
    await signIn(owner)
    await owner.submit('PUT', '/password', passwords)
    assert.isNull((await owner.get('/security')).props.email.asked)
    const now = await as(tenant, async () => new Clock().now())
    await freezeClock(tenant, new Date(now.getTime() + 7 * 24 * 3_600_000).toISOString())
    await useLink(thief, toThief)
    await signIn(owner, ada)
    const rows = await as(tenant, () => inTransaction(() => db.selectFrom('users').select('email').execute()))
    assert.deepEqual(rows, [{ email: ada }])
  })

  test('falls when the address turns out to be somebody else’s', async ({ assert }) => {
    const { tenant, browser: thief } = await withAda()
    await thief.submit('POST', '/email-changes', { email: 'eve@evil.test' })
    const toThief = await linkFor(tenant, 'change')
    const token = await resetLinkFor(tenant)
    const owner = new BrowserSession(tenant)
    await owner.submit('PUT', '/reset-password', { token, new_password: passwords.new_password })
    const now = await as(tenant, async () => new Clock().now())
    await freezeClock(tenant, new Date(now.getTime() + 7 * 24 * 3_600_000).toISOString())
    await useLink(thief, toThief)
    await owner.submit('POST', '/session', { email: ada, password: passwords.new_password })
    assert.equal((await viewerOf(owner)).email, ada)
  })
})

test('a mailbox vouches for no account that a stranger moves to it', async ({ assert }) => {
  const { tenant, browser: eve } = await withAda()
  await eve.submit('POST', '/email-changes', { email: 'brook@example.test' })
  const token = await linkFor(tenant, 'change')
  const brook = new BrowserSession(tenant)
  assert.isTrue((await brook.open(`/open/email-links#${token}`)).props.link.needs_sign_in)
  await useLink(brook, token)
  assert.equal((await viewerOf(eve)).email, ada)
  await useLink(eve, token)
  assert.equal((await viewerOf(eve)).email, 'brook@example.test')
})

test('of two who move to one address, or sign up with it, at once one has it', async ({ assert }) => {
  const { tenant, browser: adas } = await withAda()
  const brooks = new BrowserSession(tenant)
  await signUp(brooks, 'brook@example.test')
  const tokens: (string | null)[] = []
  for (const each of [adas, brooks]) {
    await each.submit('POST', '/email-changes', { email: 'both@example.test' })
    tokens.push(await linkFor(tenant, 'change'))
  }
  const chandras = new BrowserSession(tenant)
  await chandras.get('/sign-up')
  const answers = await Promise.all([
    useLink(adas, tokens[0]!),
    useLink(brooks, tokens[1]!),
    signUp(chandras, 'both@example.test'),
  ])
  assert.deepEqual(
    answers.map(({ status }) => status < 500),
    [true, true, true]
  )
  const owners = db.selectFrom('users').select('id').where('email', '=', 'both@example.test')
  assert.lengthOf(await as(tenant, () => inTransaction(() => owners.execute())), 1)
})

test('mails with these links say everything, in both languages, and keep no key', async ({ assert }) => {
  const { tenant, browser } = await withProvenAda()
  await browser.submit('POST', '/email-changes', { email: 'ada@new.test' })
  await as(tenant, async () => {
    await inTransaction(() =>
      db
        .insertInto('brands')
        .values({ name: 'EZ', legal_name: 'EZ', support_email: 'a@b.test', mail_from: 'a@b.test' })
        .execute()
    )
    const { id } = await inTransaction(() =>
      db
        .selectFrom('email_links')
        .select('id')
        .where('used_at', 'is', null)
        .orderBy('id', 'desc')
        .executeTakeFirstOrThrow()
    )
    const token = (await openEmailLink(id))!
    const values = { name: 'Ada', email: ada, address: 'ada@new.test' }
    const facts = [{ label: 'valid_until', value: { instant: '2026-03-01T00:00:00Z' } }]
    const data = { values, facts, action: { surface: 'account', path: '/open/email-links#' } }
    for (const kind of [
      'verify_email',
      'confirm_email_change',
      'confirm_email_leaving',
      'email_changed',
      'sign_in_link',
    ]) {
      for (const locale of ['en', 'de']) {
        const message = { id: newId(), kind, locale, subject_id: id, data } as unknown as Message
        const { subject, text, html, keepableText } = (await renderMessage(message))!
        assert.notMatch(subject + text + html, /mail\.\w+\.|\{\w+\}|undefined|translation missing/i, kind)
        assert.include(text, `/open/email-links#${token}`)
        assert.notInclude(keepableText, token)
      }
    }
  })
})
