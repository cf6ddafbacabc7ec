import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { showId } from '#app/shared/ids'
import { SignUp } from '#app/customers/index'
import { AddStaffMember, type StaffRole } from '#app/identity/index'
import { staffAbilities } from '#app/shared/http/caller'
import { EndStaffMember } from '#app/identity/actions/end_staff_member'
import { listAuditLog } from '#app/reporting/index'
import { apiClientFor } from '#tests/support/api'
import { BrowserSession } from '#tests/support/browser_session'
import { as, createTenant } from '#tests/support/tenants'

const password = 'correct horse battery'
const reason = 'Ticket 4711: the invoice does not open'

/** Ada has an account, Sam works in support and is signed in. */
async function scene(role: StaffRole = 'support') {
  const tenant = await createTenant()
  const signUp = await app.container.make(SignUp)
  const ada = { email: 'ada@example.test', password, name: 'Ada Lovelace', currency: 'EUR', locale: 'en' }
  const made = await as(tenant, () => signUp.execute(ada))
  if (!made.ok) throw new Error(made.error.type)
  const add = await app.container.make(AddStaffMember)
  const sam = { email: 'sam@example.test', name: 'Sam', password, locale: 'en', roles: [role] }
  const added = await as(tenant, () => add.execute(sam))
  if (!added.ok) throw new Error(added.error.type)
  const staff = new BrowserSession(tenant, 'admin')
  await staff.submit('POST', '/session', { email: sam.email, password })
  const ids = {
    customer_id: showId('customer', made.value.customer.id),
    user_id: showId('user', made.value.userId),
  }
  return { tenant, staff, ids, userId: made.value.userId }
}

/** Goes over and returns the customers' host as the staff member has it in their browser. */
async function goOver({ tenant, staff, ids }: Awaited<ReturnType<typeof scene>>) {
  const answer = await staff.submit('POST', '/impersonations', { ...ids, reason, minutes: 15 })
  const url = new URL(answer.location ?? answer.text, 'http://nowhere')
  const browser = new BrowserSession(tenant, 'account')
  await browser.open(url.href)
  await browser.get('/')
  return { browser, link: url.href }
}

test.group('Acting in a customer’s name', () => {
  test('shows what the customer sees, says so on each page, and ends', async ({ assert }) => {
    const story = await scene()
    const { browser } = await goOver(story)
    const { props } = await browser.get('/profile')
    assert.deepInclude(props.viewer, { name: 'Ada Lovelace' })
    assert.deepInclude(props.viewer.impersonation, { staff_name: 'Sam', reason })
    assert.notIncludeMembers(props.viewer.abilities, ['billing:pay', 'orders:write', 'team:write'])
    await browser.submit('DELETE', '/impersonation')
    assert.equal((await browser.get('/profile')).location, '/sign-in?return_to=%2Fprofile')
  })

  test('reaches no secrets, no money, no team, and nothing that was not thought of', async ({ assert }) => {
    const { browser } = await goOver(await scene())
    const tries = [
      ['PUT', '/password'], ['PUT', '/profile'], ['POST', '/api-tokens'], ['POST', '/totp'], ['POST', '/recovery-codes'], ['POST', '/payments'],
      ['POST', '/payment-method-setups'], ['POST', '/team/invitations'], ['POST', '/team/ownership'], ['POST', '/balance/top-ups'],
      ['PUT', '/current-customer'], ['POST', '/services/svc_x/credentials'], ['POST', '/services/svc_x/consoles'],
      ['POST', '/services/svc_x/password-resets'], ['POST', '/services/svc_x/panel-sign-ins'], ['POST', '/confirm'],
    ] as const // prettier-ignore
    const answers = []
    for (const [method, path] of tries) answers.push((await browser.submit(method, path)).status)
    assert.deepEqual(
      answers,
      tries.map(() => 403)
    )
    const pages = []
    for (const path of ['/api-tokens', '/recovery-codes', '/confirm', '/security'])
      pages.push((await browser.get(path)).status)
    assert.deepEqual(pages, [403, 403, 403, 403])
    const { props } = await browser.get('/security')
    assert.match(props.text, /customer’s own/, 'a page like any other')
    assert.equal(props.viewer.impersonation.staff_name, 'Sam')
  })

  test('records every act under both names, and the customer sees the visit', async ({ assert }) => {
    const story = await scene()
    const { browser } = await goOver(story)
    await browser.submit('PUT', '/customer', { name: 'Ada King', country: 'GB' })
    const { rows } = await as(story.tenant, () => listAuditLog({ type: 'customer.updated' }))
    assert.deepInclude(rows[0]!, {
      actorId: story.userId,
      actorName: 'Ada Lovelace',
      impersonatorName: 'Sam',
    })
    const ada = new BrowserSession(story.tenant)
    await ada.submit('POST', '/session', { email: 'ada@example.test', password })
    const { props } = await ada.get('/security')
    assert.lengthOf(props.support_visits, 1)
    assert.deepInclude(props.support_visits[0], { staff_name: 'Sam', reason })
    const { rows: begun } = await as(story.tenant, () => listAuditLog({ type: 'user.impersonation_begun' }))
    assert.deepInclude(begun[0]!, { actorKind: 'staff', actorName: 'Sam' })
  })

  test('its link works once, and not later than a minute', async ({ assert }) => {
    const story = await scene()
    const { link } = await goOver(story)
    const again = new BrowserSession(story.tenant)
    assert.equal((await again.open(link)).location, '/sign-in')
    const answer = await story.staff.submit('POST', '/impersonations', { ...story.ids, reason })
    await as(story.tenant, () =>
      inTransaction(() =>
        db
          .updateTable('impersonations')
          .set({ opens_until: new Date(Date.now() - 1000) })
          .execute()
      )
    )
    const late = new URL(answer.location ?? answer.text, 'http://nowhere').href
    assert.equal((await again.open(late)).location, '/sign-in')
  })

  test('ends with its time, with the right to it, and is nothing for other roles', async ({ assert }) => {
    const story = await scene()
    const { browser } = await goOver(story)
    const add = await app.container.make(AddStaffMember)
    await as(story.tenant, () =>
      add.execute({ email: 'o@example.test', name: 'Olga', password, locale: 'en', roles: ['owner'] })
    )
    const end = await app.container.make(EndStaffMember)
    const { rows } = await as(story.tenant, () => listAuditLog({ type: 'user.impersonation_begun' }))
    await as(story.tenant, () => end.execute({ userId: rows[0]!.actorId!, by: new Set(staffAbilities) }))
    assert.match((await browser.get('/profile')).location ?? '', /^\/sign-in/)

    const signedOut = await scene()
    const { browser: visit } = await goOver(signedOut)
    const next = await signedOut.staff.submit('POST', '/impersonations', { ...signedOut.ids, reason })
    assert.equal((await visit.get('/profile')).status, 200)
    await signedOut.staff.submit('DELETE', '/session')
    assert.match(
      (await visit.get('/profile')).location ?? '',
      /^\/sign-in/,
      'whoever signs out is out here as well'
    )
    const unopened = new URL(next.location ?? next.text, 'http://nowhere').href
    assert.equal((await new BrowserSession(signedOut.tenant).open(unopened)).location, '/sign-in')

    const other = await scene('technician')
    assert.equal((await other.staff.submit('POST', '/impersonations', { ...other.ids, reason })).status, 403)
  })

  test('ends with the token by which it was asked for', async ({ assert }) => {
    const { tenant, ids } = await scene()
    const sam = await apiClientFor(tenant, { as: 'staff', roles: ['support'] })
    const { body } = await sam.post('/impersonations', { ...ids, reason })
    const visit = new BrowserSession(tenant, 'account')
    await visit.open(body.url)
    assert.equal((await visit.get('/profile')).status, 200)
    const [token] = (await sam.get('/api-tokens')).body.data
    assert.equal((await sam.delete(`/api-tokens/${token.id}`)).status, 204)
    assert.match((await visit.get('/profile')).location ?? '', /^\/sign-in/)
  })
})
