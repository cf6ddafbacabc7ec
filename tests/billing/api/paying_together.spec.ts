import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { newId, showId } from '#app/shared/ids'
import { checkLedger } from '#app/ledger/index'
import { VoidInvoice } from '#app/billing/index'
import { ApiClient, apiClientFor } from '#tests/support/api'
import { saveCard } from '#tests/support/method'
import { addInvoice, connectStripe } from '#tests/support/payments'
import { useSandbox } from '#tests/support/sandbox'
import { settle } from '#tests/support/settle'
import { as, createTenant } from '#tests/support/tenants'

interface Invoice {
  id: string
  status: string
  amount_due: { amount: string }
}

test.group('Paying together, and the balance', (group) => {
  const sandbox = useSandbox(group)

  async function openShop() {
    const tenant = await createTenant()
    await connectStripe(tenant, sandbox())
    const ada = await apiClientFor(tenant, { as: 'customer', currency: 'EUR' })
    const brook = await apiClientFor(tenant, { as: 'customer', currency: 'EUR' })
    const staff = await apiClientFor(tenant, { as: 'staff' })
    return { tenant, ada, brook, staff }
  }

  const bill = async (client: ApiClient, amount = 1000n) =>
    showId('invoice', await addInvoice(client.tenant, client.customerId, { amount }))
  const dueOn = async (client: ApiClient, id: string) =>
    ((await client.get('/invoices')).body.data as Invoice[]).find((invoice) => invoice.id === id)!
  const card = async ({ tenant, customerId }: ApiClient) =>
    showId('paymentMethod', await saveCard({ tenant, customerId }, sandbox()))

  test('several invoices are paid at once, seen on each, and not a second time', async ({ assert }) => {
    const { tenant, ada, brook } = await openShop()
    const [a, b] = [await bill(ada, 1000n), await bill(ada, 2000n)]
    const method = await card(ada)
    const body = { invoices: [{ id: a }, { id: b }], payment_method_id: method }
    assert.equal((await brook.post('/payments', { invoices: body.invoices })).status, 404)
    const paid = await ada.post('/payments', { ...body, request_key: newId() })
    assert.deepEqual([paid.status, paid.body.payment.status, paid.body.payment.purpose], [201, 'succeeded', 'bundle'])
    await settle(tenant)
    assert.equal((await dueOn(ada, a)).status, 'paid')
    const again = await ada.post('/payments', body)
    assert.deepEqual([again.status, again.body.code], [409, 'invoice_not_open'])
  }) // prettier-ignore

  test('what was chosen wrongly is refused beside its field', async ({ assert }) => {
    const { tenant, ada } = await openShop()
    const [a, b] = [await bill(ada, 1000n), await bill(ada, 2000n)]
    const gone = await addInvoice(tenant, ada.customerId)
    const voiding = await app.container.make(VoidInvoice)
    await as(tenant, () => voiding.execute({ invoiceId: gone, reason: 'Mistake' }))
    const rows: [object[], number, string, string | null][] = [
      [[], 422, 'validation_failed', 'invoices'],
      [[{ id: a }, { id: a }], 422, 'chosen_twice', 'invoices.0.id'],
      [[{ id: b }, { id: a, amount: '1001' }], 422, 'more_than_due', 'invoices.1.amount'],
      [[{ id: a, amount: '499' }], 422, 'below_part_min', 'invoices.0.amount'],
      [[{ id: a, amount: '-5' }], 422, 'validation_failed', 'invoices.0.amount'],
      [[{ id: a, amount: '9.99' }], 422, 'validation_failed', 'invoices.0.amount'],
      [[{ id: a }, { id: showId('invoice', newId()) }], 404, 'invoice_not_found', null],
      [[{ id: a }, { id: 'inv_none' }], 404, 'invoice_not_found', null],
      [[{ id: a }, { id: showId('invoice', gone) }], 409, 'invoice_not_open', null],
    ]
    for (const [invoices, status, code, field] of rows) {
      const answer = await ada.post('/payments', { invoices })
      assert.deepEqual([answer.status, answer.body.code, answer.body.errors?.[0]?.field ?? null], [status, code, field])
    }
    assert.lengthOf((await ada.get('/payments')).body.data, 0)
  }) // prettier-ignore

  test('less than the gateway charges is refused beside its field, with the smallest amount and what else can be done', async ({ assert }) => {
    const { tenant, ada, staff } = await openShop()
    const method = await card(ada)
    const due = await bill(ada, 27n)
    const limits = { allows_top_ups: true, top_up_min: '10', top_up_max: '3000', top_up_day_max: '4000', balance_max: '9000', allows_part_payments: true, part_payment_min: '10' }
    assert.equal((await staff.put('/payment-limits/EUR', limits)).status, 200)
    const other = await bill(ada, 1000n)
    const top_up = { below: '100', amount: '20', day_max: '100', payment_method_id: null }
    const rows: [{ status: number; body: { code: string; detail: string; errors?: { field: string; message: string }[] } }, string][] = [
      [await ada.post('/payments', { invoices: [{ id: due }], payment_method_id: method }), 'invoices.0.amount'],
      [await ada.post('/payments', { invoices: [{ id: due }] }), 'invoices.0.amount'],
      [await ada.post('/payments', { invoices: [{ id: due }, { id: other, amount: '12' }] }), 'invoices'],
      [await ada.post(`/invoices/${due}/payments`, { payment_method_id: method }), 'gateway_id'],
      [await ada.post('/balance/top-ups', { amount: '49', payment_method_id: method }), 'amount'],
      [await staff.post(`/customers/${ada.shownCustomerId}/payments`, { invoices: [{ id: due }] }), 'invoices.0.amount'],
    ]
    for (const [{ status, body }, field] of rows) {
      assert.deepEqual([status, body.code, body.errors?.[0]?.field], [422, 'below_smallest_charge', field])
      assert.match(body.detail, /€0\.50.*bank transfer or from your balance/)
    }
    const settings = await ada.put('/balance/settings', { pays_invoices: true, top_up })
    assert.deepEqual([settings.status, settings.body.errors[0].field], [422, 'top_up.amount'])
    assert.match(settings.body.errors[0].message, /€0\.50/)
    assert.lengthOf((await ada.get('/payments')).body.data, 0)

    assert.equal((await ada.post('/balance/top-ups', { amount: '50', payment_method_id: method })).status, 201)
    await settle(tenant)
    const paid = await ada.post('/payments', { invoices: [{ id: due }], uses_balance: true })
    assert.deepEqual([paid.status, paid.body.from_balance.amount, (await dueOn(ada, due)).status], [201, '27', 'paid'])
  }) // prettier-ignore

  test('the balance is topped up within limits that staff sets, pays what is due, and tells its story', async ({
    assert,
  }) => {
    const { tenant, ada, staff } = await openShop()
    const method = await card(ada)
    const limits = {
      allows_top_ups: true, top_up_min: '1000', top_up_max: '3000', top_up_day_max: '4000', balance_max: '9000',
      allows_part_payments: false, part_payment_min: '500',
    } // prettier-ignore
    assert.equal((await ada.get('/balance')).body.top_up.max.amount, '100000')
    const wrong = await staff.put('/payment-limits/EUR', { ...limits, top_up_day_max: '2000' })
    assert.deepEqual([wrong.status, wrong.body.errors[0].field], [422, 'top_up_day_max'])
    assert.equal((await staff.put('/payment-limits/EURO', limits)).status, 404)
    assert.equal((await staff.put('/payment-limits/EUR', limits)).body.top_up_max, '3000')
    assert.include((await staff.get('/payment-limits')).body.data.map((row: { currency: string }) => row.currency), 'EUR')

    const topUp = (amount: string, rest: object = {}) =>
      ada.post('/balance/top-ups', { amount, payment_method_id: method, ...rest })
    for (const [amount, code] of [['999', 'below_top_up_min'], ['3001', 'above_top_up_max'], ['0', 'validation_failed'], ['1e4', 'validation_failed']] as const) {
      const refused = await topUp(amount)
      assert.deepEqual([refused.status, refused.body.code, refused.body.errors[0].field], [422, code, 'amount'])
    } // prettier-ignore
    const due = await bill(ada, 700n)
    const key = newId()
    const clicks = await Promise.all([topUp('2500', { request_key: key }), topUp('2500', { request_key: key })])
    assert.deepEqual(clicks.map((click) => click.status), [201, 201])
    assert.equal(clicks[0]!.body.payment.id, clicks[1]!.body.payment.id)
    await settle(tenant)
    assert.equal((await topUp('2500', { request_key: key })).body.payment.id, clicks[0]!.body.payment.id)
    assert.deepEqual(
      [(await topUp('1501')).body.code, (await ada.get('/balance')).body.balance.amount],
      ['above_day_max', '2500']
    )
    assert.equal((await dueOn(ada, due)).status, 'open')
    const part = await ada.post('/payments', { invoices: [{ id: due, amount: '600' }], uses_balance: true })
    assert.deepEqual([part.status, part.body.code], [422, 'part_payments_off'])
    const paid = await ada.post('/payments', { invoices: [{ id: due }], uses_balance: true })
    assert.deepEqual([paid.body.payment, paid.body.from_balance.amount], [null, '700'])
    const moves = (await ada.get('/balance/moves?limit=1')).body
    assert.deepEqual([moves.data[0].kind, moves.data[0].amount.amount, moves.data[0].balance.amount], ['invoice_settled', '-700', '1800'])
    const before = (await ada.get(`/balance/moves?limit=1&cursor=${moves.next_cursor}`)).body
    assert.deepEqual([before.data[0].kind, before.data[0].amount.amount, before.data[0].balance.amount], ['top_up', '2500', '2500'])
    assert.isNull(before.next_cursor)
    await staff.put('/payment-limits/EUR', { ...limits, allows_top_ups: false })
    assert.deepEqual([(await topUp('1000')).status, (await topUp('1000')).body.code], [409, 'top_ups_off'])
    assert.deepEqual((await as(tenant, () => checkLedger())).differences, [])
  }) // prettier-ignore

  test('staff records a transfer once: oldest first, the rest to the balance, which staff may correct', async ({
    assert,
  }) => {
    const { tenant, ada, brook, staff } = await openShop()
    const [a, b] = [await bill(ada, 1000n), await bill(ada, 2000n)]
    const path = `/customers/${ada.shownCustomerId}`
    const transfer = { method: 'bank_transfer', amount: '2500', received_on: '2026-02-28', reference: 'RE 4711' }
    const refusals: [object, number, string][] = [
      [{ ...transfer, received_on: '2026-03-02' }, 422, 'received_on'],
      [{ ...transfer, received_on: '2023-03-02' }, 422, 'received_on'],
      [{ ...transfer, received_on: '2026-02-30' }, 422, 'received_on'],
      [{ ...transfer, amount: '0' }, 422, 'amount'],
      [{ ...transfer, method: 'barter' }, 422, 'method'],
      [{ ...transfer, reference: ' ' }, 422, 'reference'],
    ]
    for (const [body, status, field] of refusals) {
      const refused = await staff.post(`${path}/received-payments`, body)
      assert.deepEqual([refused.status, refused.body.errors[0].field], [status, field])
    }
    const stranger = await staff.post(`/customers/${showId('customer', newId())}/received-payments`, transfer)
    assert.equal(stranger.status, 404)
    assert.include([403, 404], (await ada.post(`${path}/received-payments`, transfer)).status)
    const recorded = await staff.post(`${path}/received-payments`, transfer)
    assert.deepEqual([recorded.status, recorded.body.to_invoices.amount, recorded.body.to_balance.amount], [201, '2500', '0'])
    const twice = await staff.post(`${path}/received-payments`, transfer)
    assert.deepEqual([twice.status, twice.body.errors[0].field], [422, 'reference'])
    assert.equal((await dueOn(ada, a)).status, 'paid')
    assert.equal((await dueOn(ada, b)).amount_due.amount, '500')
    const over = await staff.post(`${path}/received-payments`, { ...transfer, method: 'cash', amount: '800', invoice_ids: [b] })
    assert.equal(over.body.to_balance.amount, '300')
    assert.lengthOf((await staff.get(`${path}/received-payments`)).body.data, 2)

    const adjust = (amount: string, rest: object = {}) =>
      staff.post(`${path}/balance/adjustments`, { amount, reason: 'Goodwill', ...rest })
    assert.equal((await adjust('-301')).body.code, 'more_than_balance')
    assert.equal((await adjust('0')).status, 422)
    assert.equal((await adjust('5', { reason: '' })).status, 422)
    const key = newId()
    for (let click = 0; click < 2; click += 1)
      assert.equal((await adjust('200', { request_key: key })).body.balance.amount, '500')
    for (const refused of [await adjust('2000', { request_key: key }), await adjust('200', { request_key: key, reason: 'Outage' })])
      assert.deepEqual([refused.status, refused.body.code], [422, 'request_key_reused'])
    const others = { amount: '200', reason: 'Goodwill', request_key: key }
    const elsewhere = await staff.post(`/customers/${brook.shownCustomerId}/balance/adjustments`, others)
    assert.deepEqual([elsewhere.status, elsewhere.body.code], [422, 'request_key_reused'])
    assert.equal((await adjust('-500')).body.balance.amount, '0')
    const kinds = (await staff.get(`${path}/balance/moves`)).body.data.map(({ kind }: { kind: string }) => kind)
    assert.deepEqual(kinds.slice(0, 2), ['balance_withdrawn', 'balance_granted'])
    await settle(tenant)
    assert.deepEqual((await as(tenant, () => checkLedger())).differences, [])
  }) // prettier-ignore

  test('staff charges several invoices of a customer to the saved card', async ({ assert }) => {
    const { tenant, ada, staff } = await openShop()
    const invoices = [{ id: await bill(ada, 1000n) }, { id: await bill(ada, 2000n) }]
    const path = `/customers/${ada.shownCustomerId}/payments`
    assert.equal((await staff.post(path, { invoices })).body.code, 'payment_method_not_found')
    await card(ada)
    const charged = await staff.post(path, { invoices })
    assert.deepEqual([charged.status, charged.body.payment.status], [201, 'succeeded'])
    await settle(tenant)
    assert.equal((await staff.post(path, { invoices })).body.code, 'invoice_not_open')
    assert.equal((await dueOn(ada, invoices[1]!.id)).status, 'paid')
  })
})
