import { test } from '@japa/runner'
import { newId, showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { buy, openShop, pay, write } from '#tests/support/billing'
import { BrowserSession } from '#tests/support/browser_session'
import { addPlan, addService, connectPanel } from '#tests/support/provisioning'
import { signInStaff } from '#tests/support/staff_browser'
import { createTenant } from '#tests/support/tenants'
import { db } from '#app/shared/database/db'

/** Ada has a paid invoice and a service that is being set up. */
async function scene(where: Parameters<typeof createTenant>[0] = {}) {
  const tenant = await createTenant(where)
  const { planId } = await openShop(tenant)
  const ada = await apiClientFor(tenant, { as: 'customer' })
  const { customerId } = ada
  const bought = await buy(tenant, planId, { customerId })
  const paymentId = await pay(tenant, bought.invoiceId)
  await connectPanel(tenant, 'http://127.0.0.1:1')
  const service = await addService(tenant, { customerId, planId: await addPlan(tenant) })
  const operation = await write(tenant, () =>
    db.selectFrom('operations').select('id').where('service_id', '=', service.id).executeTakeFirst()
  )
  const records = {
    customer: `/customers/${showId('customer', customerId)}`,
    invoice: `/invoices/${showId('invoice', bought.invoiceId)}`,
    order: `/orders/${showId('order', bought.orderId)}`,
    payment: `/payments/${showId('payment', paymentId)}`,
    service: `/services/${showId('service', service.id)}`,
    ...(operation ? { operation: `/operations/${showId('operation', operation.id)}` } : {}),
  }
  return { tenant, records, service, bought }
}

const lists = [
  '/', '/customers', '/services', '/subscriptions', '/trials', '/orders', '/invoices', '/payments', '/refunds', '/disputes', '/ledger', '/gateways', '/exchange-rates',
  '/reports/trial-balance', '/reports/balance-sheet', '/reports/profit-and-loss', '/reports/receivables-aging', '/reports/tax-summary',
  '/reports/deferred-revenue', '/operations', '/approvals',
  '/bank', '/bank/movements', '/bank/statements', '/bank/accounts',
  '/panels', '/network', '/network?q=203.0.113.7', '/drift', '/jobs', '/messages', '/audit', '/time-machine', '/staff', '/applications', '/sign-in-providers', '/privacy', '/privacy?tab=holds', '/privacy?tab=retention', '/taxes/places', '/taxes/certificates', '/currencies',
  '/margins', '/margins?view=costs', '/margins?view=plans', '/service-batches',
] // prettier-ignore
const tabs = ['overview', 'timeline', 'billing', 'ledger', 'sign_ins', 'privacy']

test.group('Pages of staff', () => {
  test('answer an owner: every list, every record, every tab', async ({ assert }) => {
    const { tenant, records } = await scene()
    const owner = await signInStaff(tenant, 'owner')
    const paths = [
      ...lists,
      ...Object.values(records),
      ...tabs.map((tab) => `${records.customer}?tab=${tab}`),
      `${records.customer}/statement`,
      `${records.customer}/balance`,
      `${records.customer}/balance?format=xlsx`,
    ]
    for (const path of paths) {
      const answer = await owner.get(path)
      assert.equal(answer.status, 200, `${path}: ${answer.text.slice(0, 300)}`)
      if (!path.includes('format='))
        assert.match(
          answer.component ?? '',
          /^(reporting|subscriptions|payments|banking|billing|network|provisioning|identity|privacy)\/admin\//,
          path
        )
    }
  })

  test('send visitors to sign in, and refuse who may not', async ({ assert }) => {
    const { tenant, records } = await scene()
    const visitor = new BrowserSession(tenant, 'admin')
    const billing = await signInStaff(tenant, 'billing')
    const support = await signInStaff(tenant, 'support')
    for (const path of [...lists.slice(1), ...Object.values(records)]) {
      assert.match((await visitor.get(path)).location ?? '', /^\/sign-in\?return_to=/, path)
    }
    for (const path of ['/operations', '/panels', '/jobs', '/time-machine', records.operation ?? '/jobs']) {
      assert.equal((await billing.get(path)).status, 403, path)
    }
    assert.equal((await support.get('/audit')).status, 403)
    assert.equal((await support.submit('POST', `${records.invoice}/voiding`, { reason: 'x' })).status, 403)
    assert.equal(
      (await support.submit('POST', `${records.service}/holds`, { hold: 'manual', note: 'x' })).status,
      403
    )
  })

  test('exist on the staff host only, and only for its own tenant', async ({ assert }) => {
    const { tenant, records } = await scene()
    const elsewhere = await signInStaff(await createTenant(), 'owner')
    const customers = new BrowserSession(tenant, 'account')
    for (const path of Object.values(records)) {
      assert.equal((await elsewhere.get(path)).status, 404, path)
    }
    for (const path of ['/customers', '/audit', '/jobs', '/time-machine', '/ledger', records.customer]) {
      assert.equal((await customers.get(path)).status, 404, path)
    }
  })

  test('show nothing to a made-up id', async ({ assert }) => {
    const owner = await signInStaff(await createTenant(), 'owner')
    for (const path of [
      '/customers/cus_x',
      "/services/svc_' or 1=1",
      '/orders/1',
      '/invoices/inv_01h455vb4pex5vsknk084sn02q',
    ]) {
      assert.equal((await owner.get(encodeURI(path))).status, 404, path)
    }
  })

  test('issue a credit note once, however often its button is pressed', async ({ assert }) => {
    const { tenant, records } = await scene()
    const owner = await signInStaff(tenant, 'owner')
    const note = { of: 'amount', amount: '500', reason: 'Outage', request_key: newId() }
    const isOne = async () => (await owner.get(records.invoice)).props.credit_notes.length === 1
    // From its own dialog twice, and from that of refunds.
    for (const door of ['credit-notes', 'credit-notes', 'credits'])
      await owner.submit('POST', `${records.invoice}/${door}`, note)
    assert.isTrue(await isOne())
    await owner.submit('POST', `${records.invoice}/credit-notes`, { ...note, amount: '600' })
    assert.equal((await owner.get(records.invoice)).props.flash.tone, 'error')
    assert.isTrue(await isOne())
  })

  for (const [timeZone, at, today] of [
    ['America/New_York', '2026-03-01T01:30:00Z', '2026-02-28'],
    ['Asia/Tokyo', '2026-02-28T23:00:00Z', '2026-03-01'],
  ] as const)
    test(`record money on the day of the office: ${timeZone}`, async ({ assert }) => {
      const { tenant, records } = await scene({ timeZone, at })
      const owner = await signInStaff(tenant, 'owner')
      assert.equal((await owner.get(`${records.customer}?tab=billing`)).props.money.today, today)
      assert.equal((await owner.get(records.invoice)).props.today, today)
    })

  test('find records by what people know of them', async ({ assert }) => {
    const { tenant, records, service } = await scene()
    const owner = await signInStaff(tenant, 'owner')
    const find = async (term: string) => {
      const { text } = await owner.get(`/search?q=${encodeURIComponent(term)}`)
      const { data } = JSON.parse(text) as { data: { items: { to: string }[] }[] }
      return data.flatMap((group) => group.items.map((item) => item.to))
    }
    assert.include(await find('love'), records.customer)
    assert.include(await find('INV-'), records.invoice)
    assert.include(await find(service.hostname.slice(0, 5)), records.service)
    assert.deepEqual(await find(records.payment.split('/')[2]!), [records.payment])
    assert.deepEqual(await find("%' or true --"), [])
    assert.deepEqual(await find(''), [])
  })

  test('export what the list shows, with formulas defused', async ({ assert }) => {
    const { tenant } = await scene()
    const owner = await signInStaff(tenant, 'owner')
    await write(tenant, () => db.updateTable('customers').set({ name: '=1+1' }).execute())
    const { status, text } = await owner.get('/customers.csv')
    assert.equal(status, 200)
    assert.match(text, /^id,number,name,/)
    assert.include(text, ",'=1+1,")
    assert.match((await owner.get('/audit.csv')).text, /^occurred_at,type,/)
  })

  test('place and lift a hold, once', async ({ assert }) => {
    const { tenant, records, service } = await scene()
    await write(tenant, () =>
      db.updateTable('services').set({ status: 'active' }).where('id', '=', service.id).execute()
    )
    const owner = await signInStaff(tenant, 'owner')
    const holds = async () => (await owner.get(records.service)).props.service.holds as string[]
    await owner.submit('POST', `${records.service}/holds`, { hold: 'manual', note: 'Spam from this address' })
    await owner.submit('POST', `${records.service}/holds`, { hold: 'manual', note: 'Again' })
    assert.deepEqual(await holds(), ['manual'])
    await owner.submit('DELETE', `${records.service}/holds/manual`, { note: 'Answered' })
    assert.deepEqual(await holds(), [])
  })

  test('change how a panel is reached, and keep its token when none is typed', async ({ assert }) => {
    const { tenant } = await scene()
    const owner = await signInStaff(tenant, 'owner')
    const read = async () => (await owner.get('/panels')).props.panels[0]
    const secrets = () => write(tenant, () => db.selectFrom('panels').select('secrets').executeTakeFirst())
    const { id, name } = await read()
    const [before, changes] = [await secrets(), { status: 'draining' }]
    const config = { backupPlan: null, group: 'Fast' }
    const changed = await owner.submit('PATCH', `/panels/${id}`, {
      ...changes,
      config,
      max_concurrent_calls: 2,
    })
    assert.equal(changed.status, 200)
    assert.deepInclude(await read(), { ...changes, name, max_concurrent_calls: 2 })
    assert.deepInclude((await read()).config, { group: 'Fast' })
    assert.notProperty((await read()).config, 'backupPlan')
    const wrong = { config: { backupPlan: 'two', colour: 'red' } }
    assert.notEqual((await owner.submit('PATCH', `/panels/${id}`, wrong)).status, 200)
    assert.deepInclude((await read()).config, { group: 'Fast' })
    assert.deepEqual(await secrets(), before)
    await owner.submit('PATCH', `/panels/${id}`, { token: 'another-token-of-the-panel' })
    assert.notDeepEqual(await secrets(), before)
    assert.notInclude((await owner.get('/panels')).text, 'another-token-of-the-panel')
    const support = await signInStaff(tenant, 'support')
    await support.submit('PATCH', `/panels/${id}`, { status: 'disabled' })
    assert.equal((await read()).status, 'draining')
  })

  test('change a customer and keep notes about them', async ({ assert }) => {
    const { tenant, records } = await scene()
    const owner = await signInStaff(tenant, 'owner')
    await owner.submit('PUT', records.customer, { city: 'Köln' })
    await owner.submit('POST', `${records.customer}/notes`, { body: '<b>Calls</b> in the morning' })
    const { props } = await owner.get(records.customer)
    assert.equal(props.customer.city, 'Köln')
    assert.equal(props.notes[0].body, '<b>Calls</b> in the morning')
  })
})

test.group('Overview, audit, jobs and clock over the API', () => {
  test('answer staff as the document says', async ({ assert }) => {
    const { tenant } = await scene()
    const staff = await apiClientFor(tenant, { as: 'staff' })
    assert.equal((await staff.get('/overview')).status, 200)
    assert.equal((await staff.get('/attention')).status, 200)
    const { data: facts } = (await staff.get('/audit?limit=100')).body as {
      data: { subject_kind: string; subject_name: string | null; customer_name: string | null }[]
    }
    const about = facts.map((fact) => `${fact.subject_kind} ${fact.subject_name} of ${fact.customer_name}`)
    for (const known of [
      /^invoice INV-\d+ of .*Love/,
      /^operation .+\..+ of .*Love/,
      /^panel Panel fra of null/,
    ])
      assert.isTrue(
        about.some((text) => known.test(text)),
        `${known} is in ${about.join(', ')}`
      )
    assert.deepEqual((await staff.get('/audit?customer=nobody')).body.data, [])
    assert.lengthOf((await staff.get('/jobs')).body.queues, 3)
    assert.equal((await staff.get('/clock')).status, 200)
    assert.equal((await staff.post('/clock/moves', { unit: 'days', count: 0 })).status, 422)
    assert.equal((await staff.post('/clock/moves', { unit: 'days', count: 1 })).status, 202)
    assert.equal((await staff.post('/clock/moves', { unit: 'days', count: 1 })).status, 409)
    assert.equal((await staff.post('/jobs/none/retries')).status, 404)
  })
})
