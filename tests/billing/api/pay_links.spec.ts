import { test } from '@japa/runner'
import { payLinkPath } from '#app/payments/index'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { newId, showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { BrowserSession } from '#tests/support/browser_session'
import { addInvoice, connectStripe } from '#tests/support/payments'
import { useSandbox } from '#tests/support/sandbox'
import { runQueuedJobs, settle } from '#tests/support/settle'
import { as, createTenant } from '#tests/support/tenants'

test.group('Paying from a link', (group) => {
  const sandbox = useSandbox(group)

  async function openShop() {
    const tenant = await createTenant()
    await connectStripe(tenant, sandbox())
    const ada = await apiClientFor(tenant, { as: 'customer', currency: 'EUR' })
    const brook = await apiClientFor(tenant, { as: 'customer', currency: 'EUR' })
    const staff = await apiClientFor(tenant, { as: 'staff' })
    const id = showId('invoice', await addInvoice(tenant, ada.customerId, { amount: 1401n }))
    const made = await staff.post(`/invoices/${id}/pay_links`)
    const visitor = new BrowserSession(tenant)
    return { tenant, ada, brook, staff, id, link: made.body.url, path: await visitor.pathBehind(made.body.url), visitor }
  } // prettier-ignore

  test('a stranger with the link pays the invoice once, and comes back to its page', async ({ assert }) => {
    const { tenant, ada, id, path, visitor } = await openShop()
    const page = await visitor.get(path)
    assert.deepEqual(page.props.invoices, [
      {
        id,
        reference: 'INV-1',
        status: 'open',
        issued_on: '2026-03-01',
        due_on: '2026-03-08',
        total: { amount: '1401', currency: 'EUR' },
        amount_due: { amount: '1401', currency: 'EUR' },
        is_payment_under_way: false,
      },
    ])
    assert.notInclude(page.text, 'ada', 'nothing is told of the customer')

    const begun = JSON.parse(
      (await visitor.submit('POST', `${path}/payments`, { request_key: newId() })).text
    )
    await sandbox().confirm(begun.form.client_secret, 'pm_card_visa')
    const back = await visitor.get(`/payments/${begun.payment.id}/return`)
    assert.equal(back.location, `${path}/payments/${begun.payment.id}/return`)
    assert.equal((await visitor.get(back.location!)).location, path)
    await settle(tenant)
    assert.equal((await ada.get('/invoices')).body.data[0].status, 'paid')
    assert.equal((await visitor.get(path)).props.invoices[0].status, 'paid')
    const again = await visitor.submit('POST', `${path}/payments`)
    assert.equal(again.status, 422)
  })

  test('a link opens nothing else, and one that was touched opens nothing', async ({ assert }) => {
    const { tenant, ada, brook, staff, id, link, path, visitor } = await openShop()
    const touched = await visitor.pathBehind(`${link.slice(0, -4)}AAAA`)
    assert.isNull((await visitor.get(touched)).props.link)
    assert.equal((await visitor.submit('POST', `${touched}/payments`)).status, 404)
    const elsewhere = new BrowserSession(await createTenant())
    assert.isNull((await elsewhere.get(path)).props.link, 'it is good in its own tenant only')

    const other = showId('invoice', await addInvoice(tenant, brook.customerId))
    const theirs = (await brook.post(`/invoices/${other}/payments`, {})).body.payment.id
    assert.equal((await visitor.get(`${path}/payments/${theirs}/return`)).status, 404)
    const unrelated = showId('invoice', await addInvoice(tenant, ada.customerId))
    const own = (await ada.post(`/invoices/${unrelated}/payments`, {})).body.payment.id
    assert.equal((await visitor.get(`${path}/payments/${own}/return`)).status, 404, 'what is paid besides')
    assert.match((await new BrowserSession(tenant).get(`/payments/${theirs}/return`)).location!, /^\/sign-in/)
    assert.equal((await visitor.get(`/invoices/${id}`)).status, 302, 'a page of the customer asks to sign in')
    assert.equal((await brook.post(`/invoices/${id}/pay_links`)).status, 404)
    assert.equal((await ada.post(`/invoices/${id}/pay_links`)).status, 201)
    const asked = [
      { by: ada, ids: [id, other] },
      { by: staff, ids: [id, other] },
      { by: staff, ids: [id, showId('invoice', newId())] },
    ]
    const answers = await Promise.all(asked.map(({ by, ids }) => by.post('/pay_links', { invoice_ids: ids })))
    assert.deepEqual(
      answers.map(({ status }) => status),
      [404, 422, 404]
    )
  })

  test('one that is too old or was revoked says so, and has a new one mailed to its customer once', async ({ assert }) => {
    const { tenant, ada, staff, link, path, visitor } = await openShop()
    const mails = async () => {
      await runQueuedJobs()
      const rows = await as(tenant, () =>
        inReadTransaction(() => db.selectFrom('messages').select('data').where('kind', '=', 'pay_link').execute())
      )
      return rows.map(({ data }) => (data as unknown as { action: { path: string } }).action.path)
    }
    assert.equal((await visitor.submit('POST', `${path}/renewals`)).location, path)
    assert.lengthOf(await mails(), 0, 'a link that works is not replaced')
    const own = await ada.delete('/pay_links')
    assert.equal(own.status, 204)
    const gone = await visitor.get(path)
    assert.deepEqual([gone.props.link, gone.props.gone, gone.props.invoices], [null, 'revoked', []])
    assert.equal((await visitor.submit('POST', `${path}/payments`)).status, 404)
    await visitor.submit('POST', `${path}/renewals`)
    await visitor.submit('POST', `${path}/renewals`)
    const [fresh, ...others] = await mails()
    assert.lengthOf(others, 0)
    assert.isNull((await visitor.open(fresh!)).props.gone)

    assert.equal((await staff.delete(`/customers/${ada.shownCustomerId}/pay_links`)).status, 204)
    assert.equal((await visitor.open(fresh!)).props.gone, 'revoked')
    assert.equal((await staff.delete(`/customers/${showId('customer', newId())}/pay_links`)).status, 404)
    assert.equal((await visitor.submit('POST', `${await visitor.pathBehind(`${link.slice(0, -4)}AAAA`)}/renewals`)).status, 404)
    const longAgo = new Date(Date.now() - 61 * 86_400_000)
    const old = await as(tenant, async () => payLinkPath({ customerId: newId(), invoiceIds: [] }, longAgo))
    assert.equal((await visitor.open(old)).props.gone, 'expired')
  }) // prettier-ignore

  test('one link for several invoices of a customer has them paid together', async ({ assert }) => {
    const { tenant, ada, id, visitor } = await openShop()
    const second = showId('invoice', await addInvoice(tenant, ada.customerId, { amount: 999n }))
    const made = await ada.post('/pay_links', { invoice_ids: [id, second, id] })
    const path = await visitor.pathBehind(made.body.url)
    const shown = (await visitor.get(path)).props.invoices as { id: string }[]
    assert.sameMembers(shown.map((each) => each.id), [id, second])
    const begun = JSON.parse((await visitor.submit('POST', `${path}/payments`, { request_key: newId() })).text)
    assert.equal(begun.payment.money.amount, '2400')
  }) // prettier-ignore

  test('a gateway that is not offered is refused beside its field', async ({ assert }) => {
    const { ada, id, path, visitor } = await openShop()
    const wish = { gateway_id: showId('gateway', newId()) }
    for (const answer of [
      await ada.post(`/invoices/${id}/payments`, wish),
      await ada.post('/payments', { invoices: [{ id }], ...wish }),
    ])
      assert.deepEqual([answer.status, answer.body.code, answer.body.errors[0].field], [422, 'gateway_not_found', 'gateway_id']) // prettier-ignore
    assert.equal((await visitor.submit('POST', `${path}/payments`, wish)).status, 422)
    const [way, ...others] = (await ada.get('/payment-ways')).body.data
    assert.deepEqual([way.driver, way.customer_pays, others], ['stripe', 'form', []])
    const chosen = await ada.post(`/invoices/${id}/payments`, { gateway_id: way.gateway_id })
    assert.equal(chosen.body.payment.gateway_id, way.gateway_id)
  })
})
