import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { setTimeout as pause } from 'node:timers/promises'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { checkLedger, listBalances } from '#app/ledger/index'
import { listAttention } from '#app/reporting/index'
import {
  BeginInvoicePayment, BeginMethodSetup, BeginOrderPayment, CancelPayment, CapturePayment, ChargeSavedMethod, FinishMethodSetup, listPaymentMethods,
  RefreshPayment, type RefreshedPayment, RemoveMethod,
} from '#app/payments/index' // prettier-ignore
import { findPayment } from '#app/payments/records/payments'
import { addAda } from '#tests/support/customers'
import { addInvoice, addOrder, connectStripe } from '#tests/support/payments'
import { type Sandbox, useSandbox } from '#tests/support/sandbox'
import { runQueuedJobs, settle } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

const consent = { text: 'You may charge this card for renewals.', ip: '192.0.2.1', userAgent: 'Browser' }

interface Shop {
  tenant: Tenant
  ada: string
  stripe: Sandbox
}

async function openShop(stripe: Sandbox, connection: { timeoutMs?: number } = {}): Promise<Shop> {
  const tenant = await createTenant()
  const ada = await addAda(tenant)
  await connectStripe(tenant, stripe, connection)
  return { tenant, ada, stripe }
}

async function beginInvoice(
  { tenant, ada }: Shop,
  invoiceId: string,
  rest: { paymentMethodId?: string; consent?: typeof consent } = {}
) {
  const begin = await app.container.make(BeginInvoicePayment)
  return as(tenant, () => begin.execute({ invoiceId, customerId: ada, ...rest }))
}

async function beginOrder({ tenant, ada }: Shop, orderId: string): Promise<RefreshedPayment> {
  const begin = await app.container.make(BeginOrderPayment)
  const result = await as(tenant, () => begin.execute({ orderId, customerId: ada, consent }))
  if (!result.ok) throw new Error(result.error.type)
  return result.value
}

async function charge({ tenant }: Shop, invoiceId: string) {
  const action = await app.container.make(ChargeSavedMethod)
  return as(tenant, () => action.execute({ debt: { kind: 'invoice', id: invoiceId } }))
}

async function refresh({ tenant }: Shop, paymentId: string) {
  const action = await app.container.make(RefreshPayment)
  return as(tenant, () => action.execute({ paymentId }))
}

const statusOf = async ({ tenant }: Shop, id: string) =>
  (await as(tenant, () => inReadTransaction(() => findPayment(id))))!.status

async function eventsOf({ tenant }: Shop): Promise<string[]> {
  const rows = await as(tenant, () =>
    inReadTransaction(() =>
      db.selectFrom('events').select('type').where('type', 'like', 'payment%').orderBy('seq').execute()
    )
  )
  return rows.map((row) => row.type)
}

/** Saves a card as Ada does in the form, without paying. */
async function saveCard({ tenant, ada, stripe }: Shop, card = 'pm_card_visa'): Promise<void> {
  const begin = await app.container.make(BeginMethodSetup)
  const finish = await app.container.make(FinishMethodSetup)
  const begun = await as(tenant, () => begin.execute({ customerId: ada, consent }))
  if (!begun.ok) throw new Error(begun.error.type)
  const { setup, form } = begun.value
  await stripe.confirm(form!.clientSecret, card)
  await stripe.authenticate(setup.gatewayReference!)
  const finished = await as(tenant, () => finish.execute({ setupId: setup.id }))
  if (!finished.ok || finished.value.status !== 'succeeded') throw new Error('The card was not saved')
}

/** What the books say that the gateway took. */
async function cashOf({ tenant }: Shop): Promise<bigint> {
  const balances = await as(tenant, () => listBalances())
  return balances.find(({ code }) => code === 'cash:stripe')?.balance.amount ?? 0n
}

async function takenCount({ stripe }: Shop): Promise<number> {
  const { charges } = await stripe.state<{ charges: { amount_captured: number }[] }>('stripe')
  return charges.filter((taken) => taken.amount_captured > 0).length
}

test.group('Paying an order', (group) => {
  const sandbox = useSandbox(group)

  test('the bank holds the money, it is taken when the service runs, and the card is kept', async ({
    assert,
  }) => {
    const shop = await openShop(sandbox())
    const orderId = await addOrder(shop.tenant, shop.ada)
    const { payment, form } = await beginOrder(shop, orderId)
    await shop.stripe.confirm(form!.clientSecret)
    await refresh(shop, payment.id)
    assert.equal(await statusOf(shop, payment.id), 'authorised')
    assert.equal(await takenCount(shop), 0)

    const invoiceId = await addInvoice(shop.tenant, shop.ada, { amount: 1000n })
    const capture = await app.container.make(CapturePayment)
    const input = { orderId, invoiceId, amount: 1000n }
    for (let click = 0; click < 2; click += 1)
      assert.isTrue((await as(shop.tenant, () => capture.execute(input))).ok)
    await runQueuedJobs()

    assert.equal(await statusOf(shop, payment.id), 'succeeded')
    assert.equal(await cashOf(shop), 1000n)
    assert.deepEqual(await eventsOf(shop), [
      'payment.authorised',
      'payment_method.saved',
      'payment.succeeded',
    ])
    assert.lengthOf(await as(shop.tenant, () => listPaymentMethods(shop.ada)), 1)
    assert.deepEqual((await as(shop.tenant, () => checkLedger())).differences, [])
  })

  test('a double click and a second tab get the payment that was begun', async ({ assert }) => {
    const shop = await openShop(sandbox())
    const orderId = await addOrder(shop.tenant, shop.ada)
    const begun = await Promise.all([
      beginOrder(shop, orderId),
      beginOrder(shop, orderId),
      beginOrder(shop, orderId),
    ])
    assert.lengthOf(new Set(begun.map(({ payment }) => payment.id)), 1)
    const { payment_intents: intents } = await shop.stripe.state('stripe')
    assert.lengthOf(intents!, 1)
  })

  test('a tab that comes while the answer of the gateway is being written down begins no second payment', async ({
    assert,
  }) => {
    const shop = await openShop(sandbox())
    await saveCard(shop)
    for (const again of [beginInvoice, charge]) {
      const invoiceId = await addInvoice(shop.tenant, shop.ada)
      const first = await beginInvoice(shop, invoiceId)
      if (!first.ok) throw new Error(first.error.type)
      const { id } = first.value.payment
      let second: ReturnType<typeof beginInvoice> | ReturnType<typeof charge> | null = null
      await as(shop.tenant, () =>
        inTransaction(async () => {
          const taken = {
            status: 'succeeded',
            pending_call: null,
            captured_amount: 1401n,
            succeeded_at: new Date(),
          } as const
          await db.updateTable('payments').set(taken).where('id', '=', id).execute()
          second = again(shop, invoiceId)
          // It has read that nothing is on its way, and waits for the payment that it found open.
          await pause(400)
        })
      )
      const ended = await second!
      assert.equal(ended.ok ? 'begun' : ended.error.type, 'not_payable')
    }
  })

  test('calling off lets the money go; calling it off again, or capturing after, does nothing', async ({
    assert,
  }) => {
    const shop = await openShop(sandbox())
    const orderId = await addOrder(shop.tenant, shop.ada)
    const { payment, form } = await beginOrder(shop, orderId)
    await shop.stripe.confirm(form!.clientSecret)
    await refresh(shop, payment.id)
    const cancel = await app.container.make(CancelPayment)
    for (let click = 0; click < 2; click += 1)
      assert.isTrue((await as(shop.tenant, () => cancel.execute({ orderId }))).ok)
    await runQueuedJobs()
    assert.equal(await statusOf(shop, payment.id), 'cancelled')
    const capture = await app.container.make(CapturePayment)
    const invoiceId = await addInvoice(shop.tenant, shop.ada)
    const late = await as(shop.tenant, () => capture.execute({ orderId, invoiceId, amount: 1401n }))
    assert.isFalse(late.ok)
    assert.equal(await takenCount(shop), 0)
  })

  test('an authorisation that lapses before it is taken ends the payment', async ({ assert }) => {
    const shop = await openShop(sandbox())
    const orderId = await addOrder(shop.tenant, shop.ada)
    const { payment, form } = await beginOrder(shop, orderId)
    await shop.stripe.confirm(form!.clientSecret)
    await refresh(shop, payment.id)
    await shop.stripe.process.json('POST', `/_stripe/intents/${payment.gatewayReference}/expire`, {})
    await refresh(shop, payment.id)
    assert.equal(await statusOf(shop, payment.id), 'failed')
    assert.include(await eventsOf(shop), 'payment.failed')
  })

  test('another customer does not find the order', async ({ assert }) => {
    const shop = await openShop(sandbox())
    const orderId = await addOrder(shop.tenant, shop.ada)
    const brook = await addAda(shop.tenant)
    const begin = await app.container.make(BeginOrderPayment)
    const result = await as(shop.tenant, () => begin.execute({ orderId, customerId: brook }))
    assert.equal(result.ok ? '' : result.error.type, 'debt_not_found')
  })
})

test.group('Paying an invoice', (group) => {
  const sandbox = useSandbox(group)

  test('a declined card leaves the payment open for another, and tells so once', async ({ assert }) => {
    const shop = await openShop(sandbox())
    const invoiceId = await addInvoice(shop.tenant, shop.ada)
    const begun = await beginInvoice(shop, invoiceId)
    const { payment, form } = begun.ok ? begun.value : assert.fail(begun.error.type)!
    await shop.stripe.confirm(form!.clientSecret, 'pm_card_visa_chargeDeclinedInsufficientFunds')
    await refresh(shop, payment.id)
    await refresh(shop, payment.id)
    assert.equal(await statusOf(shop, payment.id), 'created')
    assert.deepEqual(await eventsOf(shop), ['payment.declined'])
    await shop.stripe.confirm(form!.clientSecret, 'pm_card_visa')
    await refresh(shop, payment.id)
    assert.equal(await statusOf(shop, payment.id), 'succeeded')
    assert.deepEqual(await eventsOf(shop), ['payment.declined', 'payment.succeeded'])
  })

  test('a saved card is charged at once; the bank may ask its holder', async ({ assert }) => {
    const shop = await openShop(sandbox())
    await saveCard(shop)
    const [card] = await as(shop.tenant, () => listPaymentMethods(shop.ada))
    const paid = await beginInvoice(shop, await addInvoice(shop.tenant, shop.ada), {
      paymentMethodId: card!.id,
    })
    assert.equal(paid.ok ? paid.value.payment.status : '', 'succeeded')
    assert.isTrue(paid.ok && paid.value.form === null)

    await saveCard(shop, 'pm_card_authenticationRequired')
    const strict = (await as(shop.tenant, () => listPaymentMethods(shop.ada))).find(
      ({ last4 }) => last4 !== '4242'
    )!
    const asked = await beginInvoice(shop, await addInvoice(shop.tenant, shop.ada), {
      paymentMethodId: strict.id,
    })
    assert.equal(asked.ok ? asked.value.payment.status : '', 'action_required')
    if (!asked.ok) return
    assert.isNotNull(asked.value.form)
    await shop.stripe.authenticate(asked.value.payment.gatewayReference!)
    await refresh(shop, asked.value.payment.id)
    assert.equal(await statusOf(shop, asked.value.payment.id), 'succeeded')
  })

  test('the answer to the charge never comes: it is unknown, then known, and charged once', async ({
    assert,
  }) => {
    const shop = await openShop(sandbox(), { timeoutMs: 500 })
    await saveCard(shop)
    const invoiceId = await addInvoice(shop.tenant, shop.ada)
    await shop.stripe.fault('stripe', 'timeout_after', { times: 3, route: 'POST /v1/payment_intents' })
    const lost = await charge(shop, invoiceId)
    assert.equal(lost.ok ? lost.value.payment.status : '', 'unknown')
    const again = await charge(shop, invoiceId)
    assert.equal(again.ok ? '' : again.error.type, 'payment_in_progress')
    const onOverview = async () => (await as(shop.tenant, () => listAttention())).map(({ kind }) => kind)
    await freezeClock(shop.tenant, '2026-03-01T10:01:00Z')
    await shop.stripe.fault('stripe', 'timeout_after', { times: 3, route: 'GET /v1/payment_intents' })
    await refresh(shop, lost.ok ? lost.value.payment.id : '')
    assert.include(
      await onOverview(),
      'payment_unknown',
      'asked a moment ago, and still without an answer after an hour'
    )
    await shop.stripe.clearFaults()
    await freezeClock(shop.tenant, '2026-03-01T10:30:00Z')
    await settle(shop.tenant)
    assert.equal(lost.ok ? await statusOf(shop, lost.value.payment.id) : '', 'succeeded')
    assert.notInclude(await onOverview(), 'payment_unknown')
    assert.equal(await takenCount(shop), 1)
    assert.deepEqual((await as(shop.tenant, () => checkLedger())).differences, [])
  })

  test('the charge never arrives: it is repeated with the same key', async ({ assert }) => {
    const shop = await openShop(sandbox(), { timeoutMs: 500 })
    await saveCard(shop)
    const invoiceId = await addInvoice(shop.tenant, shop.ada)
    await shop.stripe.fault('stripe', 'timeout_before', { times: 3, route: 'POST /v1/payment_intents' })
    const lost = await charge(shop, invoiceId)
    assert.equal(lost.ok ? lost.value.payment.status : '', 'unknown')
    await freezeClock(shop.tenant, '2026-03-01T09:05:00Z')
    await settle(shop.tenant)
    assert.equal(lost.ok ? await statusOf(shop, lost.value.payment.id) : '', 'succeeded')
    assert.equal(await takenCount(shop), 1)
  })

  test('without its customer a decline is the end, and says whether trying again can help')
    .with([
      { card: 'pm_card_chargeCustomerFail', status: 'failed', event: 'payment.failed' },
      { card: 'pm_card_authenticationRequired', status: 'action_required', event: 'payment.action_required' },
    ])
    .run(async ({ assert }, { card, status, event }) => {
      const shop = await openShop(sandbox())
      await saveCard(shop, card)
      const charged = await charge(shop, await addInvoice(shop.tenant, shop.ada))
      assert.equal(charged.ok ? charged.value.payment.status : charged.error.type, status)
      assert.equal((await eventsOf(shop)).at(-1), event)
      assert.equal(await takenCount(shop), 0)
    })

  test('a customer confirms later what the bank asked at a renewal; the same card is not tried again', async ({
    assert,
  }) => {
    const shop = await openShop(sandbox())
    await saveCard(shop, 'pm_card_authenticationRequired')
    const invoiceId = await addInvoice(shop.tenant, shop.ada)
    await charge(shop, invoiceId)
    const again = await charge(shop, invoiceId)
    assert.equal(again.ok ? '' : again.error.type, 'action_required')
    const page = await beginInvoice(shop, invoiceId)
    const { payment, form } = page.ok ? page.value : assert.fail(page.error.type)!
    const [card] = await as(shop.tenant, () => listPaymentMethods(shop.ada))
    await shop.stripe.confirm(form!.clientSecret, card!.reference)
    await shop.stripe.authenticate(payment.gatewayReference!)
    await refresh(shop, payment.id)
    assert.equal(await statusOf(shop, payment.id), 'succeeded')
  })

  test('another card takes over from one that the bank asked about', async ({ assert }) => {
    const shop = await openShop(sandbox())
    await saveCard(shop, 'pm_card_authenticationRequired')
    const invoiceId = await addInvoice(shop.tenant, shop.ada)
    await charge(shop, invoiceId)
    await saveCard(shop)
    const [strict] = (await as(shop.tenant, () => listPaymentMethods(shop.ada))).filter(
      ({ last4 }) => last4 !== '4242'
    )
    const remove = await app.container.make(RemoveMethod)
    await as(shop.tenant, () => remove.execute({ customerId: shop.ada, paymentMethodId: strict!.id }))
    const charged = await charge(shop, invoiceId)
    assert.equal(charged.ok ? charged.value.payment.status : charged.error.type, 'succeeded')
    assert.equal(await takenCount(shop), 1)
  })

  test('what the gateway cannot charge is no fault of the card, and the operator is told', async ({
    assert,
  }) => {
    const shop = await openShop(sandbox())
    await saveCard(shop)
    const charged = await charge(shop, await addInvoice(shop.tenant, shop.ada, { amount: 100_000_000n }))
    assert.equal(charged.ok ? charged.value.payment.failure?.kind : '', 'misconfigured')
    const told = await as(shop.tenant, () =>
      inReadTransaction(() =>
        db.selectFrom('events').select('id').where('type', '=', 'gateway.misconfigured').execute()
      )
    )
    assert.lengthOf(told, 1)
  })
})
