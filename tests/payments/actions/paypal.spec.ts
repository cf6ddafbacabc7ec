import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { checkLedger } from '#app/ledger/index'
import { BeginInvoicePayment, BeginMethodSetup, ChargeSavedMethod, listPaymentMethods, RefreshPayment } from '#app/payments/index' // prettier-ignore
import { FollowDispute } from '#app/payments/actions/follow_dispute'
import { findPayment } from '#app/payments/records/payments'
import { addAda } from '#tests/support/customers'
import { addInvoice } from '#tests/support/payments'
import { askPayPal, connectPaypal, payers, pull, relayEvents } from '#tests/support/paypal_sandbox'
import { eventually } from '#tests/sandbox/sandbox_process'
import { type Sandbox, useSandbox } from '#tests/support/sandbox'
import { settle } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

const consent = { text: 'You may charge this account for renewals.', ip: '192.0.2.1', userAgent: 'Browser' }

interface Shop {
  tenant: Tenant
  ada: string
  gatewayId: string
  paypal: Sandbox
}

async function openShop(paypal: Sandbox, at = '2026-03-01T09:00:00Z'): Promise<Shop> {
  const tenant = await createTenant({ at })
  return { tenant, ada: await addAda(tenant), gatewayId: await connectPaypal(tenant, paypal), paypal }
}

/** Ada is sent to PayPal for an invoice of €14.01. */
async function begin({ tenant, ada }: Shop, invoiceId: string, isKept = true) {
  const action = await app.container.make(BeginInvoicePayment)
  const agreed = isKept ? consent : null
  const begun = await as(tenant, () => action.execute({ invoiceId, customerId: ada, consent: agreed }))
  if (!begun.ok) throw new Error(begun.error.type)
  return begun.value
}

async function refresh({ tenant }: Shop, paymentId: string): Promise<void> {
  const action = await app.container.make(RefreshPayment)
  await as(tenant, () => action.execute({ paymentId }))
}

async function charge({ tenant }: Shop, invoiceId: string) {
  const action = await app.container.make(ChargeSavedMethod)
  return as(tenant, () => action.execute({ debt: { kind: 'invoice', id: invoiceId } }))
}

const paymentOf = async ({ tenant }: Shop, id: string) =>
  (await as(tenant, () => inReadTransaction(() => findPayment(id))))!

async function dueOn({ tenant }: Shop, id: string): Promise<bigint> {
  const question = db.selectFrom('invoices').select('amount_due').where('id', '=', id)
  const row = await as(tenant, () => inReadTransaction(() => question.executeTakeFirstOrThrow()))
  return row.amount_due
}

/** Where the payer was when they paid, as it is kept for the tax. */
async function placeOf({ tenant }: Shop, paymentId: string): Promise<string | undefined> {
  const question = db.selectFrom('tax_evidence').select('country').where('payment_id', '=', paymentId)
  return (await as(tenant, () => inReadTransaction(() => question.executeTakeFirst())))?.country
}

interface Captures {
  captures: { id: string; status: string; amount: { value: string } }[]
}

const capturesIn = async (paypal: Sandbox) => (await paypal.state<Captures>('paypal')).captures

test.group('Paying by PayPal', (group) => {
  const sandbox = useSandbox(group)

  test('March: paid without coming back. April: renewed. Then refunded, abandoned, and taken back by its owner', async ({
    assert,
  }) => {
    const shop = await openShop(sandbox())
    const { tenant, ada, gatewayId, paypal } = shop
    const march = await addInvoice(tenant, ada)
    const { payment, page, form } = await begin(shop, march)
    assert.deepEqual([payment.status, form, page?.coins], ['created', null, []])
    assert.include(page!.url, 'checkoutnow')
    await pull(paypal, `orders/${payment.gatewayReference}/approve`, { payer: payers.gone })
    const approved = { gatewayId, type: 'CHECKOUT.ORDER.APPROVED' }
    assert.deepEqual(await relayEvents(tenant, paypal, approved), ['new'])
    await settle(tenant)
    assert.deepEqual(await relayEvents(tenant, paypal, approved), ['known'])
    assert.deepEqual(
      [(await paymentOf(shop, payment.id)).status, await dueOn(shop, march)],
      ['succeeded', 0n]
    )
    const [method] = await as(tenant, () => listPaymentMethods(ada))
    assert.include(method, { kind: 'paypal', label: payers.gone, isDefault: true, country: 'DE' })

    await freezeClock(tenant, '2026-04-01T09:00:00Z')
    const april = await addInvoice(tenant, ada)
    const renewed = await charge(shop, april)
    assert.equal(renewed.ok ? renewed.value.payment.status : renewed.error.type, 'succeeded')
    await settle(tenant)
    assert.deepEqual((await capturesIn(paypal)).map(({ amount }) => amount.value), ['14.01', '14.01']) // prettier-ignore

    await freezeClock(tenant, '2026-04-02T09:00:00Z')
    const last = (await capturesIn(paypal)).at(-1)!
    await askPayPal(paypal, 'POST', `/v2/payments/captures/${last.id}/refund`, {
      body: { amount: { currency_code: 'EUR', value: '4.01' } },
    })
    await relayEvents(tenant, paypal, { gatewayId, type: 'PAYMENT.CAPTURE.REFUNDED' })
    await settle(tenant)
    const refunds = await as(tenant, () =>
      inReadTransaction(() => db.selectFrom('refunds').select(['amount', 'status']).execute())
    )
    assert.deepEqual(refunds, [{ amount: 401n, status: 'succeeded' }])

    await freezeClock(tenant, '2026-04-20T09:00:00Z')
    const may = await addInvoice(tenant, ada)
    const left = (await begin(shop, may)).payment
    await pull(paypal, `orders/${left.gatewayReference}/lapse`)
    await refresh(shop, left.id)
    const { status, failure } = await paymentOf(shop, left.id)
    assert.deepEqual([status, failure?.kind, await dueOn(shop, may)], ['failed', 'lapsed', 1401n])
    const again = (await begin(shop, may)).payment
    assert.notEqual(again.id, left.id)

    await pull(paypal, `payment_tokens/${method!.reference}/revoke`)
    await relayEvents(tenant, paypal, { gatewayId, type: 'VAULT.PAYMENT-TOKEN.DELETED' })
    await settle(tenant)
    assert.lengthOf(await as(tenant, () => listPaymentMethods(ada)), 0)
    assert.deepEqual((await as(tenant, () => checkLedger())).differences, [])
  })

  test('another address chosen at PayPal changes nothing of ours: it is a piece of evidence, and staff look at the place', async ({
    assert,
  }) => {
    const shop = await openShop(sandbox())
    const { tenant, ada, paypal } = shop
    // Kept or not, and chosen anew before it was captured: the country counts that the payer ended with.
    for (const [isKept, countries, expected] of [
      [false, [], 'DE'],
      [true, ['FR'], 'FR'],
      [false, ['FR', 'AT'], 'AT'],
    ] as const) {
      const invoiceId = await addInvoice(tenant, ada)
      const { payment } = await begin(shop, invoiceId, isKept)
      for (const country of countries.length > 0 ? countries : [undefined])
        await pull(paypal, `orders/${payment.gatewayReference}/approve`, { ...(country ? { country } : {}) })
      await refresh(shop, payment.id)
      await settle(tenant)
      assert.deepEqual([await dueOn(shop, invoiceId), await placeOf(shop, payment.id)], [0n, expected])
    }
    const { customer, place } = await as(tenant, () =>
      inReadTransaction(async () => ({
        customer: await db.selectFrom('customers').select('country').where('id', '=', ada).executeTakeFirstOrThrow(),
        place: await db.selectFrom('tax_places').select(['verdict', 'open_since']).where('customer_id', '=', ada).executeTakeFirstOrThrow(),
      }))
    ) // prettier-ignore
    assert.deepEqual([customer.country, place.verdict], ['DE', 'contradictory'])
    assert.isNotNull(place.open_since)
  })

  test('a declined funding source leaves the same order to be paid by another one', async ({ assert }) => {
    const shop = await openShop(sandbox())
    const invoiceId = await addInvoice(shop.tenant, shop.ada)
    const first = (await begin(shop, invoiceId)).payment
    await pull(shop.paypal, `orders/${first.gatewayReference}/approve`, { funding: 'declined' })
    await refresh(shop, first.id)
    const { status, failure } = await paymentOf(shop, first.id)
    assert.deepEqual([status, failure?.code], ['created', 'instrument_declined'])
    const again = await begin(shop, invoiceId)
    assert.deepEqual([again.payment.id, again.page?.url.includes(first.gatewayReference!)], [first.id, true])
    await pull(shop.paypal, `orders/${first.gatewayReference}/approve`)
    await refresh(shop, first.id)
    assert.equal((await paymentOf(shop, first.id)).status, 'succeeded')
    assert.lengthOf(await capturesIn(shop.paypal), 1)
  })

  test('a renewal for which PayPal wants the payer waits for them under its link', async ({ assert }) => {
    const shop = await openShop(sandbox())
    const { tenant, ada, paypal } = shop
    const { payment } = await begin(shop, await addInvoice(tenant, ada))
    await pull(paypal, `orders/${payment.gatewayReference}/approve`, { payer: payers.promptedLater })
    await refresh(shop, payment.id)
    await settle(tenant)
    const invoiceId = await addInvoice(tenant, ada)
    const charged = await charge(shop, invoiceId)
    const id = charged.ok ? charged.value.payment.id : ''
    const waiting = await paymentOf(shop, id)
    assert.deepEqual([waiting.status, waiting.failure?.code], ['action_required', 'payer_action_required'])
    await refresh(shop, id)
    assert.equal((await paymentOf(shop, id)).status, 'action_required')
    const asked = await begin(shop, invoiceId)
    assert.equal(asked.payment.id, id)
    assert.include(asked.page?.url ?? '', waiting.gatewayReference!)
    await pull(paypal, `orders/${waiting.gatewayReference}/approve`, { payer: payers.promptedLater })
    await refresh(shop, id)
    await settle(tenant)
    assert.deepEqual([(await paymentOf(shop, id)).status, await dueOn(shop, invoiceId)], ['succeeded', 0n])
  })

  test('money that PayPal takes back by itself is a lost dispute, once, unless a dispute explains it', async ({
    assert,
  }) => {
    const shop = await openShop(sandbox())
    const { tenant, ada, gatewayId, paypal } = shop
    for (const isDisputed of [false, true]) {
      const { payment } = await begin(shop, await addInvoice(tenant, ada))
      await pull(paypal, `orders/${payment.gatewayReference}/approve`)
      await refresh(shop, payment.id)
      const capture = (await capturesIn(paypal)).find(({ status }) => status === 'COMPLETED')!
      if (isDisputed) await pull(paypal, `captures/${capture.id}/dispute`)
      await pull(paypal, `captures/${capture.id}/reverse`)
    }
    const message = { gatewayId, type: 'PAYMENT.CAPTURE.REVERSED' }
    for (let times = 0; times < 2; times += 1) {
      await relayEvents(tenant, paypal, message)
      await settle(tenant)
    }
    const disputes = await as(tenant, () =>
      inReadTransaction(() => db.selectFrom('disputes').select(['status', 'code', 'is_withheld']).orderBy('opened_at').execute())
    )
    assert.deepEqual(disputes.map(({ status, code, is_withheld: isWithheld }) => [status, code === 'REVERSED', isWithheld]), [
      ['lost', true, true],
      ['needs_response', false, true],
    ])
    assert.lengthOf(await as(tenant, () => inReadTransaction(() => db.selectFrom('refunds').select('id').execute())), 0)
    assert.deepEqual((await as(tenant, () => checkLedger())).differences, [])
  }) // prettier-ignore

  test('a dispute about money that PayPal had taken back already, or about which somebody only asked, books it once', async ({
    assert,
  }) => {
    const shop = await openShop(sandbox())
    const { tenant, ada, gatewayId, paypal } = shop
    const relay = async (type: string) => {
      await relayEvents(tenant, paypal, { gatewayId, type })
      await settle(tenant)
    }
    const captures: string[] = []
    for (let index = 0; index < 2; index += 1) {
      const { payment } = await begin(shop, await addInvoice(tenant, ada))
      await pull(paypal, `orders/${payment.gatewayReference}/approve`)
      await refresh(shop, payment.id)
      captures.push((await capturesIn(paypal)).find(({ id }) => !captures.includes(id))!.id)
    }
    const [disputedLater, askedBefore] = captures
    await pull(paypal, `captures/${askedBefore}/dispute`, { stage: 'INQUIRY' })
    await relay('CUSTOMER.DISPUTE.CREATED')
    for (const capture of captures) await pull(paypal, `captures/${capture}/reverse`)
    await relay('PAYMENT.CAPTURE.REVERSED')
    await pull(paypal, `captures/${disputedLater}/dispute`)
    await relay('CUSTOMER.DISPUTE.CREATED')
    await relay('PAYMENT.CAPTURE.REVERSED')
    const read = () =>
      as(tenant, () =>
        inReadTransaction(() => db.selectFrom('disputes').select(['status', 'is_withheld', 'gateway_reference']).execute())
      )
    const disputes = await read()
    assert.deepEqual(disputes.map(({ status, is_withheld: isWithheld }) => [status, isWithheld]), [['needs_response', true], ['needs_response', true]])
    const booked = await as(tenant, () =>
      inReadTransaction(() => db.selectFrom('journal_entries').select('kind').where('kind', 'like', 'dispute_%').execute())
    )
    assert.lengthOf(booked, 2)
    for (const { gateway_reference: reference } of disputes) await pull(paypal, `disputes/${reference}/win`)
    await relay('CUSTOMER.DISPUTE.RESOLVED')
    assert.deepEqual((await read()).map(({ status, is_withheld: isWithheld }) => [status, isWithheld]), [['won', false], ['won', false]])
    assert.deepEqual((await as(tenant, () => checkLedger())).differences, [])

    // Not one message comes any more: what PayPal decides, and that it may be appealed, is found by looking.
    const { payment } = await begin(shop, await addInvoice(tenant, ada))
    await pull(paypal, `orders/${payment.gatewayReference}/approve`)
    await refresh(shop, payment.id)
    const capture = (await capturesIn(paypal)).find(({ id }) => !captures.includes(id))!
    await pull(paypal, `captures/${capture.id}/dispute`)
    const look = await app.container.make(FollowDispute)
    const since = new Date(Date.now() - 86_400_000)
    assert.isTrue((await as(tenant, () => look.look({ gatewayId, since }))).ok)
    const appealed = async () => {
      const question = db.selectFrom('disputes').select(['status', 'is_appeal', 'is_withheld', 'gateway_reference']).where('status', '<>', 'won')
      return as(tenant, () => inReadTransaction(() => question.executeTakeFirstOrThrow()))
    }
    const { gateway_reference: reference } = await appealed()
    const happens = async (lever: string, at: string) => {
      await pull(paypal, `disputes/${reference}/${lever}`)
      await freezeClock(tenant, at)
      await settle(tenant)
      const { status, is_appeal: isAppeal, is_withheld: isWithheld } = await appealed()
      return [status, isAppeal, isWithheld]
    }
    assert.deepEqual(await happens('lose', '2026-03-02T09:00:00Z'), ['lost', false, true])
    assert.deepEqual(await happens('appeal', '2026-03-20T09:00:00Z'), ['needs_response', true, true])
    const facts = await as(tenant, () =>
      inReadTransaction(() => db.selectFrom('events').select('type').where('type', 'like', 'dispute.%').orderBy('id', 'desc').limit(2).execute())
    )
    assert.deepEqual(facts.map(({ type }) => type), ['dispute.appeal_opened', 'dispute.lost'])
    assert.deepEqual((await as(tenant, () => checkLedger())).differences, [])
  }) // prettier-ignore

  test('an eCheck is on its way until it clears, and an account that PayPal keeps later is kept then', async ({
    assert,
  }) => {
    const shop = await openShop(sandbox())
    const invoiceId = await addInvoice(shop.tenant, shop.ada)
    const { payment } = await begin(shop, invoiceId)
    await shop.paypal.fault('paypal', 'vault_later')
    await pull(shop.paypal, `orders/${payment.gatewayReference}/approve`, { payer: payers.echeck })
    await refresh(shop, payment.id)
    assert.lengthOf(await as(shop.tenant, () => listPaymentMethods(shop.ada)), 0)
    assert.deepEqual([(await paymentOf(shop, payment.id)).status, await dueOn(shop, invoiceId)], ['processing', 1401n]) // prettier-ignore
    await pull(shop.paypal, `captures/${(await capturesIn(shop.paypal))[0]!.id}/clear`)
    await refresh(shop, payment.id)
    await settle(shop.tenant)
    assert.deepEqual([(await paymentOf(shop, payment.id)).status, await dueOn(shop, invoiceId)], ['succeeded', 0n]) // prettier-ignore
    const { tenant, gatewayId, paypal } = shop
    const kept = { gatewayId, type: 'VAULT.PAYMENT-TOKEN.CREATED' }
    await eventually(
      () => relayEvents(tenant, paypal, kept),
      (outcomes) => outcomes.length > 0
    )
    await settle(tenant)
    assert.equal((await as(tenant, () => listPaymentMethods(shop.ada)))[0]?.label, payers.echeck)
  })

  test('an account that was approved and never returned from is kept by itself; a charge whose answers are lost is made once', async ({
    assert,
  }) => {
    const shop = await openShop(sandbox())
    const { tenant, ada, paypal } = shop
    const setUp = await app.container.make(BeginMethodSetup)
    const begun = await as(tenant, () => setUp.execute({ customerId: ada, consent }))
    const setup = begun.ok ? begun.value : null
    assert.include(setup?.page?.url ?? '', 'approve')
    await pull(paypal, `setups/${setup!.setup.gatewayReference}/approve`, { payer: payers.good })
    await freezeClock(tenant, '2026-03-01T09:20:00Z')
    await settle(tenant)
    assert.equal((await as(tenant, () => listPaymentMethods(ada)))[0]?.label, payers.good)

    const invoiceId = await addInvoice(tenant, ada)
    await paypal.fault('paypal', 'timeout_after', { times: 3, route: 'POST /paypal/v2/checkout/orders' })
    const lost = await charge(shop, invoiceId)
    assert.equal(lost.ok ? lost.value.payment.status : lost.error.type, 'unknown')
    await refresh(shop, lost.ok ? lost.value.payment.id : '')
    await settle(tenant)
    assert.deepEqual([await dueOn(shop, invoiceId), (await capturesIn(paypal)).length], [0n, 1])
  })
})
