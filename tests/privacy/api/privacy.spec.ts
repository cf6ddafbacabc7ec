import app from '@adonisjs/core/services/app'
import { strFromU8, unzipSync } from 'fflate'
import { sql } from 'kysely'
import { test } from '@japa/runner'
import { SignUp } from '#app/customers/index'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId, showId } from '#app/shared/ids'
import { EraseCustomer } from '#app/privacy/actions/erase_customer'
import { MakeExport } from '#app/privacy/actions/make_export'
import { apiClientFor, apiClientOf } from '#tests/support/api'
import { buy, openShop } from '#tests/support/billing'
import { BrowserSession } from '#tests/support/browser_session'
import type { Sandbox } from '#tests/support/sandbox'
import { connectStripe } from '#tests/support/payments'
import { insertOrder } from '#tests/support/placed_order'
import { addPlan, addService, connectPanel } from '#tests/support/provisioning'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

const password = 'correct horse battery'
const email = 'ada@example.test'
const words = ['ada@example', 'Byron', 'analytical-engine', '127.0.0.1']

async function withAda() {
  const tenant = await createTenant()
  const signUp = await app.container.make(SignUp)
  const signed = await as(tenant, () =>
    signUp.execute({ email, password, name: 'Ada Byron', currency: 'EUR', country: 'DE', locale: 'en' })
  )
  if (!signed.ok) throw new Error(signed.error.type)
  const browser = new BrowserSession(tenant)
  await browser.submit('POST', '/session', { email, password })
  return { tenant, browser, customer: signed.value.customer }
}

const read = <T>(tenant: Tenant, work: () => Promise<T>) => as(tenant, () => inTransaction(work))

/** Every text of the tenant in which a word of somebody stands: table, column. */
async function placesOf(tenant: Tenant, words: string[]): Promise<string[]> {
  const pattern = words.join('|')
  const { rows } = await read(tenant, () =>
    sql<{ table_name: string; column_name: string }>`
      select c.table_name, c.column_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type in ('text', 'jsonb', 'character varying', 'inet')
         and exists (select 1 from information_schema.columns o
                      where o.table_schema = 'public' and o.table_name = c.table_name and o.column_name = 'tenant_id')
       order by 1, 2`.execute(db)
  )
  const found = await read(tenant, () =>
    sql<{ place: string }>`${sql.join(
      rows.map(
        ({ table_name: table, column_name: column }) =>
          sql`select ${`${table}.${column}`}::text as place where exists (select 1 from ${sql.table(table)} where ${sql.ref(column)}::text ~* ${pattern})`
      ),
      sql` union all `
    )}`.execute(db)
  )
  return found.rows.map(({ place }) => place)
}

/** What was ordered and done, with the names and keys that somebody gave. Within the caller's transaction. */
async function leaveWork(ids: {
  panelId: string
  planId: string
  customerId: string
  serviceId: string
}): Promise<void> {
  const { panelId, planId, customerId, serviceId } = ids
  const who = JSON.stringify({ name: 'Byron', email })
  const keys = JSON.stringify({
    hostname: 'analytical-engine.test',
    sshKeys: [{ name: 'Byron laptop', publicKey: 'x' }],
  })
  const orderId = await insertOrder(planId, { customerId })
  await sql`update orders set status = 'cancelled' where customer_id = ${customerId}`.execute(db)
  await sql`update order_lines set content = content || ${keys} where order_id = ${orderId}`.execute(db)
  await sql`update quotes set content = jsonb_build_object('items', jsonb_build_array(${keys}::jsonb)) where customer_id = ${customerId}`.execute(
    db
  )
  await sql`update subscriptions set content = ${keys} where customer_id = ${customerId}`.execute(db)
  await sql`update operations set input = input || ${keys}::jsonb - 'hostname' || '{"approvalNote": "Byron again"}' where service_id = ${serviceId}`.execute(
    db
  )
  const problem = JSON.stringify({ type: 'refused', message: `${email} exists` })
  await sql`update operations set failure = ${problem} where service_id = ${serviceId}`.execute(db)
  await sql`update operation_steps set output = ${who}, error = ${problem}`.execute(db)
  await sql`insert into panel_comparisons (id, panel_id, status, started_at, moved_at) values (${orderId}, ${panelId}, 'done', now(), now())`.execute(
    db
  )
  await sql`insert into drifts (id, panel_id, kind, reference, name, service_id, differences, status, note, comparison_id, first_seen_at, last_seen_at, settled_at)
            values (${newId()}, ${panelId}, 'other_state', '7', 'analytical-engine.test', ${serviceId}, ${who}, 'repaired', 'Byron', ${orderId}, now(), now(), now())`.execute(
    db
  )
}

/** What somebody leaves behind beside their own account: keys, saved methods, messages to and from others, a server's name, a quote. */
async function leaveTraces(tenant: Tenant, browser: BrowserSession, customerId: string): Promise<void> {
  const wire = (text: string) => Buffer.concat([Buffer.from([0, 0, 0, text.length]), Buffer.from(text)])
  const key = Buffer.concat([wire('ssh-ed25519'), Buffer.from([0, 0, 0, 32]), Buffer.alloc(32, 7)])
  await browser.ask('/ssh-keys', {
    name: 'Byron laptop',
    public_key: `ssh-ed25519 ${key.toString('base64')}`,
  })
  const panelId = await connectPanel(tenant, 'http://[::1]:1')
  const planId = await addPlan(tenant)
  const { id: serviceId } = await addService(tenant, { customerId, planId })
  const gatewayId = await connectStripe(tenant, { url: 'http://[::1]:1' } as Sandbox)
  const who = JSON.stringify({ name: 'Byron', email, ip: '127.0.0.1' })
  await read(tenant, async () => {
    await leaveWork({ panelId, planId, customerId, serviceId })
    // A link to their mailbox: of the person, and of no customer.
    await sql`insert into messages (id, user_id, subject_kind, subject_id, kind, recipient, locale, data, subject_line, status, created_at)
              select ${newId()}, user_id, 'password_reset', ${newId()}, 'password_reset', ${email}, 'en', ${who}, 'For Byron', 'sent', now()
                from memberships where customer_id = ${customerId}`.execute(db)
    await sql`update services set hostname = 'analytical-engine.test', status = 'terminated' where id = ${serviceId}`.execute(
      db
    )
    await sql`insert into payment_methods (id, customer_id, gateway_id, reference, kind, label, consent, status, created_at)
              values (${newId()}, ${customerId}, ${gatewayId}, 'pm_1', 'paypal', ${email}, ${who}, 'active', now())`.execute(
      db
    )
    await sql`insert into webhook_inbox (id, gateway_id, message_id, type, object_reference, payload, status)
              values (${newId()}, ${gatewayId}, 'evt_1', 'any', 'pm_1', ${who}, 'done')`.execute(db)
    await sql`insert into remote_calls (id, subject_kind, subject_id, system, method, url, request, response, outcome, duration_ms, called_at)
              values (${newId()}, 'service', ${serviceId}, 'panel', 'POST', ${`https://panel.test/users?email=${email}`}, ${who}, ${who}, 'answered', 1, now())`.execute(
      db
    )
  })
}

/** Staff want to give more than they may: it waits for somebody else. */
async function askForGift(tenant: Tenant, customerId: string): Promise<string> {
  const owner = await apiClientFor(tenant, { as: 'staff' })
  await owner.put('/gift-limits/billing/EUR', { amount: '100' })
  const clerk = await apiClientFor(tenant, { as: 'staff', roles: ['billing'] })
  const asked = await clerk.post('/gift-requests', {
    kind: 'balance',
    customer_id: showId('customer', customerId),
    amount: '500',
    reason: 'For the trouble of Ada Byron',
  })
  return asked.body.id
}

async function erase(tenant: Tenant, customerId: string): Promise<boolean> {
  const action = await app.container.make(EraseCustomer)
  return as(tenant, () => action.execute(customerId))
}

test.group('A copy of everything', () => {
  test('is made in the background and downloaded by its customer only, for a week', async ({ assert }) => {
    const { tenant, browser, customer } = await withAda()
    const { planId } = await openShop(tenant)
    await buy(tenant, planId, { customerId: customer.id })
    const staff = await apiClientFor(tenant, { as: 'staff' })
    const path = `/customers/${showId('customer', customer.id)}`
    await staff.put(`${path}/legal-hold`, { reason: 'A lawsuit is coming' })
    await staff.post(`${path}/balance/adjustments`, { amount: '500', reason: 'Loud on the phone' })
    // Somebody of the team who works for another customer as well: what they do there is nobody's here.
    const brook = await apiClientFor(tenant, { as: 'customer' })
    await brook.post('/api-tokens', { name: 'Deploys of another customer', abilities: ['account:read'] })
    await read(tenant, () =>
      db
        .insertInto('memberships')
        .values({ id: newId(), customer_id: customer.id, user_id: brook.userId, permissions: ['read'], created_at: new Date() })
        .execute()
    ) // prettier-ignore
    await read(tenant, () =>
      db
        .insertInto('sign_ins')
        .values({ id: newId(), user_id: brook.userId, email: 'b@example.test', ip: '198.51.100.77', outcome: 'success', at: new Date() })
        .execute()
    ) // prettier-ignore
    await browser.submit('POST', '/privacy/exports')
    await browser.submit('POST', '/privacy/exports')
    const [waiting, ...others] = (await browser.get('/privacy')).props.exports
    assert.equal(waiting.status, 'queued')
    assert.lengthOf(others, 0)
    const row = await read(tenant, () => db.selectFrom('data_exports').select('id').executeTakeFirstOrThrow())
    const make = await app.container.make(MakeExport)
    await as(tenant, () => make.execute({ exportId: row.id }))
    const [ready] = (await browser.get('/privacy')).props.exports
    assert.deepInclude(ready, { status: 'ready', progress: 100 })

    const { content } = await read(tenant, () =>
      db.selectFrom('data_exports').select('content').executeTakeFirstOrThrow()
    )
    const files = unzipSync(new Uint8Array(content!))
    assert.equal(JSON.parse(strFromU8(files['customer.json']!)).email, email)
    assert.lengthOf(JSON.parse(strFromU8(files['invoices.json']!)), 1)
    for (const name of [
      'credit_notes',
      'quotes',
      'refunds',
      'received_payments',
      'disputes',
      'ssh_keys',
      'applications',
    ])
      assert.isArray(JSON.parse(strFromU8(files[`${name}.json`]!)), name)
    const papers = Object.keys(files).filter((name) => /^invoices\/.+\.pdf$/.test(name))
    assert.lengthOf(papers, 1)
    assert.equal(strFromU8(files[papers[0]!]!.slice(0, 5)), '%PDF-')
    const everything = Object.values(files)
      .map((file) => strFromU8(file, true))
      .join('')
    for (const ours of ['password_hash', 'legal_hold', 'lawsuit', 'Loud on the phone', 'Deploys of another', '198.51.100.77'])
      assert.notInclude(everything, ours) // prettier-ignore
    assert.include(everything, '127.0.0.1', 'from where their own people signed in')
    assert.include(everything, 'customer_balance.adjusted')

    assert.equal((await browser.get(`/privacy/exports/${ready.id}`)).status, 200)
    const { headers } = await browser.get(`/privacy/exports/${ready.id}`)
    assert.match(String(headers['content-disposition']), /^attachment; filename="data-[\d-]+\.zip"$/)
    // Whoever may not read everything gets at it by no copy either.
    const member = { as: 'customer', customerId: customer.id } as const
    for (const permissions of [['team'], ['team', 'services'], ['team', 'billing']]) {
      const { status, body } = await (
        await apiClientFor(tenant, { ...member, permissions })
      ).get(`/data-exports/${ready.id}/file`)
      assert.deepEqual([status, body.code], [403, 'not_yours_to_read'], permissions.join())
    }
    const held = await apiClientFor(tenant, { ...member, permissions: ['team', 'read'] })
    assert.equal((await held.get(`/data-exports/${ready.id}/file`)).status, 200)
    await read(tenant, () =>
      db.updateTable('memberships').set({ service_ids: [] }).where('user_id', '=', held.userId).execute()
    )
    const again = await apiClientOf(tenant, { userId: held.userId, customerId: customer.id })
    assert.equal((await again.post('/data-exports')).body.code, 'not_yours_to_read')
    const stranger = await apiClientFor(tenant, { as: 'customer' })
    assert.equal((await stranger.get(`/data-exports/${ready.id}/file`)).status, 404)
    await freezeClock(tenant, new Date(Date.now() + 8 * 24 * 3_600_000).toISOString())
    assert.equal((await browser.get(`/privacy/exports/${ready.id}`)).status, 404)
  })
})

test.group('Being forgotten', () => {
  test('waits two weeks, and can be taken back', async ({ assert }) => {
    const { tenant, browser, customer } = await withAda()
    await browser.submit('POST', '/privacy/erasure', { number: customer.number + 1 })
    assert.property((await browser.get('/privacy')).props.errors, 'number')
    await browser.submit('POST', '/privacy/erasure', { number: customer.number })
    assert.isDefined((await browser.get('/privacy')).props.erasure)
    assert.isFalse(await erase(tenant, customer.id))
    await browser.submit('DELETE', '/privacy/erasure')
    assert.isUndefined((await browser.get('/privacy')).props.erasure)
    await freezeClock(tenant, new Date(Date.now() + 15 * 24 * 3_600_000).toISOString())
    assert.isFalse(await erase(tenant, customer.id))
  })

  test('is refused while something is open; later what is open makes it wait', async ({ assert }) => {
    const { tenant, browser, customer } = await withAda()
    const staff = await apiClientFor(tenant, { as: 'staff' })
    const held = await staff.put(`/customers/${showId('customer', customer.id)}/legal-hold`, {
      reason: 'Lawsuit',
    })
    await browser.submit('POST', '/privacy/erasure', { number: customer.number })
    const before = (await browser.get('/privacy')).props
    assert.deepEqual([before.erasure.waits_for, before.obstacles], [[], []], 'nobody finds out by asking')
    assert.equal(held.body.hold.reason, 'Lawsuit')
    assert.notInclude(JSON.stringify((await browser.get('/privacy')).props), 'Lawsuit')
    await freezeClock(tenant, new Date(Date.now() + 15 * 24 * 3_600_000).toISOString())
    assert.isFalse(await erase(tenant, customer.id))
    const [waiting] = (await staff.get('/erasures')).body.data
    assert.deepInclude(waiting, { status: 'waiting', obstacles: ['legal_hold'] })
    const { erasure } = (await browser.get('/privacy')).props
    assert.deepEqual(erasure.waits_for, ['kept_for_now'])
    assert.isAbove(Date.parse(erasure.due_at), Date.now() + 15 * 24 * 3_600_000)
    assert.equal((await staff.delete(`/customers/${showId('customer', customer.id)}/legal-hold`)).status, 204)

    const brook = await apiClientFor(tenant, { as: 'customer' })
    const { planId } = await openShop(tenant)
    await buy(tenant, planId, { customerId: brook.customerId })
    const { body } = await staff.get(`/customers/${showId('customer', brook.customerId)}/privacy`)
    assert.include(body.obstacles, 'open_invoices')
  })

  test('leaves books without a person in them, and a certificate', async ({ assert }) => {
    const { tenant, browser, customer } = await withAda()
    const staff = await apiClientFor(tenant, { as: 'staff' })
    await browser.submit('PUT', '/privacy/marketing', { is_given: true })
    assert.isTrue((await browser.get('/privacy')).props.agrees_to_marketing)
    await leaveTraces(tenant, browser, customer.id)
    const giftId = await askForGift(tenant, customer.id)
    await browser.submit('POST', '/privacy/erasure', { number: customer.number })
    await freezeClock(tenant, new Date(Date.now() + 15 * 24 * 3_600_000).toISOString())
    assert.includeMembers(await placesOf(tenant, words), ['users.email', 'customers.name', 'ssh_keys.name'])
    assert.isTrue(await erase(tenant, customer.id))
    // Facts, with their words, and tax numbers are kept, as the certificate says; nothing else knows them.
    const kept = ['events.data', 'events.origin_ip', 'fact_words.word']
    assert.sameMembers(await placesOf(tenant, words), kept)
    assert.include((await browser.get('/privacy')).location!, '/sign-in')
    await browser.submit('POST', '/session', { email, password })
    assert.include((await browser.get('/privacy')).location!, '/sign-in')
    const left = await read(tenant, async () => ({
      user: await db
        .selectFrom('users')
        .select(['name', 'email'])
        .where('name', '=', 'Erased')
        .executeTakeFirstOrThrow(),
      customer: await db
        .selectFrom('customers')
        .select(['name', 'email', 'status'])
        .where('id', '=', customer.id)
        .executeTakeFirstOrThrow(),
      ips: await db
        .selectFrom('sign_ins')
        .select('ip')
        .where('ip', 'is not', null)
        .where('user_id', 'is not', null)
        .execute(),
      words: await db
        .selectFrom('customer_search_words')
        .select('word')
        .where('customer_id', '=', customer.id)
        .execute(),
    }))
    assert.match(left.user.email, /@erased\.invalid$/)
    assert.deepInclude(left.customer, { name: 'Erased', status: 'closed' })
    assert.lengthOf(left.ips, 0)
    const [gift] = (await staff.get('/gift-requests')).body.data
    assert.deepInclude(gift, { id: giftId, status: 'refused', reason: 'Erased' })
    assert.notInclude(JSON.stringify(left.words), 'ada')
    const [done] = (await staff.get('/erasures')).body.data
    assert.equal(done.status, 'done')
    assert.equal(done.certificate.removed.people, 1)
    assert.property(done.certificate.kept, 'invoices')
  })
})
