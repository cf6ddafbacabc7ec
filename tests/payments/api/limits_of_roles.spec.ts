import { test } from '@japa/runner'
import { newId, showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { buy, openShop } from '#tests/support/billing'
import { addInvoice } from '#tests/support/payments'
import { createTenant, freezeClock } from '#tests/support/tenants'

const gift = (amount: string) => ({ amount, reason: 'For the trouble' })

test.group('What staff of a role may give away', () => {
  test('is limited, for usual roles and a tenant’s own, and the limit is named', async ({ assert }) => {
    const tenant = await createTenant()
    const owner = await apiClientFor(tenant, { as: 'staff', roles: ['owner'] })
    const ada = await apiClientFor(tenant, { as: 'customer' })
    const role = {
      label: 'Helpdesk',
      abilities: ['staff:billing:read', 'staff:billing:write', 'staff:customers:read'],
    }
    await owner.put('/staff-roles/helpdesk', role)
    const billing = await apiClientFor(tenant, { as: 'staff', roles: ['billing'] })
    const sam = await apiClientFor(tenant, { as: 'staff', roles: ['helpdesk'] })
    const path = `/customers/${ada.shownCustomerId}/balance/adjustments`

    const limits = (await owner.get('/gift-limits')).body.data as {
      role: string
      label: string
      amount: string
    }[]
    const ofRole = (name: string) => limits.find((limit) => limit.role === name)!
    assert.deepInclude(ofRole('helpdesk'), { label: 'Helpdesk', amount: '0' })
    assert.deepInclude(ofRole('billing'), { label: null, amount: '20000' })
    assert.isNull(ofRole('owner').amount)
    assert.isUndefined(ofRole('support'), 'who may not write in billing has no limit')

    // Until somebody gives it one, a role of the tenant's own gives nothing away.
    const refused = await sam.post(path, gift('1'))
    assert.deepEqual([refused.status, refused.body.code], [403, 'above_own_limit'])
    assert.equal((await sam.put('/gift-limits/helpdesk/EUR', { amount: null })).status, 403)
    assert.equal((await owner.put('/gift-limits/support/EUR', { amount: '5' })).status, 404)
    assert.equal((await owner.put('/gift-limits/helpdesk/EUR', { amount: '1500' })).status, 200)
    assert.equal((await sam.post(path, gift('1500'))).status, 201)
    const above = await sam.post(path, gift('1501'))
    assert.deepEqual([above.status, above.body.errors[0].field], [403, 'amount'])
    assert.include(above.body.detail, '15')
    // What was given already does not count against itself when it is asked for again.
    const again = { ...gift('1'), request_key: newId() }
    assert.equal((await owner.put('/gift-limits/helpdesk/EUR', { amount: '1501' })).status, 200)
    for (const _ of [1, 2]) assert.equal((await sam.post(path, again)).status, 201)
    // Taking back is no gift.
    assert.equal((await sam.post(path, gift('-1500'))).status, 201)
    assert.equal((await billing.post(path, gift('20001'))).status, 403)
    assert.equal((await billing.post(path, gift('20000'))).status, 201)
    assert.equal((await owner.post(path, gift('20001'))).status, 201)

    // Off a price: nothing is limited until somebody says so.
    const coupon = (percent: string) => ({ code: `off-${percent}`, name: 'Off', benefit: { kind: 'percent', percent } }) // prettier-ignore
    assert.equal((await billing.post('/coupons', coupon('50'))).status, 201)
    assert.equal((await billing.put('/discount-limits/billing', { percent: null })).status, 403)
    assert.equal((await owner.put('/discount-limits/support', { percent: 5 })).status, 404)
    assert.equal((await owner.put('/discount-limits/billing', { percent: 101 })).status, 422)
    const set = await owner.put('/discount-limits/billing', { percent: 20 })
    assert.deepEqual(set.body, { role: 'billing', label: null, percent: 20 })
    assert.equal((await billing.post('/coupons', coupon('20'))).status, 201)
    const [made] = (await billing.get('/coupons?q=off-50')).body.data
    assert.equal((await billing.patch(`/coupons/${made.id}`, { status: 'active' })).status, 422)
    assert.equal((await owner.patch(`/coupons/${made.id}`, { status: 'active' })).status, 200)
    assert.equal((await billing.patch(`/coupons/${made.id}`, { status: 'archived' })).status, 200)

    const invoiceId = await addInvoice(tenant, ada.customerId, { amount: 2_000n })
    const writeOff = (client: typeof sam) =>
      client.post(`/invoices/${showId('invoice', invoiceId)}/write_off`, { reason: 'Gone' })
    assert.deepEqual(
      [(await writeOff(sam)).status, (await writeOff(sam)).body.code],
      [403, 'above_own_limit']
    )
    // Refunds of a role of the tenant's own have a limit of their own as well.
    assert.equal((await owner.put('/refund-limits/helpdesk/EUR', { amount: '900' })).status, 200)
    const refunds = (await owner.get('/refund-limits')).body.data as {
      role: string
      currency: string
      amount: string
    }[]
    assert.equal(
      refunds.find(({ role: name, currency }) => name === 'helpdesk' && currency === 'EUR')!.amount,
      '900'
    )
  })

  test('counts all of a day for one customer, whatever it is cut into, and two at once', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const owner = await apiClientFor(tenant, { as: 'staff', roles: ['owner'] })
    const billing = await apiClientFor(tenant, { as: 'staff', roles: ['billing'] })
    const [ada, brook] = [
      await apiClientFor(tenant, { as: 'customer' }),
      await apiClientFor(tenant, { as: 'customer' }),
    ]
    await owner.put('/gift-limits/billing/EUR', { amount: '1000' })
    const give = (amount: string, customer = ada, by = billing) =>
      by.post(`/customers/${customer.shownCustomerId}/balance/adjustments`, gift(amount))
    const atOnce = await Promise.all([give('600'), give('600'), give('600')])
    assert.sameMembers(atOnce.map(({ status }) => status), [201, 403, 403]) // prettier-ignore
    assert.deepEqual([(await give('400')).status, (await give('1')).body.code], [201, 'above_own_limit'])
    assert.equal((await give('1000', brook)).status, 201, 'to another customer')
    assert.equal((await give('5000', ada, owner)).status, 201)
    const close = async (how: string, amount: bigint) => {
      const id = showId('invoice', await addInvoice(tenant, ada.customerId, { amount }))
      return { id, ...(await billing.post(`/invoices/${id}/${how}`, { reason: 'Gone' })) }
    }
    assert.equal((await close('write_off', 1n)).status, 403)
    // Taking back gives as much away as giving up.
    const voiding = await close('voiding', 2_000n)
    assert.deepEqual([voiding.status, voiding.body.code], [403, 'above_own_limit'])
    const asked = await billing.post('/gift-requests', {
      kind: 'void',
      invoice_id: voiding.id,
      reason: 'By mistake',
    })
    assert.deepEqual([asked.status, asked.body.money.amount], [201, '2000'])
    assert.equal((await owner.post(`/gift-requests/${asked.body.id}/approvals`, {})).body.status, 'given')
    assert.equal((await owner.post(`/invoices/${voiding.id}/voiding`, { reason: 'Again' })).status, 409)
    // What was taken back is given no more; and another day is another day.
    assert.deepEqual(
      [(await give('-500')).status, (await give('500')).status, (await give('1')).status],
      [201, 201, 403]
    )
    await freezeClock(tenant, new Date(Date.now() + 25 * 3_600_000).toISOString())
    assert.equal((await give('1000')).status, 201)
  })

  test('or somebody else agrees: nothing moves before, nobody agrees to their own, and it is given once', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const owner = await apiClientFor(tenant, { as: 'staff', roles: ['owner'] })
    const billing = await apiClientFor(tenant, { as: 'staff', roles: ['billing'] })
    const another = await apiClientFor(tenant, { as: 'staff', roles: ['billing'] })
    const ada = await apiClientFor(tenant, { as: 'customer' })
    const balance = async () => (await ada.get('/balance')).body.balance.amount as string
    const ask = (body: object) => billing.post('/gift-requests', { reason: 'For the long outage', ...body })
    const decide = (client: typeof owner, id: string, how = 'approvals') =>
      client.post(`/gift-requests/${id}/${how}`, {})

    const onto = (amount: string) => ({ kind: 'balance', customer_id: ada.shownCustomerId, amount })
    const alone = await ask(onto('20000'))
    assert.deepEqual([alone.status, alone.body.code], [409, 'within_own_limit'])
    const asked = await ask(onto('20001'))
    assert.deepEqual([asked.status, asked.body.status, await balance()], [201, 'waiting', '0'])
    const key = newId()
    const keyed = (amount: string, reason = 'Once') => ask({ ...onto(amount), reason, request_key: key })
    const once = [await keyed('30000'), await keyed('30000')]
    assert.equal(once[0]!.body.id, once[1]!.body.id)
    for (const reused of [await keyed('40000'), await keyed('30000', 'Twice')])
      assert.deepEqual([reused.status, reused.body.code], [422, 'request_key_reused'])
    assert.equal((await decide(billing, once[0]!.body.id, 'refusals')).body.status, 'refused')
    const own = await decide(billing, asked.body.id)
    assert.deepEqual([own.status, own.body.code], [403, 'own_request'])
    const narrow = await decide(another, asked.body.id)
    assert.deepEqual([narrow.status, narrow.body.code], [403, 'above_own_limit'])
    const both = await Promise.all([decide(owner, asked.body.id), decide(owner, asked.body.id)])
    assert.sameMembers(both.map(({ status }) => status), [200, 409]) // prettier-ignore
    assert.equal(await balance(), '20001')
    const [fact] = (await owner.get('/audit?type=gift.given')).body.data
    assert.equal(showId('user', fact.data.requestedBy), asked.body.requested_by)
    assert.deepInclude(fact.data, { amount: '20001', reason: 'For the long outage' })

    await owner.put('/gift-limits/billing/EUR', { amount: '100' })
    const { planId } = await openShop(tenant)
    const brook = await apiClientFor(tenant, { as: 'customer' })
    const { invoiceId } = await buy(tenant, planId, { customerId: brook.customerId })
    const invoice = showId('invoice', invoiceId)
    const note = await ask({ kind: 'credit_note', invoice_id: invoice, of: 'amount', amount: '500' })
    const loss = await ask({ kind: 'write_off', invoice_id: invoice })
    assert.deepEqual([note.status, note.body.money.amount, loss.status], [201, '500', 201])
    assert.equal((await decide(owner, note.body.id)).body.status, 'given')
    // By now less is due than was to be given up.
    const changed = await decide(owner, loss.body.id)
    assert.deepEqual([changed.status, changed.body.code], [409, 'changed_meanwhile'])
    assert.equal((await decide(billing, loss.body.id, 'refusals')).body.status, 'refused')
    assert.equal((await decide(owner, loss.body.id)).status, 409)
    assert.lengthOf((await owner.get('/gift-requests?status=waiting')).body.data, 0)
    const foreign = await apiClientFor(await createTenant(), { as: 'staff', roles: ['owner'] })
    assert.equal((await decide(foreign, asked.body.id)).status, 404)
    assert.equal((await ada.get('/gift-requests')).status, 404)
  })

  test('a coupon beyond a limit waits as a draft until somebody with a wider one puts it to use', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const owner = await apiClientFor(tenant, { as: 'staff', roles: ['owner'] })
    const billing = await apiClientFor(tenant, { as: 'staff', roles: ['billing'] })
    await owner.put('/discount-limits/billing', { percent: 20 })
    for (const benefit of [
      { kind: 'percent', percent: '100' },
      { kind: 'free_months', months: 3 },
    ]) {
      const made = await billing.post('/coupons', { code: `GIFT-${benefit.kind}`, name: 'Gift', benefit })
      assert.deepEqual([made.status, made.body.status], [201, 'draft'], benefit.kind)
      const own = await billing.patch(`/coupons/${made.body.id}`, { status: 'active' })
      assert.deepEqual([own.status, own.body.errors[0].field], [422, 'benefit'])
      assert.equal((await owner.patch(`/coupons/${made.body.id}`, { status: 'active' })).status, 200)
      // What is in use is changed by nobody who may not promise so much.
      assert.equal((await billing.patch(`/coupons/${made.body.id}`, { name: 'Mine' })).status, 422)
    }
    // Nor by what everybody gets.
    const loyalty = (percent: string, is_on = true) => ({ is_on, name: 'Thanks', gap_days: 30, tiers: [{ after_months: 1, percent }] }) // prettier-ignore
    const tooMuch = await billing.patch('/loyalty', loyalty('20.01'))
    assert.deepEqual(
      [tooMuch.body.code, tooMuch.body.errors[0].field],
      ['above_own_limit', 'tiers.0.percent']
    )
    assert.equal((await billing.patch('/loyalty', loyalty('20'))).status, 200)
    assert.equal(
      (await billing.patch('/loyalty', loyalty('90', false))).status,
      200,
      'off, it promises nothing'
    )
    assert.equal((await owner.patch('/loyalty', loyalty('90'))).status, 200)
    const programme = { ...(await owner.get('/referral-programme')).body, is_on: true, percent: '30' }
    assert.equal((await billing.patch('/referral-programme', programme)).body.code, 'above_own_limit')
  })
})
