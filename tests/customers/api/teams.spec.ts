import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { tellChannel } from '#app/shared/database/channel'
import { pool } from '#app/shared/database/pool'
import { inTransaction } from '#app/shared/database/unit'
import { newId, showId } from '#app/shared/ids'
import { endWithSession, hearEndedSessions, markOfSession } from '#app/shared/realtime/ended_sessions'
import { SignUp } from '#app/customers/index'
import { AddStaffMember, openInvitationLink } from '#app/identity/index'
import { MakeFirstLink } from '#app/identity/actions/make_first_link'
import { seedBrand } from '#database/seeders/demo_tenant'
import type { Fact } from '#app/shared/events/event'
import { mailInvitation } from '#app/messaging/index'
import { renderMessage } from '#app/messaging/queries/render_message'
import { apiClientOf } from '#tests/support/api'
import { eventually } from '#tests/support/app_processes'
import { BrowserSession } from '#tests/support/browser_session'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

const password = 'correct horse battery'
const technical = ['services']

async function signUp(tenant: Tenant, email: string, name: string) {
  const action = await app.container.make(SignUp)
  const result = await as(tenant, () =>
    action.execute({ email, password, name, currency: 'EUR', locale: 'en' })
  )
  if (!result.ok) throw new Error(result.error.type)
  const browser = new BrowserSession(tenant)
  await browser.submit('POST', '/session', { email, password })
  return { ...result.value, browser }
}

async function withAda() {
  const tenant = await createTenant()
  return { tenant, ada: await signUp(tenant, 'ada@example.test', 'Ada') }
}

/** The link of an invitation, as its mail has it. */
async function linkFor(tenant: Tenant, email: string): Promise<string> {
  return as(tenant, () =>
    inTransaction(async () => {
      const { id } = await db
        .selectFrom('invitations')
        .select('id')
        .where('email', '=', email)
        .orderBy('id', 'desc')
        .executeTakeFirstOrThrow()
      return (await openInvitationLink(id))!
    })
  )
}

/** Brook is invited, and joins as somebody new. */
async function withBrook(permissions = technical) {
  const { tenant, ada } = await withAda()
  await ada.browser.submit('POST', '/team/invitations', { email: 'brook@example.test', permissions })
  const token = await linkFor(tenant, 'brook@example.test')
  const brook = new BrowserSession(tenant)
  await brook.open(`/open/invitations#${token}`)
  await brook.submit('POST', '/invitations', { token, name: 'Brook', password })
  const { viewer } = (await brook.get('/profile')).props
  return { tenant, ada, brook, token, brookId: viewer.id as string, viewer }
}

const memberIds = async (browser: BrowserSession) =>
  (await browser.get('/team')).props.members.map((member: { id: string }) => member.id)

test.group('The mail of an invitation', () => {
  test('names the team, and whoever is the team alone once', async ({ assert }) => {
    const { tenant, ada } = await withAda()
    await as(tenant, () => inTransaction(() => seedBrand()))
    const subjectFor = async (email: string) => {
      await ada.browser.submit('POST', '/team/invitations', { email, permissions: technical })
      return as(tenant, () =>
        inTransaction(async () => {
          const ofReader = db.selectFrom('invitations').select('id').where('email', '=', email)
          const { id } = await ofReader.executeTakeFirstOrThrow()
          await mailInvitation({ data: { invitationId: id } } as Fact<{ invitationId: string }>)
          const mails = db.selectFrom('messages').selectAll().where('recipient', '=', email)
          return (await renderMessage(await mails.executeTakeFirstOrThrow()))!.subject
        })
      )
    }
    assert.equal(await subjectFor('brook@example.test'), 'Ada invites you to their account')
    await as(tenant, () =>
      inTransaction(() => db.updateTable('customers').set({ company_name: 'Engines Ltd' }).execute())
    )
    assert.equal(await subjectFor('chandra@example.test'), 'Ada invites you to Engines Ltd')
  })
})

test.group('A change of a service that costs something now', () => {
  test('asks whoever may pay who is there, and lets whoever may not ask for it', async ({ assert }) => {
    const { tenant, ada, brook } = await withBrook()
    await pool().query(
      `update platform.sessions set data = data - 'proven_at' where data->>'tenant_id' = $1 and user_id is not null`,
      [tenant.id]
    )
    const path = `/services/${showId('service', newId())}/changes`
    const askedFor = async (browser: BrowserSession, expected_total: string) =>
      (await browser.submit('POST', path, { expected_total })).location?.startsWith('/confirm') ?? false
    assert.isTrue(await askedFor(ada.browser, '238'))
    assert.isFalse(await askedFor(ada.browser, '0'), 'nothing is paid')
    assert.isFalse(await askedFor(ada.browser, '-238'), 'it goes to the balance')
    assert.isFalse(await askedFor(brook, '238'), 'the invoice waits for Ada')
  })
})

test.group('Invitations into a team', () => {
  test('let somebody new in, once, with what they were given', async ({ assert }) => {
    const { tenant, ada, token, viewer, brookId } = await withBrook()
    assert.equal(viewer.email, 'brook@example.test')
    assert.sameMembers(viewer.abilities, [
      'account:read',
      'services:read',
      'services:power',
      'services:write',
    ])
    assert.include(await memberIds(ada.browser), brookId)
    const again = new BrowserSession(tenant)
    assert.isNull((await again.open(`/open/invitations#${token}`)).props.invitation)
    await again.submit('POST', '/invitations', { token, name: 'Eve', password })
    assert.include((await again.get('/profile')).location!, '/sign-in')
  })

  test('lead nowhere when taken back, too old, for another address or on the staff host', async ({
    assert,
  }) => {
    const { tenant, ada } = await withAda()
    const invite = (email: string) =>
      ada.browser.submit('POST', '/team/invitations', { email, permissions: technical })
    await invite('mistake@example.test')
    const mistaken = await linkFor(tenant, 'mistake@example.test')
    const [open] = (await ada.browser.get('/team')).props.invitations
    await ada.browser.submit('DELETE', `/team/invitations/${open.id}`)
    const reader = new BrowserSession(tenant)
    assert.isNull((await reader.open(`/open/invitations#${mistaken}`)).props.invitation)

    await signUp(tenant, 'dagny@example.test', 'Dagny')
    await invite('dagny@example.test')
    const forDagny = await linkFor(tenant, 'dagny@example.test')
    assert.equal((await reader.open(`/open/invitations#${forDagny}`)).props.invitation.answer, 'sign_in')
    const chandra = await signUp(tenant, 'chandra@example.test', 'Chandra')
    assert.equal(
      (await chandra.browser.open(`/open/invitations#${forDagny}`)).props.invitation.answer,
      'other_person'
    )
    await chandra.browser.submit('POST', '/invitations', { token: forDagny })
    assert.lengthOf(await memberIds(ada.browser), 1)
    const onStaffHost = new BrowserSession(tenant, 'admin')
    assert.isNull((await onStaffHost.open(`/open/invitations#${forDagny}`)).props.invitation)
    await freezeClock(tenant, '2026-03-08T09:00:00Z')
    assert.isNull((await reader.open(`/open/invitations#${forDagny}`)).props.invitation)
  })

  test('into a second customer: the person switches between both', async ({ assert }) => {
    const { tenant, ada } = await withAda()
    const dagny = await signUp(tenant, 'dagny@example.test', 'Dagny')
    await ada.browser.submit('POST', '/team/invitations', {
      email: 'dagny@example.test',
      permissions: ['read'],
    })
    await dagny.browser.submit('POST', '/invitations', { token: await linkFor(tenant, 'dagny@example.test') })
    const { viewer } = (await dagny.browser.get('/profile')).props
    assert.equal(viewer.customer.id, showId('customer', ada.customer.id))
    assert.deepEqual(
      viewer.other_customers.map(({ id }: { id: string }) => id),
      [showId('customer', dagny.customer.id)]
    )
    assert.notInclude(viewer.abilities, 'billing:pay')
    await dagny.browser.submit('PUT', '/current-customer', {
      customer_id: showId('customer', dagny.customer.id),
    })
    assert.include((await dagny.browser.get('/profile')).props.viewer.abilities, 'billing:pay')

    // A tab that still shows Ada's customer does nothing to Dagny's; a whole page is made anew.
    dagny.browser.pageCustomer = showId('customer', ada.customer.id)
    const stale = await dagny.browser.submit('POST', '/team/invitations', { email: 'eve@example.test', permissions: ['owner'] }) // prettier-ignore
    assert.deepEqual([stale.status, stale.location], [409, '/'])
    const page = await dagny.browser.get('/team')
    assert.lengthOf(page.props.invitations, 0)
    assert.include(page.props.flash.text, 'another tab')
    const back = await dagny.browser.submit('PUT', '/current-customer', {
      customer_id: showId('customer', ada.customer.id),
    })
    assert.equal(back.location, '/')

    const stranger = await signUp(tenant, 'chandra@example.test', 'Chandra')
    await stranger.browser.submit('PUT', '/current-customer', {
      customer_id: showId('customer', ada.customer.id),
    })
    const stayed = (await stranger.browser.get('/profile')).props.viewer.customer.id
    assert.equal(stayed, showId('customer', stranger.customer.id))
  })
})

test.group('A team', () => {
  test('gives nobody more than the giver has, and keeps an owner', async ({ assert }) => {
    const { tenant, ada, brook, brookId } = await withBrook(['read', 'team'])
    const adaId = showId('user', ada.userId)
    await brook.submit('POST', '/team/invitations', { email: 'eve@example.test', permissions: ['owner'] })
    assert.property((await brook.get('/team')).props.errors, 'permissions')
    await brook.submit('POST', '/team/invitations', { email: 'eve@example.test', permissions: ['billing'] })
    await brook.submit('PUT', `/team/members/${brookId}`, { permissions: ['owner'] })
    await brook.submit('DELETE', `/team/members/${adaId}`)
    await brook.submit('POST', '/team/ownership', { user_id: brookId })
    await ada.browser.submit('DELETE', `/team/members/${adaId}`)
    await ada.browser.submit('PUT', `/team/members/${adaId}`, { permissions: ['read'] })
    const { members, invitations } = (await ada.browser.get('/team')).props
    assert.deepEqual(
      members.map(({ id, permissions }: { id: string; permissions: string[] }) => [id, permissions.join()]),
      [
        [adaId, 'owner'],
        [brookId, 'read,team'],
      ]
    )
    assert.lengthOf(invitations, 0)
    const elsewhere = await signUp(tenant, 'chandra@example.test', 'Chandra')
    await elsewhere.browser.submit('DELETE', `/team/members/${brookId}`)
    assert.lengthOf(await memberIds(ada.browser), 2)
  })

  test('ends sessions and tokens of whoever is removed, and of whoever leaves', async ({
    assert,
    cleanup,
  }) => {
    const { tenant, ada, brook, brookId } = await withBrook(['read', 'team'])
    const { readId } = await import('#app/shared/ids')
    const person = { userId: readId('user', brookId)!, customerId: ada.customer.id }
    const program = await apiClientOf(tenant, person)
    assert.equal((await program.get('/me')).status, 200)
    await brook.submit('POST', '/team/invitations', { email: 'eve@example.test', permissions: ['read'] })
    const forEve = await linkFor(tenant, 'eve@example.test')
    const sessions = hearEndedSessions()
    cleanup(() => sessions.stop())
    const { rows } = await pool().query('select id from platform.sessions where user_id = $1', [
      person.userId,
    ])
    const isClosed = new Promise<void>((close) => endWithSession(markOfSession(rows[0].id), close))
    // It hears from the moment that it is connected.
    let isHeard = false
    endWithSession('probe', () => (isHeard = true))
    await eventually(() => tellChannel('session_ended', 'probe').then(() => isHeard), { withinMs: 30_000 })
    const refreshed = () =>
      as(tenant, () =>
        inTransaction(() => db.selectFrom('oauth_records').selectAll().where('user_id', '=', person.userId).execute())
      ) // prettier-ignore
    await as(tenant, () =>
      inTransaction(() =>
        db
          .insertInto('oauth_records')
          .values({ kind: 'RefreshToken', id_hash: Buffer.alloc(32), sealed_payload: '{}', user_id: person.userId })
          .execute()
      )
    ) // prettier-ignore
    await ada.browser.submit('DELETE', `/team/members/${brookId}`)
    assert.lengthOf(await refreshed(), 0, 'what applications reach a member by')
    // What was open in the session ends with it, in whatever process.
    await isClosed
    const eve = new BrowserSession(tenant)
    await eve.submit('POST', '/invitations', { token: forEve, name: 'Eve', password })
    assert.lengthOf(await memberIds(ada.browser), 1)
    assert.include((await brook.get('/services')).location!, '/sign-in')
    assert.equal((await program.get('/me')).status, 401)
    await brook.get('/sign-in')
    await brook.submit('POST', '/session', { email: 'brook@example.test', password })
    assert.include((await brook.get('/services')).location!, '/sign-in')
  })

  test('is handed over, after which the new owner can remove the old one', async ({ assert }) => {
    const { ada, brook, brookId } = await withBrook()
    await ada.browser.submit('POST', '/team/ownership', { user_id: brookId })
    const roles = (await ada.browser.get('/team')).props.members.map(({ role }: { role: string }) => role)
    assert.sameMembers(roles, ['owner', null])
    await brook.submit('DELETE', `/team/members/${showId('user', ada.userId)}`)
    assert.deepEqual(await memberIds(brook), [brookId])
  })

  test('is changed over the API as well', async ({ assert }) => {
    const { tenant, ada, brookId } = await withBrook()
    const client = await apiClientOf(tenant, { userId: ada.userId, customerId: ada.customer.id })
    const changed = await client.patch(`/team/members/${brookId}`, { permissions: ['billing', 'orders'] })
    assert.deepEqual([changed.status, changed.body.role], [200, 'billing'])
    const invited = await client.post('/team/invitations', {
      email: 'eve@example.test',
      permissions: ['read'],
    })
    assert.deepEqual([invited.status, invited.body.role], [201, 'read_only'])
    assert.notProperty(invited.body, 'token')
    assert.lengthOf((await client.get('/team/invitations')).body.data, 1)
    assert.equal((await client.delete(`/team/invitations/${invited.body.id}`)).status, 204)
    const twice = await client.post('/team/invitations', {
      email: 'brook@example.test',
      permissions: ['read'],
    })
    assert.equal(twice.body.code, 'already_there')
    // A team is no list of people to write to.
    const many = { email: 'stranger@example.test', permissions: ['read'] }
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => client.post('/team/invitations', many))
    )
    assert.includeMembers(
      answers.map(({ status }) => status),
      [201, 429]
    )
    const self = showId('user', ada.userId)
    assert.equal((await client.delete(`/team/members/${self}`)).body.code, 'last_owner')
    assert.equal((await client.delete(`/team/members/${brookId}`)).status, 204)
  })
})

test.group('The staff', () => {
  test('begin by a link that works once; others are invited, and leave', async ({ assert }) => {
    const tenant = await createTenant({ staffSecondFactor: 'required' })
    const make = await app.container.make(MakeFirstLink)
    const first = await as(tenant, () => make.execute({ isAnother: false }))
    const again = await as(tenant, () => make.execute({ isAnother: false }))
    if (!first.ok) throw new Error(first.error.type)
    assert.equal(!again.ok && again.error.type, 'link_waits')
    const { token } = first.value
    const sam = new BrowserSession(tenant, 'admin')
    assert.isTrue((await sam.open(`/open/invitations#${token}`)).props.invitation.is_staff)
    const form = { token, email: 'sam@example.test', name: 'Sam', password }
    assert.equal((await sam.submit('POST', '/invitations', form)).location, '/sign-in/second-factor')
    const begun = db.selectFrom('events').select('actor_kind').where('type', '=', 'user.created')
    const [fact] = await as(tenant, () => inTransaction(() => begun.execute()))
    assert.equal(fact!.actor_kind, 'staff')
    const eve = new BrowserSession(tenant, 'admin')
    await eve.submit('POST', '/invitations', { ...form, email: 'eve@example.test' })
    assert.isNull((await eve.open(`/open/invitations#${token}`)).props.invitation)
    const late = await as(tenant, () => make.execute({ isAnother: true }))
    assert.equal(!late.ok && late.error.type, 'staff_exists')
  })

  test('begin by one link, also where several processes print it, and by none once somebody works here', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const make = await app.container.make(MakeFirstLink)
    const print = () => as(tenant, () => make.execute({ isAnother: false }))
    const made = await Promise.all([print(), print(), print()])
    const [link, ...others] = made.flatMap((each) => (each.ok ? [each.value.token] : []))
    assert.lengthOf(others, 0)
    const add = await app.container.make(AddStaffMember)
    const sam = { email: 'sam@example.test', name: 'Sam', password, locale: 'en', roles: ['owner' as const] }
    await as(tenant, () => add.execute(sam))
    // Whoever reads the console's log later finds a link that opens nothing.
    const eve = new BrowserSession(tenant, 'admin')
    assert.isNull((await eve.open(`/open/invitations#${link}`)).props.invitation)
    await eve.submit('POST', '/invitations', {
      token: link,
      email: 'eve@example.test',
      name: 'Eve',
      password,
    })
    assert.include((await eve.get('/customers')).location!, '/sign-in')
  })

  test('who leave are out at once; somebody stays the owner', async ({ assert }) => {
    const tenant = await createTenant()
    const add = await app.container.make(AddStaffMember)
    const person = {
      email: 'sam@example.test',
      name: 'Sam',
      password,
      locale: 'en',
      roles: ['owner' as const],
    }
    const added = await as(tenant, () => add.execute(person))
    if (!added.ok) throw new Error(added.error.type)
    const sam = new BrowserSession(tenant, 'admin')
    await sam.submit('POST', '/session', { email: person.email, password })
    await sam.submit('DELETE', `/staff/${showId('user', added.value.userId)}`)
    await sam.submit('POST', '/staff/invitations', { email: 'tea@example.test', roles: ['support'] })
    const token = await linkFor(tenant, 'tea@example.test')
    const tea = new BrowserSession(tenant, 'admin')
    await tea.submit('POST', '/invitations', { token, name: 'Tea', password })
    assert.equal((await tea.get('/customers')).status, 200)
    assert.equal(
      (await tea.submit('POST', '/staff/invitations', { email: 'x@example.test', roles: ['owner'] })).status,
      403
    )
    const { staff } = (await sam.get('/staff')).props
    assert.lengthOf(staff, 2)
    const teaId = staff.find(({ name }: { name: string }) => name === 'Tea').id
    await sam.submit('DELETE', `/staff/${teaId}`)
    assert.include((await tea.get('/customers')).location!, '/sign-in')
    assert.equal((await sam.get('/customers')).status, 200)
  })
})

test.group('Passwords that are guessed first', () => {
  test('are refused when somebody signs up', async ({ assert }) => {
    const browser = new BrowserSession(await createTenant())
    const form = { name: 'Brook', email: 'brook@example.test', currency: 'EUR' }
    for (const bad of [
      'Password1234',
      'qwertyuiop',
      '1234567890',
      'liverpool2024!',
      'aaaaaaaaaaaa',
      'brook-Tenant-1',
    ]) {
      await browser.submit('POST', '/sign-up', { ...form, password: bad })
      assert.match((await browser.get('/sign-up')).props.errors.password ?? '', /guessed first/, bad)
    }
  })
})
