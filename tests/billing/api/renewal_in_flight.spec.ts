import { setTimeout as pause } from 'node:timers/promises'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId, showId } from '#app/shared/ids'
import { checkLedger, readCustomerBalance } from '#app/ledger/index'
import { CollectInvoice } from '#app/billing/index'
import { ChargeSavedMethod } from '#app/payments/index'
import { type ApiClient, apiClientFor } from '#tests/support/api'
import { BrowserSession } from '#tests/support/browser_session'
import { connectBtcpay } from '#tests/support/btcpay'
import { saveCard } from '#tests/support/method'
import { addInvoice, connectStripe } from '#tests/support/payments'
import { connectPaypal } from '#tests/support/paypal_sandbox'
import { type Sandbox, useSandbox } from '#tests/support/sandbox'
import { sweeps } from '#start/sweeps'
import { settleOnly } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

interface Shop {
  tenant: Tenant
  sandbox: Sandbox
  ada: ApiClient
  visitor: BrowserSession
  /** Where the visitor found the links of invoices. */
  opened: Map<string, string>
  /** Charged by renewals, and another one. */
  cards: string[]
  gateways: { stripe: string; paypal: string; coins: string }
}

interface Answer {
  status: number
  body: { code?: string; payment?: { id: string; status: string } | null }
}

/** How a customer pays an invoice of which a renewal charge is under way. */
interface Way {
  how: string
  pay: (shop: Shop, invoice: string) => Promise<Answer>
  /** Nothing else was chosen than what is being done: they get the charge that is under way, and its outcome. */
  isSame?: boolean
}

const ways: Way[] = [
  { how: 'its page, as offered', isSame: true, pay: ({ ada }, id) => ada.post(`/invoices/${id}/payments`, {}) },
  { how: 'its page, with the card being charged', isSame: true, pay: ({ ada, cards: [card] }, id) => ada.post(`/invoices/${id}/payments`, { payment_method_id: card }) },
  { how: 'another saved card', pay: ({ ada, cards: [, card] }, id) => ada.post(`/invoices/${id}/payments`, { payment_method_id: card }) },
  { how: 'PayPal', pay: ({ ada, gateways }, id) => ada.post(`/invoices/${id}/payments`, { gateway_id: gateways.paypal }) },
  { how: 'coins', pay: ({ ada, gateways }, id) => ada.post(`/invoices/${id}/payments`, { gateway_id: gateways.coins }) },
  { how: 'the link of its mail', isSame: true, pay: (shop, id) => payByLink(shop, id, shop.gateways.stripe) },
  { how: 'the link of its mail, PayPal', pay: (shop, id) => payByLink(shop, id, shop.gateways.paypal) },
  { how: 'the balance', pay: ({ ada }, id) => ada.post('/payments', { invoices: [{ id }], uses_balance: true, request_key: newId() }) },
  { how: 'a part with another card', pay: ({ ada, cards: [, card] }, id) => ada.post('/payments', { invoices: [{ id, amount: '600' }], payment_method_id: card, request_key: newId() }) },
  { how: 'others together with it', pay: payTogether },
] // prettier-ignore

async function payByLink({ visitor, opened }: Shop, id: string, gateway: string): Promise<Answer> {
  const wish = { request_key: newId(), gateway_id: gateway }
  const answer = await visitor.submit('POST', `${opened.get(id)}/payments`, wish)
  return { status: answer.status, body: JSON.parse(answer.text) }
}

async function payTogether({ tenant, ada, gateways }: Shop, id: string): Promise<Answer> {
  const other = await addInvoice(tenant, ada.customerId, { amount: 999n })
  const invoices = [{ id }, { id: showId('invoice', other) }]
  return ada.post('/payments', { invoices, gateway_id: gateways.paypal, request_key: newId() })
}

async function openShop(sandbox: Sandbox): Promise<Shop> {
  const tenant = await createTenant()
  const ada = await apiClientFor(tenant, { as: 'customer', currency: 'EUR' })
  const stripe = showId('gateway', await connectStripe(tenant, sandbox, { timeoutMs: 700 }))
  const paypal = showId('gateway', await connectPaypal(tenant, sandbox))
  const coins = showId('gateway', await connectBtcpay(tenant, sandbox))
  const { customerId } = ada
  const cards = [
    await saveCard({ tenant, customerId }, sandbox),
    await saveCard({ tenant, customerId }, sandbox, 'pm_card_mastercard'),
  ].map((id) => showId('paymentMethod', id))
  return { tenant, sandbox, ada, visitor: new BrowserSession(tenant), opened: new Map(), cards, gateways: { stripe, paypal, coins } }
} // prettier-ignore

/** As a renewal does on the day that an invoice is due. */
async function renew({ tenant }: Shop, invoiceId: string): Promise<string> {
  const charge = await app.container.make(ChargeSavedMethod)
  const charged = await as(tenant, () => charge.execute({ debt: { kind: 'invoice', id: invoiceId } }))
  return charged.ok ? charged.value.payment.status : charged.error.type
}

/** Until all charges are written down and on their way. */
async function untilSent({ tenant }: Shop, count: number): Promise<void> {
  for (;;) {
    const rows = await as(tenant, () => inReadTransaction(() => db.selectFrom('payments').select('id').execute()))
    if (rows.length >= count) return
    await pause(10)
  }
} // prettier-ignore

/** What each invoice was paid with, and what was taken of cards. */
async function look({ tenant, sandbox, ada: { customerId } }: Shop) {
  const payments = await as(tenant, () =>
    inReadTransaction(() => db.selectFrom('payments').select(['invoice_id', 'status', 'amount']).execute())
  )
  const { charges } = await sandbox.state<{ charges: { amount_captured: number }[] }>('stripe')
  return {
    succeeded: payments.filter(({ status }) => status === 'succeeded').length,
    open: payments.filter(({ status }) => !['succeeded', 'failed', 'cancelled'].includes(status)).length,
    taken: charges.filter((charge) => charge.amount_captured > 0).length,
    balance: (await as(tenant, () => readCustomerBalance({ customerId, currency: 'EUR' }))).amount,
    differences: (await as(tenant, () => checkLedger())).differences,
  }
}

const moving = sweeps.filter(({ name }) => ['check_payments', 'deliver_reactions'].includes(name))

/** The charge is on its way to the bank and was not decided, or was decided and not answered, or is never answered. */
const delays = [
  { fault: 'latency_ms', value: 600, renewed: 'succeeded' },
  { fault: 'answer_late_ms', value: 600, renewed: 'succeeded' },
  { fault: 'timeout_after', value: 2_000, renewed: 'unknown' },
]

test.group('Paying while a renewal charge is in flight', (group) => {
  const sandbox = useSandbox(group)

  test('in every way ({fault}): paid once, and nothing else is taken')
    .with(delays)
    .run(async ({ assert }, { fault, value, renewed }) => {
      const shop = await openShop(sandbox())
      const { tenant, ada } = shop
      const ids: string[] = []
      for (const _ of ways) ids.push(await addInvoice(tenant, ada.customerId))
      const staff = await apiClientFor(tenant, { as: 'staff' })
      await staff.post(`/customers/${ada.shownCustomerId}/balance/adjustments`, { amount: '1401', reason: 'Gift' })
      for (const shown of ids.map((id) => showId('invoice', id))) {
        const made = await ada.post('/pay_links', { invoice_ids: [shown] })
        shop.opened.set(shown, await shop.visitor.pathBehind(made.body.url))
      }
      await shop.sandbox.fault('stripe', fault, { value, route: 'POST /v1/payment_intents' })
      const renewals = ids.map((id) => renew(shop, id))
      await untilSent(shop, ids.length)

      const answers = await Promise.all(ways.map(({ pay }, at) => pay(shop, showId('invoice', ids[at]!))))
      for (const [at, { how, isSame }] of ways.entries()) {
        const { status, body } = answers[at]!
        if (isSame && status === 201) assert.include(['created', 'processing', 'succeeded', 'unknown'], body.payment!.status, how)
        else assert.deepEqual([status, body.code], [409, 'payment_under_way'], how)
      }
      const outcomes = await Promise.all(renewals)
      for (const outcome of outcomes) assert.include([renewed, 'succeeded', 'unknown'], outcome)
      await shop.sandbox.clearFaults()
      for (const hour of ['11', '14']) {
        await freezeClock(tenant, `2026-03-01T${hour}:00:00Z`)
        await settleOnly(tenant, moving)
      }
      assert.deepEqual(await look(shop), { succeeded: ids.length, open: 0, taken: ids.length, balance: 1401n, differences: [] })
      const again = await ways[0]!.pay(shop, showId('invoice', ids[0]!))
      assert.equal(again.status, 409)
    }) // prettier-ignore

  test('somebody who asked how to pay and went is called off for it, however lately the gateway was asked; who came back is not', async ({
    assert,
  }) => {
    const shop = await openShop(sandbox())
    const { tenant, ada, gateways } = shop
    const [left, back] = [await addInvoice(tenant, ada.customerId), await addInvoice(tenant, ada.customerId)]
    const ask = (id: string) =>
      ada.post(`/invoices/${showId('invoice', id)}/payments`, { gateway_id: gateways.stripe })
    for (const id of [left, back]) assert.equal((await ask(id)).status, 201)
    await freezeClock(tenant, '2026-03-01T09:32:00Z')
    await settleOnly(tenant, moving)
    await ask(back)
    await freezeClock(tenant, '2026-03-01T09:40:00Z')
    assert.equal(await renew(shop, back), 'payment_in_progress')
    assert.equal(await renew(shop, left), 'succeeded')
    const collect = await app.container.make(CollectInvoice)
    await as(tenant, () => collect.execute({ invoiceId: back }))
    await settleOnly(tenant, moving)
    const [next] = await as(tenant, () =>
      inReadTransaction(() =>
        db.selectFrom('invoices').select('next_attempt_at').where('id', '=', back).execute()
      )
    )
    assert.equal(next!.next_attempt_at?.toISOString(), '2026-03-01T10:40:00.000Z', 'tried again in an hour')

    // Staff believed a promise meanwhile: that day stands.
    const day = '2026-03-05T08:00:00.000Z'
    await as(tenant, () =>
      inTransaction(() => db.updateTable('invoices').set({ promised_until: '2026-03-04', next_attempt_at: day }).where('id', '=', back).execute())
    ) // prettier-ignore
    await as(tenant, () => collect.postpone({ invoiceId: back }))
    const [promised] = await as(tenant, () =>
      inReadTransaction(() =>
        db.selectFrom('invoices').select('next_attempt_at').where('id', '=', back).execute()
      )
    )
    assert.equal(promised!.next_attempt_at?.toISOString(), day)
  })
})
