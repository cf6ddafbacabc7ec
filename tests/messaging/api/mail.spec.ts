import { readdirSync } from 'node:fs'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { sendMailThrough } from '#app/messaging/drivers/registry'
import { messageKinds, type MessageKind } from '#app/messaging/domain/message_kinds'
import { QueueMessage, mailPasswordReset, mailWelcome } from '#app/messaging/index'
import { renderMessage } from '#app/messaging/queries/render_message'
import type { Message } from '#app/messaging/records/messages'
import { SignUp } from '#app/customers/index'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import type { Fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { write } from '#tests/support/billing'
import { BrowserSession } from '#tests/support/browser_session'
import { useSandbox } from '#tests/support/sandbox'
import { runQueuedJobs, settle } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

async function withAda({ locale = 'en', name = 'Ada Lovelace' } = {}) {
  const tenant = await createTenant()
  await as(tenant, () =>
    inTransaction(() =>
      db
        .insertInto('brands')
        .values({
          name: 'EZSCALE',
          legal_name: 'EZSCALE Ltd',
          support_email: 'help@ezscale.test',
          mail_from: 'no-reply@ezscale.test',
        })
        .execute()
    )
  )
  const email = `${newId()}@example.test`
  const signUp = await app.container.make(SignUp)
  const input = { email, password: 'correct horse battery', name, currency: 'EUR', locale }
  const result = await as(tenant, () => signUp.execute(input))
  if (!result.ok) throw new Error(result.error.type)
  const { userId, customer } = result.value
  return { tenant, email, userId, customer }
}

type Ada = Awaited<ReturnType<typeof withAda>>

function welcomeFact({ userId, customer }: Ada): Fact<{ customerId: string; userId: string }> {
  return {
    id: newId(),
    name: 'customer.created',
    subject: { kind: 'customer', id: customer.id },
    customerId: customer.id,
    data: { customerId: customer.id, userId },
    occurredAt: customer.created_at,
  }
}

const queueWelcome = (ada: Ada) => as(ada.tenant, () => inTransaction(() => mailWelcome(welcomeFact(ada))))

const messagesTo = (tenant: Tenant, recipient: string, kind: MessageKind) =>
  as(tenant, () =>
    inTransaction(() =>
      db
        .selectFrom('messages')
        .selectAll()
        .where('recipient', '=', recipient)
        .where('kind', '=', kind)
        .orderBy('id')
        .execute()
    )
  )

test.group('Mail', (group) => {
  const sandbox = useSandbox(group)
  group.each.setup(() => sendMailThrough(`smtp://127.0.0.1:${sandbox().process.smtpPort}`))

  test('is sent once per cause, in HTML and text, with the brand', async ({ assert }) => {
    const ada = await withAda()
    await queueWelcome(ada)
    await queueWelcome(ada)
    await settle(ada.tenant)
    const inbox = await sandbox().mail({ to: ada.email })
    assert.lengthOf(inbox, 1)
    assert.equal(inbox[0]!.subject, 'Welcome to EZSCALE')
    assert.include(inbox[0]!.text, `You sign in with ${ada.email}.`)
    assert.include(inbox[0]!.html, 'color-scheme')
    assert.include(inbox[0]!.html, 'EZSCALE Ltd')
    const [message] = await messagesTo(ada.tenant, ada.email, 'welcome')
    assert.equal(message!.status, 'sent')
    assert.equal(message!.smtp_message_id, `<${message!.id}@ezscale.test>`)
  })

  test('speaks the language of its reader', async ({ assert }) => {
    const ada = await withAda({ locale: 'de' })
    await queueWelcome(ada)
    await settle(ada.tenant)
    assert.equal((await sandbox().mail({ to: ada.email }))[0]!.subject, 'Willkommen bei EZSCALE')
  })

  test('tells times in the zone of its reader', async ({ assert }) => {
    const ada = await withAda()
    const textWith = async (userId: string | null) => {
      const facts = [{ label: 'when', value: { instant: '2026-03-01T20:30:00Z' } }]
      const data = { values: { name: 'Ada', email: 'ada@example.test' }, facts }
      const message = {
        id: newId(),
        kind: 'new_browser',
        locale: 'en',
        subject_id: newId(),
        user_id: userId,
        data,
      }
      return (await as(ada.tenant, () => renderMessage(message as unknown as Message)))!.text
    }
    // Who said nothing reads the tenant's.
    assert.include(await textWith(ada.userId), '9:30 PM')
    await write(ada.tenant, () =>
      db.updateTable('users').set({ time_zone: 'America/New_York' }).where('id', '=', ada.userId).execute()
    )
    assert.include(await textWith(ada.userId), '3:30 PM')
    assert.include(await textWith(null), '9:30 PM')
  })

  test('waits out a temporary refusal, and gives up after a final one', async ({ assert }) => {
    const ada = await withAda()
    await sandbox().fault('mail', 'reject_temporarily', { times: 1 })
    await queueWelcome(ada)
    await settle(ada.tenant)
    const [waiting] = await messagesTo(ada.tenant, ada.email, 'welcome')
    assert.equal(waiting!.status, 'queued')
    assert.match(waiting!.last_error!, /Greylisted/)
    await freezeClock(ada.tenant, '2026-03-01T09:02:00Z')
    await settle(ada.tenant)
    assert.lengthOf(await sandbox().mail({ to: ada.email }), 1)

    const brook = await withAda()
    await sandbox().fault('mail', 'reject', {})
    await queueWelcome(brook)
    await settle(brook.tenant)
    const [dead] = await messagesTo(brook.tenant, brook.email, 'welcome')
    assert.equal(dead!.status, 'dead')
    assert.equal(dead!.attempts, 1)
  })

  test('keeps the link to set a password out of the database', async ({ assert }) => {
    const ada = await withAda()
    const browser = new BrowserSession(ada.tenant)
    await browser.submit('POST', '/forgot-password', { email: ada.email })
    await runQueuedJobs()
    const [{ id: resetId }] = (await as(ada.tenant, () =>
      inTransaction(() => db.selectFrom('password_resets').select('id').execute())
    )) as [{ id: string }]
    const fact = { ...welcomeFact(ada), data: { userId: ada.userId, resetId } }
    await as(ada.tenant, () => inTransaction(() => mailPasswordReset(fact)))
    await settle(ada.tenant)
    const [mail] = await sandbox().mail({ to: ada.email, subject: 'Set a new password' })
    const token = /reset-password#([\w-]{43})/.exec(mail!.text)![1]!
    const [message] = await messagesTo(ada.tenant, ada.email, 'password_reset')
    assert.notInclude(JSON.stringify(message), token)

    const form = { token, new_password: 'another good password' }
    assert.equal((await browser.open(`/open/reset-password#${token}`)).props.token, token)
    assert.equal((await browser.submit('PUT', '/reset-password', form)).location, '/sign-in')
    await browser.submit('PUT', '/reset-password', form)
    assert.property((await browser.get('/forgot-password')).props.errors, 'new_password')
    await browser.submit('POST', '/session', { email: ada.email, password: form.new_password })
    assert.equal((await browser.get('/security')).props.viewer.email, ada.email)
  })

  test('a link is too old after an hour', async ({ assert }) => {
    const ada = await withAda()
    const browser = new BrowserSession(ada.tenant)
    await browser.submit('POST', '/forgot-password', { email: ada.email })
    await runQueuedJobs()
    const [reset] = await as(ada.tenant, () =>
      inTransaction(() => db.selectFrom('password_resets').selectAll().execute())
    )
    const fact = { ...welcomeFact(ada), data: { userId: ada.userId, resetId: reset!.id } }
    await as(ada.tenant, () => inTransaction(() => mailPasswordReset(fact)))
    await settle(ada.tenant)
    const [mail] = await sandbox().mail({ to: ada.email, subject: 'Set a new password' })
    const token = /reset-password#([\w-]{43})/.exec(mail!.text)![1]!
    await freezeClock(ada.tenant, '2026-03-01T10:00:00Z')
    await browser.submit('PUT', '/reset-password', { token, new_password: 'another good password' })
    assert.property((await browser.get('/forgot-password')).props.errors, 'new_password')
  })

  test('staff read it and send it again', async ({ assert }) => {
    const ada = await withAda()
    await queueWelcome(ada)
    await settle(ada.tenant)
    const staff = await apiClientFor(ada.tenant, { as: 'staff' })
    const { showId } = await import('#app/shared/ids')
    const list = await staff.get(`/customers/${showId('customer', ada.customer.id)}/messages`)
    const welcome = list.body.data.find((message: { kind: string }) => message.kind === 'welcome')
    assert.equal(welcome.status, 'sent')
    assert.include((await staff.get(`/messages/${welcome.id}`)).body.text, 'Your account is ready')
    assert.equal((await staff.post(`/messages/${welcome.id}/sendings`)).status, 202)
    assert.equal((await staff.post(`/messages/${welcome.id}/sendings`)).status, 409)
    await runQueuedJobs()
    assert.lengthOf(await sandbox().mail({ to: ada.email, subject: 'Welcome' }), 2)
  })
})

test.group('Mail templates', () => {
  const kinds = Object.keys(messageKinds) as MessageKind[]

  test('exist for every kind, in HTML and text, and for nothing else', ({ assert }) => {
    const files = readdirSync(app.makePath('resources/views/mail')).filter((name) => name.endsWith('.edge'))
    assert.sameMembers(
      files,
      kinds.flatMap((kind) => [`${kind}.edge`, `${kind}.text.edge`])
    )
  })

  for (const locale of ['en', 'de']) {
    test(`say everything in ${locale}, and let no markup in`, async ({ assert }) => {
      const ada = await withAda({ locale })
      await as(ada.tenant, async () => {
        // Mails with a key in their link need what it opens: tried with passwords here, with quotes in tests/offers, with refunds in
        // tests/journeys/late_coins.spec.ts, with invitations in tests/customers/api,
        // with sign-ups in tests/customers/api/asked_sign_ups.spec.ts,
        // with addresses in tests/identity/api/email_links.spec.ts.
        const withKey: MessageKind[] = [
          'password_reset',
          'offer_sent',
          'offer_reminder',
          'refund_to_claim',
          'team_invitation',
          'staff_invitation',
          'confirm_sign_up',
          'verify_email',
          'confirm_email_change',
          'confirm_email_leaving',
          'email_changed',
          'sign_in_link',
        ]
        for (const kind of kinds.filter((candidate) => !withKey.includes(candidate))) {
          const rendered = (await renderMessage(sample(kind, locale)))!
          const all = rendered.subject + rendered.text + rendered.html
          assert.notMatch(all, /mail\.\w+\.|\{\w+\}|undefined|\[object|translation missing/i, kind)
          assert.notInclude(rendered.html, '<script>', kind)
          assert.notInclude(rendered.text, '&lt;', kind)
          assert.notMatch(rendered.subject, /\p{Cc}/u, kind)
          assert.notMatch(rendered.html, /src="|url\(/, kind)
        }
      })
    })
  }

  test('queue for many at once, each once', async ({ assert }) => {
    const ada = await withAda()
    const queue = await app.container.make(QueueMessage)
    const recipients = ['a', 'b'].map((name) => ({
      userId: null,
      email: `${name}@example.test`,
      name,
      locale: 'en',
    }))
    const message = {
      kind: 'cancelled' as const,
      subject: { kind: 'subscription', id: newId() },
      customerId: ada.customer.id,
      recipients,
      content: { values: { service: 'web-01' }, facts: [], action: null },
    }
    const execute = (step: number) => as(ada.tenant, () => queue.execute({ ...message, step }))
    assert.deepEqual([await execute(1), await execute(1), await execute(2)], [2, 0, 2])
  })
})

function sample(kind: MessageKind, locale: string): Message {
  const money = { money: { amount: '1401', currency: 'EUR' } }
  const nasty = 'web-01 <script>alert(1)</script>\r\nBcc: x@example.test'
  const values = {
    name: nasty, email: 'ada@example.test', number: '1001', reason: { word: 'capacity_refused' }, customer: nasty, service: nasty,
    invoice: 'INV-1', kind: 'renewal', amount: money, due: { date: '2026-03-08' }, date: { date: '2026-03-08' }, days: '3',
    operation: { word: 'operation_create' }, plan: nasty, credit_note: 'CN-1', destination: 'balance', before: money, after: money, fee: money,
    reference: 'Q-000001', answer: { word: 'offer_accepted' }, method: 'saved',
    certificate: nasty, card: nasty, cause: 'returned', why: 'declined', way: 'source', stage: 'inquiry', outcome: 'lost',
    what: { word: 'passkey_added' }, author: nasty, until: '2028-05',
  } // prettier-ignore
  const labels = [
    'order', 'items', 'total', 'amount', 'amount_due', 'invoice', 'due_on', 'next_attempt', 'suspension_on', 'termination_on',
    'service', 'plan', 'addresses', 'ends_on', 'customer', 'operation', 'reason', 'price', 'old_price', 'new_price',
    'offer', 'valid_until', 'decline_reason', 'free_until', 'first_charge',
    'certificate', 'tax_place', 'exempt_until', 'card', 'owed_again', 'transfer_to', 'account', 'transfer_reference',
    'paid_with', 'asked_by', 'respond_by', 'gateway', 'risk', 'held_until',
    'when', 'browser', 'country', 'network_address', 'staff_member', 'minutes',
  ] // prettier-ignore
  const facts = labels.map((label) => ({ label, value: label === 'total' ? money : nasty }))
  const action = { surface: 'account' as const, path: '/x' }
  return { kind, locale, subject_id: newId(), data: { values, facts, action } } as unknown as Message
}
