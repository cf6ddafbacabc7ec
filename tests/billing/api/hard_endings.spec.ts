import { test } from '@japa/runner'
import { findFollowUp } from '#app/billing/index'
import { checkLedger } from '#app/ledger/index'
import { readId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { openShop } from '#tests/support/billing'
import { settle } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

type Wire = { amount: string }

async function scene() {
  const tenant = await createTenant({ at: '2026-03-10T09:00:00Z' })
  await openShop(tenant)
  const ada = await apiClientFor(tenant, { as: 'customer', currency: 'EUR' })
  const staff = await apiClientFor(tenant, { as: 'staff' })
  const customer = `/customers/${ada.shownCustomerId}`
  /** Three lines whose tax of 19 % is no whole cent on any. */
  const items = [
    { description: 'Migration', quantity: 1, unit_amount: '3333' },
    { description: 'Labels', quantity: 3, unit_amount: '7' },
    { description: 'Advice', quantity: 1, unit_amount: '1999' },
  ]
  const draft = async () =>
    (await staff.post('/invoice_drafts', { customer_id: ada.shownCustomerId, items })).body
  const issue = async ({ id, version }: { id: string; version: number }) =>
    (await staff.post(`/invoice_drafts/${id}/issue`, { version })).body
  const receive = (amount: string, invoice: { id: string }) =>
    staff.post(`${customer}/received-payments`, { method: 'bank_transfer', amount, received_on: '2026-03-10', reference: `RE ${amount}`, invoice_ids: [invoice.id] }) // prettier-ignore
  const closing = async () => (await ada.get('/statement')).body.statements[0].closing.amount
  const books = async () => (await as(tenant, () => checkLedger())).differences
  return { tenant, ada, staff, customer, draft, issue, receive, closing, books }
}

test.group('Invoices that end hard', () => {
  test('paid in part, then given up: the rest is the loss, and nothing can be taken of it any more', async ({
    assert,
  }) => {
    const { tenant, ada, staff, customer, draft, issue, receive, closing, books } = await scene()
    const invoice = await issue(await draft())
    // 33.33, 0.21 and 19.99 with 6.33, 0.04 and 3.80 of tax.
    assert.deepEqual([invoice.total.amount, invoice.tax_total.amount], ['6370', '1017'])
    assert.equal((await receive('2000', invoice)).body.to_invoices.amount, '2000')
    const path = `/invoices/${invoice.id}`
    const given = await staff.post(`${path}/write_off`, { reason: 'gone' })
    assert.deepEqual(
      [given.status, given.body.status, given.body.amount_due.amount],
      [200, 'uncollectible', '0']
    )
    const refused = [
      await staff.post(`${path}/write_off`, { reason: 'again' }),
      await staff.post(`${path}/voiding`, { reason: 'after all' }),
      await staff.post(`${path}/credit_notes`, { of: 'whole', reason: 'after all' }),
      await staff.put(`${path}/promise`, { until: '2026-03-20', reason: 'Phone' }),
      await ada.post('/payments', { invoices: [{ id: invoice.id }] }),
    ]
    for (const { status, body } of refused) assert.deepEqual([status, body.code], [409, 'invoice_not_open'])
    assert.equal(await closing(), '0')
    // What comes all the same stays on the balance, and pays nothing that was given up.
    assert.equal((await receive('500', invoice)).status, 409)
    const late = await staff.post(`${customer}/received-payments`, { method: 'cash', amount: '500', received_on: '2026-03-10', reference: 'Till 8' }) // prettier-ignore
    assert.deepEqual([late.status, late.body.to_balance.amount], [201, '500'])
    await settle(tenant)
    assert.deepEqual(await books(), [])
    assert.equal((await staff.get(path)).body.status, 'uncollectible')
  })

  test('paid in part, then taken back: what was paid is on the balance, and the numbers have no gap', async ({
    assert,
  }) => {
    const { ada, staff, draft, issue, receive, closing, books } = await scene()
    const invoice = await issue(await draft())
    await receive('2000', invoice)
    const voided = await staff.post(`/invoices/${invoice.id}/voiding`, { reason: 'mistake' })
    assert.deepEqual([voided.body.status, voided.body.amount_due.amount], ['void', '0'])
    assert.equal((await ada.get('/balance')).body.balance.amount, '2000')
    assert.equal(await closing(), '-2000')
    const next = await issue(await draft())
    assert.deepEqual([invoice.reference.slice(-1), next.reference.slice(-1)], ['1', '2'])
    assert.deepEqual(await books(), [])
  })

  test('taken back by one cent after the other kind of wish, until the last note holds the last cent', async ({
    assert,
  }) => {
    const { staff, draft, issue, closing, books } = await scene()
    const invoice = await issue(await draft())
    const credit = (wish: object) => staff.post(`/invoices/${invoice.id}/credit_notes`, { reason: 'goodwill', ...wish }) // prettier-ignore
    const wishes = [
      { of: 'amount', amount: '1' },
      { of: 'lines', lines: [{ position: 1, amount: '20' }] },
      { of: 'amount', amount: '1111' },
      { of: 'lines', lines: [{ position: 0, amount: '3' }, { position: 2, amount: '1' }] },
      { of: 'amount', amount: '2' },
      { of: 'whole' },
    ] // prettier-ignore
    const notes: Record<string, Wire>[] = []
    for (const wish of wishes) {
      const shown = await staff.post(`/invoices/${invoice.id}/credit_preview`, wish)
      const note = await credit(wish)
      assert.deepEqual([note.status, note.body.total?.amount], [201, shown.body.total?.amount])
      notes.push(note.body)
    }
    const sum = (field: 'total' | 'tax_total' | 'subtotal') =>
      notes.reduce((all, note) => all + BigInt(note[field]!.amount), 0n)
    assert.deepEqual([sum('subtotal'), sum('tax_total'), sum('total')], [5353n, 1017n, 6370n])
    for (const wish of [{ of: 'whole' }, { of: 'amount', amount: '1' }]) {
      const late = await credit(wish)
      assert.deepEqual([late.status, late.body.code], [409, 'nothing_left_to_credit'])
    }
    const seen = (await staff.get(`/invoices/${invoice.id}`)).body
    assert.deepEqual([seen.status, seen.amount_due.amount, await closing()], ['paid', '0', '0'])
    assert.deepEqual(await books(), [])
  })

  test('a certificate that ends between the draft and its issue counts no more', async ({ assert }) => {
    const { tenant, staff, customer, draft, issue } = await scene()
    const exempt = { country: 'DE', certificate: 'C-1', valid_from: '2026-01-01', valid_until: '2026-03-12' }
    const profile = { country: 'DE', tax_id: 'DE123456789', is_small_business: false, is_over_eu_threshold: false, prices_include_tax: false, tax_rounding: 'line' } // prettier-ignore
    assert.equal((await staff.put('/tax_profile', profile)).status, 200)
    const added = await staff.post(`${customer}/tax_exemptions`, exempt)
    assert.equal(added.status, 201)
    const begun = await draft()
    assert.equal(begun.tax_total.amount, '0')
    // It is valid before the 12th, which begins at 23:00 of UTC's 11th.
    await freezeClock(tenant, '2026-03-11T22:59:59Z')
    assert.equal((await staff.get(`/invoice_drafts/${begun.id}`)).body.tax_total.amount, '0')
    await freezeClock(tenant, '2026-03-11T23:00:00Z')
    assert.equal((await staff.get(`/invoice_drafts/${begun.id}`)).body.tax_total.amount, '1017')
    assert.equal((await issue(begun)).tax_total.amount, '1017')
  })

  test('a promise ends on its day, once, and is refused where it promises nothing', async ({ assert }) => {
    const { tenant, staff, draft, issue } = await scene()
    const invoice = await issue(await draft())
    const path = `/invoices/${invoice.id}/promise`
    const impossible = ['2026-02-30', '2026-03-09', '2036-03-09', '']
    for (const until of impossible)
      assert.equal((await staff.put(path, { until, reason: 'Phone' })).status, 422, until)
    const kept = await staff.put(path, { until: '2026-03-20', reason: 'Phone' })
    assert.deepEqual([kept.status, kept.body.promised_until], [200, '2026-03-20'])
    await freezeClock(tenant, '2026-03-20T12:00:00Z')
    await settle(tenant)
    assert.equal((await staff.get(`/invoices/${invoice.id}`)).body.attempt_count, invoice.attempt_count)
    await freezeClock(tenant, '2026-03-21T12:00:00Z')
    await settle(tenant)
    assert.isAbove((await staff.get(`/invoices/${invoice.id}`)).body.attempt_count, invoice.attempt_count)
    // Over, it is neither shown to staff as one that holds nor lifted, which would try to collect on a day that no policy names.
    const lifted = await staff.delete(path)
    assert.deepEqual([lifted.status, lifted.body.code], [409, 'nothing_promised'])
    const today = '2026-03-21'
    const seen = await as(tenant, () => findFollowUp(readId('invoice', invoice.id)!, today))
    assert.isNull(seen!.promised_until)
    assert.equal((await staff.put(path, { until: '2026-03-30', reason: 'Phone' })).status, 200)
    assert.equal((await staff.delete(path)).status, 200)
  })
})
