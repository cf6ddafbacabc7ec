import { test } from '@japa/runner'
import { newId, showId } from '#app/shared/ids'
import { buy, openShop, pay } from '#tests/support/billing'
import { apiClientFor } from '#tests/support/api'
import { createTenant } from '#tests/support/tenants'

/** Ada's paid invoice over €14.01 and tax that her address does not bring: no country, no tax. */
async function scene() {
  const tenant = await createTenant()
  const { planId } = await openShop(tenant)
  const ada = await apiClientFor(tenant, { as: 'customer' })
  const staff = await apiClientFor(tenant, { as: 'staff' })
  const bought = await buy(tenant, planId, { customerId: ada.customerId })
  await pay(tenant, bought.invoiceId)
  return { tenant, planId, ada, staff, path: `/invoices/${showId('invoice', bought.invoiceId)}` }
}

test.group('Credit notes over the API', () => {
  test('staff looks at one, issues it, and the customer reads it', async ({ assert }) => {
    const { staff, ada, path } = await scene()
    const total = BigInt((await ada.get(path)).body.total.amount)
    const preview = await staff.post(`${path}/credit_preview`, { of: 'amount', amount: '500' })
    assert.deepEqual([preview.status, preview.body.total.amount], [200, '500'])
    const issued = await staff.post(`${path}/credit_notes`, { of: 'amount', amount: '500', reason: 'Outage' })
    assert.equal(issued.status, 201)
    assert.deepEqual(issued.body.lines.map((line: { amount: object }) => line.amount), preview.body.lines.map((line: { amount: object }) => line.amount)) // prettier-ignore
    assert.isTrue(issued.body.is_seal_intact)
    const listed = (await ada.get('/credit_notes')).body.data
    assert.deepEqual(listed.map((note: { id: string }) => note.id), [issued.body.id]) // prettier-ignore
    assert.equal((await ada.get(`/credit_notes/${issued.body.id}`)).body.reason, 'Outage')
    const read = (await ada.get(path)).body
    assert.lengthOf(read.credit_notes, 1)
    assert.equal(BigInt(read.creditable.amount), total - 500n)
    assert.equal(read.lines[0].taken_back.amount, issued.body.lines[0].amount.amount)
    const rest = await staff.post(`${path}/credit_notes`, { of: 'whole', reason: 'Gone' })
    assert.equal(BigInt(rest.body.total.amount), total - 500n)
    const none = await staff.post(`${path}/credit_notes`, { of: 'whole', reason: 'Again' })
    assert.deepEqual([none.status, none.body.code], [409, 'nothing_left_to_credit'])
  })

  test('asked for again under its key it is one note, and the key is good for nothing else', async ({ assert }) => {
    const { tenant, planId, staff, ada, path } = await scene()
    const key = newId()
    const ask = (change: object = {}) =>
      staff.post(`${path}/credit_notes`, { of: 'amount', amount: '500', reason: 'Outage', request_key: key, ...change })
    const notes = [...(await Promise.all([ask(), ask(), ask()])), await ask()]
    assert.deepEqual(notes.map(({ status, body }) => [status, body.id]), notes.map(() => [201, notes[0]!.body.id]))
    assert.lengthOf((await ada.get('/credit_notes')).body.data, 1)
    const other = await buy(tenant, planId, { customerId: ada.customerId })
    const elsewhere = `/invoices/${showId('invoice', other.invoiceId)}/credit_notes`
    for (const change of [{ amount: '501' }, { reason: 'Goodwill' }, { of: 'whole', amount: undefined }]) {
      const refused = await ask(change)
      assert.deepEqual([refused.status, refused.body.code], [422, 'request_key_reused'], JSON.stringify(change))
    }
    const refused = await staff.post(elsewhere, { of: 'amount', amount: '500', reason: 'Outage', request_key: key })
    assert.equal(refused.body.code, 'request_key_reused')
    assert.lengthOf((await ada.get('/credit_notes')).body.data, 1)

    // What took back all that was left leaves nothing to take back, and is found again all the same.
    const rest = { of: 'whole', reason: 'Gone', request_key: newId() }
    const whole = await staff.post(`${path}/credit_notes`, rest)
    assert.equal((await staff.post(`${path}/credit_notes`, rest)).body.id, whole.body.id)
    const lines = { of: 'lines', lines: [{ position: 0 }], reason: 'Gone', request_key: newId() }
    const first = await staff.post(elsewhere, lines)
    assert.equal((await staff.post(elsewhere, lines)).body.id, first.body.id)
    assert.equal((await staff.post(elsewhere, { ...lines, request_key: 'no key' })).status, 422)
  }) // prettier-ignore

  test('what cannot be is refused beside its field, and nothing is written', async ({ assert }) => {
    const { staff, ada, path } = await scene()
    const refused: [object, number, string][] = [
      [{ of: 'amount', amount: '99999999', reason: 'x' }, 422, 'amount'],
      [{ of: 'amount', amount: '-5', reason: 'x' }, 422, 'amount'],
      [{ of: 'amount', amount: '1.50', reason: 'x' }, 422, 'amount'],
      [{ of: 'amount', reason: 'x' }, 422, 'amount'],
      [{ of: 'half', reason: 'x' }, 422, 'of'],
      [{ of: 'whole' }, 422, 'reason'],
      [{ of: 'lines', lines: [{ position: 7 }], reason: 'x' }, 422, 'lines'],
      [{ of: 'lines', lines: [], reason: 'x' }, 422, 'lines'],
    ]
    for (const [body, status, field] of refused) {
      const answer = await staff.post(`${path}/credit_notes`, body)
      assert.equal(answer.status, status)
      assert.equal(answer.body.errors[0].field, field)
    }
    assert.equal((await staff.post(`/invoices/${showId('invoice', newId())}/credit_notes`, { of: 'whole', reason: 'x' })).status, 404) // prettier-ignore
    assert.deepEqual((await ada.get('/credit_notes')).body.data, [])
  })

  test('a customer issues none, and another customer sees none', async ({ assert }) => {
    const { tenant, staff, ada, path } = await scene()
    const issued = await staff.post(`${path}/credit_notes`, { of: 'whole', reason: 'Outage' })
    assert.equal((await ada.post(`${path}/credit_notes`, { of: 'whole', reason: 'x' })).status, 404)
    const brook = await apiClientFor(tenant, { as: 'customer' })
    assert.equal((await brook.get(`/credit_notes/${issued.body.id}`)).status, 404)
    assert.deepEqual((await brook.get('/credit_notes')).body.data, [])
  })
})
