import { test } from '@japa/runner'
import { audit } from '#tests/journeys/auditor'
import { useWorld } from '#tests/journeys/use_world'
import { apiClientFor } from '#tests/support/api'
import type { Json } from '#tests/support/openapi'

test.group('A purchase, as everybody sees it', (group) => {
  const begin = useWorld(group)

  test('staff finds orders, work, payment and money; the customer finds the rest, and every mail came once', async ({
    assert,
  }) => {
    const { world, ada } = await begin({ at: '2026-03-10T09:00:00Z' })
    const staff = await apiClientFor(world.tenant, { as: 'staff' })
    const orderId = await ada.buy()
    const read = async (path: string): Promise<Json> => {
      const answer = await staff.get(path)
      assert.equal(answer.status, 200, `${path} ${answer.text}`)
      return answer.body
    }
    const [service, ...otherServices] = await ada.services()
    const [invoice, ...otherInvoices] = await ada.invoices()
    assert.deepEqual([otherServices, otherInvoices], [[], []])
    assert.deepEqual([service.status, invoice.status], ['active', 'paid'])

    const overview = await read('/overview')
    assert.deepEqual(overview.received_today, [{ count: 1, money: invoice.total }])
    assert.equal(overview.orders_today, 1)
    assert.deepEqual(overview.open, [])
    assert.deepEqual((await read('/attention')).data, [])

    const [work, ...otherWork] = (await read('/operations')).data
    assert.deepEqual(otherWork, [])
    assert.deepEqual([work.kind, work.status, work.service_id], ['create', 'done', service.id])
    const { steps } = await read(`/operations/${work.id}`)
    assert.isNotEmpty(steps)
    for (const step of steps) assert.oneOf(step.status, ['done', 'skipped'], step.name)
    assert.isNotEmpty((await read(`/operations/${work.id}/calls`)).data)

    const [payment, ...otherPayments] = (await read(`/payments?order_id=${orderId}`)).data
    assert.deepEqual(otherPayments, [])
    assert.deepEqual([payment.status, payment.captured, payment.invoice_id], ['succeeded', invoice.total, invoice.id])
    const story = await read(`/payments/${payment.id}`)
    const acts = story.calls.filter(({ method }: { method: string }) => method === 'POST')
    assert.sameMembers(
      acts.map(({ url }: { url: string }) => url.replace(/^.*\/v1\//, '').replace(/pi_\w+/, ':id')),
      ['customers', 'payment_intents', 'payment_intents/:id/capture']
    )
    assert.include(story.messages.map(({ type }: { type: string }) => type), 'payment_intent.succeeded')

    const books = await read('/ledger-accounts')
    const cash = books.accounts.filter(({ account }: { account: string }) => account === 'cash')
    assert.deepEqual(cash.map(({ balance }: { balance: object }) => balance), [invoice.total])
    for (const { account, balance } of books.customer_accounts) assert.equal(balance.amount, '0', account)

    assert.sameMembers(await world.toldTo(ada.email), [
      '2026-03-10 welcome',
      '2026-03-10 order_received',
      '2026-03-10 service_ready',
      '2026-03-10 invoice_issued',
      '2026-03-10 payment_received',
    ])
    const { body: credentials } = await ada.api.post(`/services/${service.id}/credentials`)
    assert.isAbove(credentials.password.length, 7)
    for (const { text, html } of await world.sandbox.mail({ to: ada.email })) assert.notInclude(text + html, credentials.password)
    await audit(world, assert)
  }) // prettier-ignore
})
