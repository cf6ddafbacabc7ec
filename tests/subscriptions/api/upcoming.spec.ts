import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { newId, showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { buy, openShop, pay, write } from '#tests/support/billing'
import { addAda } from '#tests/support/customers'
import { createTenant } from '#tests/support/tenants'

test.group('API: what comes next', () => {
  test('a customer and staff see the same year; a stranger sees their own', async ({ assert }) => {
    const tenant = await createTenant({ at: '2026-03-10T12:00:00Z' })
    const { planId } = await openShop(tenant)
    const customerId = await addAda(tenant)
    const bought = await buy(tenant, planId, { customerId })
    const ada = await apiClientFor(tenant, { as: 'customer', customerId })
    const staff = await apiClientFor(tenant, { as: 'staff' })

    const unpaid = (await ada.get('/upcoming')).body
    assert.deepEqual(unpaid.open.map((invoice: { due_on: string }) => invoice.due_on), ['2026-03-10']) // prettier-ignore
    await pay(tenant, bought.invoiceId)
    const own = await ada.get('/upcoming')
    assert.equal(own.status, 200)
    const path = `/customers/${showId('customer', customerId)}/upcoming`
    assert.deepEqual((await staff.get(path)).body, own.body)
    const { months, invoices, pays_with: method } = own.body
    assert.lengthOf(months, 12)
    assert.deepEqual(months[0], {
      month: '2026-04',
      invoice_count: 1,
      subtotal: { amount: '1401', currency: 'EUR' },
      tax_total: { amount: '266', currency: 'EUR' },
      total: { amount: '1667', currency: 'EUR' },
    })
    assert.include(invoices[0], { issues_on: '2026-04-03', due_on: '2026-04-10' })
    assert.isNull(method)
    assert.isEmpty(own.body.open)

    const stranger = await apiClientFor(tenant, { as: 'customer' })
    assert.isEmpty((await stranger.get('/upcoming')).body.invoices)
    const nobody = await staff.get(`/customers/${showId('customer', newId())}/upcoming`)
    assert.deepEqual([nobody.status, nobody.body.code], [404, 'customer_not_found'])
    const mute = await apiClientFor(tenant, { as: 'customer', customerId, abilities: ['services:read'] })
    assert.equal((await mute.get('/upcoming')).status, 403)
  })

  test('the balance pays what comes, unless its customer said otherwise', async ({ assert }) => {
    const tenant = await createTenant({ at: '2026-03-10T12:00:00Z' })
    const { planId } = await openShop(tenant)
    const customerId = await addAda(tenant)
    await buy(tenant, planId, { customerId })
    const ada = await apiClientFor(tenant, { as: 'customer', customerId })
    const staff = await apiClientFor(tenant, { as: 'staff' })
    const gift = { amount: '2000', reason: 'Goodwill' }
    const given = await staff.post(`/customers/${showId('customer', customerId)}/balance/adjustments`, gift)
    assert.equal(given.status, 201, given.text)
    const fromBalance = async () => {
      const { open, invoices } = (await ada.get('/upcoming')).body
      return [open[0].from_balance.amount, invoices[0].from_balance.amount]
    }
    assert.deepEqual(await fromBalance(), ['1667', '333'])
    const off = { pays_invoices: false, top_up: null }
    assert.equal((await ada.put('/balance/settings', off)).status, 200)
    assert.deepEqual(await fromBalance(), ['0', '0'])
  })

  test('nothing is written by looking', async ({ assert }) => {
    const tenant = await createTenant({ at: '2026-03-10T12:00:00Z' })
    const { planId } = await openShop(tenant)
    const customerId = await addAda(tenant)
    await buy(tenant, planId, { customerId })
    const ada = await apiClientFor(tenant, { as: 'customer', customerId })
    const count = () =>
      write(tenant, async () => ({
        events: await db.selectFrom('events').select('id').execute(),
        invoices: await db.selectFrom('invoices').selectAll().execute(),
        subscriptions: await db.selectFrom('subscriptions').selectAll().execute(),
      }))
    const before = await count()
    await ada.get('/upcoming')
    assert.deepEqual(await count(), before)
  })
})
