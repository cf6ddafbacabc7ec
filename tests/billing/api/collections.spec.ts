import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { RetryOpenInvoices } from '#app/billing/actions/retry_open_invoices'
import { showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { buy, factsAbout, invoicesOf, openShop } from '#tests/support/billing'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

test.group('Collections over the API', () => {
  test('too early, then handed over, left in peace, taken back and collected again', async ({ assert }) => {
    const tenant = await createTenant({ at: '2026-03-10T12:00:00Z' })
    const { planId } = await openShop(tenant)
    const ada = await apiClientFor(tenant, { as: 'customer' })
    const staff = await apiClientFor(tenant, { as: 'staff' })
    const customerId = ada.customerId!
    const { invoiceId } = await buy(tenant, planId, { customerId })
    const other = await buy(tenant, planId, { customerId })
    const path = `/invoices/${showId('invoice', invoiceId)}/collection_case`
    const early = await staff.put(path, { agency: 'Collect GmbH' })
    assert.deepEqual([early.status, early.body.code], [409, 'too_early'])
    assert.match(early.body.detail, /2026-05-09/)
    assert.equal((await staff.put(path, { agency: '' })).body.errors[0].field, 'agency')

    await freezeClock(tenant, '2026-05-09T12:00:00Z')
    const handed = await staff.put(path, {
      agency: 'Collect GmbH',
      reference: 'C-77',
      note: 'Does not answer',
    })
    assert.deepEqual(
      [handed.status, handed.body.state, handed.body.amount.amount, handed.body.agency_reference],
      [200, 'with_agency', '1667', 'C-77']
    )
    assert.equal((await staff.put(path, { agency: 'Another' })).body.code, 'already_handed_over')
    const retry = await staff.post(`/invoices/${showId('invoice', invoiceId)}/collection_retry`, {})
    assert.deepEqual([retry.status, retry.body.code], [409, 'with_agency'])
    const promise = await staff.put(`/invoices/${showId('invoice', invoiceId)}/promise`, { until: '2026-05-20', reason: 'x' }) // prettier-ignore
    assert.equal(promise.body.code, 'with_agency')
    await as(tenant, async () => (await app.container.make(RetryOpenInvoices)).execute({ customerId }))
    const planned = (await invoicesOf(tenant, customerId)).map(({ id, next_attempt_at }) => [id, next_attempt_at !== null]) // prettier-ignore
    assert.deepEqual(Object.fromEntries(planned), { [invoiceId]: false, [other.invoiceId]: true })

    const listed = await staff.get('/collection_cases?state=with_agency')
    assert.deepEqual(listed.body.data.map(({ invoice }: { invoice: { reference: string } }) => invoice.reference), ['INV-000001']) // prettier-ignore
    const totals = await staff.get(`/collection_totals?customer_id=${ada.shownCustomerId}`)
    assert.deepEqual(totals.body.totals, [{ state: 'with_agency', count: 1, amount: { amount: '1667', currency: 'EUR' } }]) // prettier-ignore
    const shown = await staff.get(`/invoices/${showId('invoice', invoiceId)}`)
    assert.equal(shown.body.handed_over_on, '2026-05-09')
    const own = await ada.get(`/invoices/${showId('invoice', invoiceId)}`)
    assert.equal(own.body.handed_over_on, '2026-05-09')

    const taken = await staff.send('DELETE', path, { body: { reason: 'Paying again' } })
    assert.deepEqual([taken.status, taken.body.state], [200, 'taken_back'])
    assert.equal(
      (await staff.send('DELETE', path, { body: { reason: 'Twice' } })).body.code,
      'not_handed_over'
    )
    assert.isNotNull((await invoicesOf(tenant, customerId))[0]!.next_attempt_at)
    assert.includeMembers(await factsAbout(tenant, invoiceId), ['invoice.handed_over', 'invoice.taken_back'])
    assert.equal((await ada.get('/collection_cases')).status, 404)
  }).timeout(60_000)
})
