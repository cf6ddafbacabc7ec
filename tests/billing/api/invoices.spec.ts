import { test } from '@japa/runner'
import { newId, showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { settle } from '#tests/support/settle'
import { createTenant, freezeClock } from '#tests/support/tenants'
import { buy, openShop, pay, write } from '#tests/support/billing'
import { db } from '#app/shared/database/db'

async function scene() {
  const tenant = await createTenant()
  const { planId } = await openShop(tenant)
  const ada = await apiClientFor(tenant, { as: 'customer' })
  const staff = await apiClientFor(tenant, { as: 'staff' })
  await write(tenant, () =>
    db.updateTable('customers').set({ country: 'DE' }).where('id', '=', ada.customerId).execute()
  )
  const bought = await buy(tenant, planId, { customerId: ada.customerId, setupAmount: 500n })
  return { tenant, ada, staff, ...bought, shown: showId('invoice', bought.invoiceId) }
}

test.group('Invoices over the API', () => {
  test('a customer lists, reads and downloads their own', async ({ assert }) => {
    const { ada, shown } = await scene()
    const list = await ada.get('/invoices')
    assert.deepEqual(list.body.data.map((invoice: { id: string }) => invoice.id), [shown]) // prettier-ignore
    const { body } = await ada.get(`/invoices/${shown}`)
    assert.equal(body.total.amount, '2262')
    assert.deepEqual(body.lines.map((line: { kind: string }) => line.kind), ['plan', 'setup']) // prettier-ignore
    assert.equal(body.lines[0].explanation.tax.exact, '26619/100')
    assert.isTrue(body.is_seal_intact)
    const document = await ada.get(`/invoices/${shown}/document`)
    assert.equal(document.status, 200)
    assert.isTrue(document.text.startsWith('%PDF'))
  })

  test('each line goes back to its zone and to the facts that led to it', async ({ assert }) => {
    const { tenant, ada, staff, shown, invoiceId, subscriptionIds } = await scene()
    const first = (await ada.get(`/invoices/${shown}`)).body
    assert.equal(first.time_zone, tenant.timeZone)
    const subscription = showId('subscription', subscriptionIds[0]!)
    const told = ({ facts }: { facts: { name: string; subscription_id: string | null; description: string | null }[] }) =>
      facts.map(({ name, subscription_id: of, description }) => [name, of, description])
    assert.deepInclude(told(first), ['subscription.activated', subscription, null])
    assert.deepInclude(told(first), ['invoice.issued', null, null])
    await pay(tenant, invoiceId)
    const item = { customer_id: ada.shownCustomerId, description: 'Cabling', quantity: 1, unit_amount: '1000' }
    assert.equal((await staff.post('/billable_items', item)).status, 201)
    const renewsAt = first.lines[0].period_ends_on
    await freezeClock(tenant, `${renewsAt}T12:00:00Z`)
    await settle(tenant)
    const renewal = (await ada.get('/invoices')).body.data[0]
    const second = (await ada.get(`/invoices/${renewal.id}`)).body
    assert.sameDeepMembers(told(second), [
      ['subscription.renewed', subscription, null],
      ['invoice.issued', null, null],
      ['billable_item.added', null, 'Cabling'],
    ])
  }) // prettier-ignore

  test('the statement of account is JSON and, in a currency that was booked, a PDF', async ({ assert }) => {
    const { ada, staff } = await scene()
    const statement = (await ada.get('/statement')).body.statements[0]
    assert.deepEqual([statement.currency, statement.closing.amount], ['EUR', '2262'])
    const paper = await ada.get('/statement/document')
    assert.deepEqual([paper.status, paper.headers['content-type']], [200, 'application/pdf'])
    assert.isTrue(paper.text.startsWith('%PDF'))
    const ofStaff = await staff.get(`/customers/${ada.shownCustomerId}/statement/document?currency=EUR`)
    assert.equal(ofStaff.status, 200)
    const foreign = await ada.get('/statement/document?currency=JPY')
    assert.deepEqual([foreign.status, foreign.body.code], [422, 'currency_not_booked'])
    assert.equal((await ada.get('/statement/document?from=2026-03-01&to=2026-02-01')).status, 422)
    assert.equal((await ada.get(`/customers/${ada.shownCustomerId}/statement/document`)).status, 404)
  })

  test('another customer finds nothing', async ({ assert }) => {
    const { tenant, shown, subscriptionIds } = await scene()
    const brook = await apiClientFor(tenant, { as: 'customer' })
    const subscription = showId('subscription', subscriptionIds[0]!)
    assert.equal((await brook.get(`/invoices/${shown}`)).status, 404)
    assert.equal((await brook.get(`/invoices/${shown}/document`)).status, 404)
    assert.equal((await brook.get(`/subscriptions/${subscription}`)).status, 404)
    const cancelled = await brook.post(`/subscriptions/${subscription}/cancellation`, { when: 'now' })
    assert.equal(cancelled.status, 404)
    assert.deepEqual((await brook.get('/invoices')).body.data, [])
  })

  test('staff filters by customer, status and reference', async ({ assert }) => {
    const { staff, ada, shown } = await scene()
    const count = async (query: string) => (await staff.get(`/invoices?${query}`)).body.data.length
    assert.equal(await count(`customer_id=${ada.shownCustomerId}`), 1)
    assert.equal(await count(`customer_id=${showId('customer', newId())}`), 0)
    assert.equal(await count('status=paid'), 0)
    assert.equal(await count('reference=INV-0'), 1)
    assert.equal(await count('reference=INV-9'), 0)
    assert.equal((await staff.get(`/invoices/${shown}`)).body.customer.id, ada.shownCustomerId)
  })

  test('staff voids an open invoice; a paid one stays', async ({ assert }) => {
    const { tenant, staff, shown, invoiceId } = await scene()
    await pay(tenant, invoiceId)
    const refused = await staff.post(`/invoices/${shown}/voiding`, { reason: 'mistake' })
    assert.equal(`${refused.status} ${refused.body.code}`, '409 invoice_not_open')
    const other = await scene()
    const voided = await other.staff.post(`/invoices/${other.shown}/voiding`, { reason: 'mistake' })
    assert.equal(`${voided.status} ${voided.body.status} ${voided.body.amount_due.amount}`, '200 void 0')
    assert.equal((await other.staff.post(`/invoices/${other.shown}/voiding`, {})).status, 422)
  })

  test('staff writes off; staff has an invoice tried again', async ({ assert }) => {
    const { staff, shown } = await scene()
    const retried = await staff.post(`/invoices/${shown}/collection_retry`)
    assert.equal(`${retried.status} ${retried.body.attempt_count}`, '202 1')
    const written = await staff.post(`/invoices/${shown}/write_off`, { reason: 'gone' })
    assert.equal(`${written.status} ${written.body.status}`, '200 uncollectible')
    assert.equal((await staff.post(`/invoices/${shown}/collection_retry`)).body.code, 'invoice_not_open')
  })
})

test.group('Subscriptions over the API', () => {
  test('a customer plans the end, withdraws it, and ends at once', async ({ assert }) => {
    const { tenant, ada, invoiceId, subscriptionIds } = await scene()
    await pay(tenant, invoiceId)
    const path = `/subscriptions/${showId('subscription', subscriptionIds[0]!)}`
    assert.equal((await ada.get('/subscriptions')).body.data.length, 1)
    const planned = await ada.post(`${path}/cancellation`, { when: 'period_end', reason: 'moving' })
    assert.deepEqual([planned.body.is_ending, planned.body.ends_on], [true, '2026-04-01'])
    const twice = await ada.post(`${path}/cancellation`, { when: 'period_end' })
    assert.equal(`${twice.status} ${twice.body.code}`, '409 already_ending')
    const withdrawn = await ada.delete(`${path}/cancellation`)
    assert.deepEqual([withdrawn.body.is_ending, withdrawn.body.ends_on], [false, null])
    const again = await ada.delete(`${path}/cancellation`)
    assert.equal(again.body.code, 'not_ending')
    const ended = await ada.post(`${path}/cancellation`, { when: 'now' })
    assert.deepEqual([ended.body.status, ended.body.ends_on], ['cancelled', '2026-03-01'])
    assert.equal((await ada.post(`${path}/cancellation`, { when: 'tomorrow' })).status, 422)
  })
})
