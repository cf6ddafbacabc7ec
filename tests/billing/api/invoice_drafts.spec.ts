import { test } from '@japa/runner'
import { newId, showId } from '#app/shared/ids'
import { openShop } from '#tests/support/billing'
import { apiClientFor } from '#tests/support/api'
import { createTenant } from '#tests/support/tenants'

async function scene() {
  const tenant = await createTenant()
  await openShop(tenant)
  const ada = await apiClientFor(tenant, { as: 'customer' })
  const staff = await apiClientFor(tenant, { as: 'staff' })
  return { ada, staff, customer_id: ada.shownCustomerId }
}
const line = { description: 'Migration', quantity: 2, unit_amount: '5000' }

test.group('Drafts and billable items over the API', () => {
  test('begun, changed, issued with what waits', async ({ assert }) => {
    const { ada, staff, customer_id } = await scene()
    const item = await staff.post('/billable_items', { customer_id, ...line, quantity: 1 })
    assert.equal(item.status, 201)
    const begun = await staff.post('/invoice_drafts', { customer_id, items: [] })
    assert.deepEqual([begun.status, begun.body.total.amount], [201, '0'])
    const path = `/invoice_drafts/${begun.body.id}`
    const changed = await staff.put(path, { version: 1, items: [line], is_collected: false })
    assert.deepEqual([changed.body.version, changed.body.subtotal.amount], [2, '10000'])
    const amounts = (row: { amount: { amount: string }; tax_amount: { amount: string } }) => [row.amount.amount, row.tax_amount.amount] // prettier-ignore
    assert.deepEqual(changed.body.items.map(amounts), [['10000', '1900']])
    // Lines that are being written come to what they will on the invoice; nothing is kept of them.
    const asked = { items: [line, { quantity: 3, unit_amount: '5' }] }
    const shown = await staff.post(`${path}/preview`, asked)
    assert.deepEqual([shown.status, shown.body.lines.map(amounts)], [200, [['10000', '1900'], ['15', '3']]]) // prettier-ignore
    assert.deepEqual([shown.body.total.amount, (await staff.get(path)).body.subtotal.amount], ['11918', '10000']) // prettier-ignore
    const stale = await staff.post(`${path}/issue`, { version: 1 })
    assert.deepEqual([stale.status, stale.body.code], [409, 'draft_changed_meanwhile'])
    // What is asked about is what is issued: with all that waits, or not at all.
    const whole = await staff.post(`${path}/preview`, { with_pending_items: true })
    assert.deepEqual([whole.body.lines.map(amounts), whole.body.total.amount], [[['10000', '1900'], ['5000', '950']], '17850']) // prettier-ignore
    const wish = { version: 2, with_pending_items: true }
    const unseen = await staff.post(`${path}/issue`, { ...wish, expected_total: '11900' })
    assert.deepEqual([unseen.status, unseen.body.code], [409, 'total_differs'])
    assert.match(unseen.body.detail, /178\.50/)
    assert.deepEqual((await staff.get('/invoices')).body.data, [])
    const issued = await staff.post(`${path}/issue`, { ...wish, expected_total: '17850' })
    assert.deepEqual([issued.status, issued.body.kind, issued.body.subtotal.amount], [201, 'manual', '15000'])
    assert.equal((await ada.get(`/invoices/${issued.body.id}`)).status, 200)
    assert.equal((await staff.get(path)).body.status, 'issued')
    for (const late of [
      await staff.put(path, { version: 2, items: [{ ...line, unit_amount: '1' }] }),
      await staff.post(`${path}/issue`, { version: 2 }),
      await staff.delete(path),
      await staff.post(`${path}/preview`, asked),
    ])
      assert.deepEqual([late.status, late.body.code, late.body.detail], [409, 'draft_not_open', 'The draft is issued and stays so.']) // prettier-ignore
    const kept = await staff.get(`/invoices/${issued.body.id}`)
    assert.equal(kept.body.subtotal.amount, '15000')
    const gone = await staff.delete(`/billable_items/${item.body.id}`)
    assert.deepEqual([gone.status, gone.body.code], [409, 'item_not_pending'])
  }).timeout(60_000)

  test('what cannot be is refused beside its field; a customer sees none of it', async ({ assert }) => {
    const { ada, staff, customer_id } = await scene()
    const refused: [object, string][] = [
      [{ customer_id, items: [{ ...line, quantity: 0 }] }, 'items.0.quantity'],
      [{ customer_id, items: [{ ...line, quantity: 1.5 }] }, 'items.0.quantity'],
      [{ customer_id, items: [{ ...line, unit_amount: '-1' }] }, 'items.0.unit_amount'],
      [{ customer_id, items: [{ ...line, unit_amount: '99999999999999' }] }, 'items.0.unit_amount'],
      [{ customer_id, items: [{ ...line, description: '' }] }, 'items.0.description'],
      [{ customer_id, items: [{ ...line, quantity: 1_000_000, unit_amount: '999999999999' }] }, 'items'],
      [{ customer_id, items: [], due_on: '2026-02-30' }, 'due_on'],
      [{ customer_id: showId('customer', newId()), items: [] }, 'customer_id'],
    ]
    for (const [body, field] of refused) {
      const answer = await staff.post('/invoice_drafts', body)
      assert.deepEqual([answer.status, answer.body.errors[0].field], [422, field])
    }
    assert.deepEqual((await staff.get('/invoice_drafts')).body.data, [])
    assert.equal((await ada.post('/invoice_drafts', { customer_id, items: [] })).status, 404)
    assert.equal((await ada.get('/billable_items')).status, 404)
  }).timeout(60_000)
})
