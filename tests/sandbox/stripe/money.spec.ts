import { test } from '@japa/runner'
import type Stripe from 'stripe'
import { eventually } from '../sandbox_process.js'
import { refusalOf, StripeSandbox } from './stripe_sandbox.js'

test.group('Sandbox Stripe, money', (group) => {
  let sandbox: StripeSandbox

  group.setup(async () => {
    sandbox = await StripeSandbox.start()
    return () => sandbox.stop()
  })
  group.each.setup(() => sandbox.process.reset())

  function totals() {
    return sandbox.process
      .json<{ totals: Record<string, object> }>('GET', '/_state/stripe')
      .then((state) => state.totals)
  }

  test('held money is captured in part and the rest is let go', async ({ assert }) => {
    const held = await sandbox.pay('pm_card_visa', { capture_method: 'manual', expand: ['latest_charge'] })
    assert.deepEqual([held.status, held.amount_capturable], ['requires_capture', 1401])
    const charge = held.latest_charge as Stripe.Charge
    const days = ((charge.payment_method_details?.card?.capture_before ?? 0) - charge.created) / 86_400
    assert.equal(days, 7)
    assert.deepEqual(await totals(), { eur: { charged: 0, refunded: 0, held: 1401, disputed: 0 } })

    const over = sandbox.server.paymentIntents.capture(held.id, { amount_to_capture: 1402 })
    assert.deepInclude(await refusalOf(over), { status: 400, param: 'amount_to_capture' })
    const done = await sandbox.server.paymentIntents.capture(held.id, {
      amount_to_capture: 1000,
      expand: ['latest_charge.balance_transaction'],
    })
    assert.deepEqual([done.status, done.amount_received, done.amount_capturable], ['succeeded', 1000, 0])
    const booked = (done.latest_charge as Stripe.Charge).balance_transaction as Stripe.BalanceTransaction
    assert.deepEqual([booked.amount, booked.fee, booked.net], [1000, 40, 960])
    const twice = sandbox.server.paymentIntents.capture(held.id)
    assert.equal((await refusalOf(twice)).code, 'payment_intent_unexpected_state')
    assert.deepEqual(await totals(), { eur: { charged: 1000, refunded: 0, held: 0, disputed: 0 } })
  })

  test('held money is released by cancelling, and by the bank when nobody captures', async ({ assert }) => {
    const held = await sandbox.pay('pm_card_visa', { capture_method: 'manual' })
    const canceled = await sandbox.server.paymentIntents.cancel(held.id, { cancellation_reason: 'abandoned' })
    assert.deepEqual([canceled.status, canceled.cancellation_reason], ['canceled', 'abandoned'])
    assert.isTrue((await sandbox.server.charges.retrieve(String(held.latest_charge))).refunded)

    const late = await sandbox.pay('pm_card_visa', { capture_method: 'manual' })
    await sandbox.process.json('POST', `/_stripe/intents/${late.id}/expire`)
    const capture = await refusalOf(sandbox.server.paymentIntents.capture(late.id))
    assert.equal(capture.code, 'payment_intent_unexpected_state')
    assert.deepEqual(await totals(), { eur: { charged: 0, refunded: 0, held: 0, disputed: 0 } })
  })

  test('a paid intent cannot be cancelled, changed or paid again', async ({ assert }) => {
    const { id } = await sandbox.pay('pm_card_visa')
    const attempts = [
      sandbox.server.paymentIntents.cancel(id),
      sandbox.server.paymentIntents.update(id, { amount: 2000 }),
      sandbox.server.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }),
    ]
    for (const attempt of attempts) {
      assert.deepInclude(await refusalOf(attempt), { status: 400, code: 'payment_intent_unexpected_state' })
    }
  })

  test('fees of an asynchronous capture come a moment later, with an event', async ({ assert }) => {
    const intent = await sandbox.pay('pm_card_visa', { expand: ['latest_charge'] })
    const charge = intent.latest_charge as Stripe.Charge
    assert.isNull(charge.balance_transaction)
    const settled = await eventually(
      () => sandbox.server.charges.retrieve(charge.id, { expand: ['balance_transaction'] }),
      (answer) => answer.balance_transaction !== null
    )
    assert.equal((settled.balance_transaction as Stripe.BalanceTransaction).fee, 46)
    await sandbox.waitForEvents('charge.updated')
  })

  test('refunds in parts never exceed the charge', async ({ assert }) => {
    const { id } = await sandbox.pay('pm_card_visa')
    await sandbox.server.refunds.create({ payment_intent: id, amount: 1000, reason: 'requested_by_customer' })
    const over = await refusalOf(sandbox.server.refunds.create({ payment_intent: id, amount: 402 }))
    assert.deepInclude(over, { status: 400, param: 'amount' })
    const rest = await sandbox.server.refunds.create({ payment_intent: id })
    assert.deepEqual([rest.amount, rest.status], [401, 'succeeded'])
    const more = await refusalOf(sandbox.server.refunds.create({ payment_intent: id }))
    assert.equal(more.code, 'charge_already_refunded')
    assert.deepEqual(await totals(), { eur: { charged: 1401, refunded: 1401, held: 0, disputed: 0 } })
  })

  test('some refunds are slow, some come back', async ({ assert }) => {
    const slow = await sandbox.pay('pm_card_pendingRefund')
    const pending = await sandbox.server.refunds.create({ payment_intent: slow.id })
    assert.equal(pending.status, 'pending')
    await eventually(
      () => sandbox.server.refunds.retrieve(pending.id),
      (refund) => refund.status === 'succeeded'
    )
    const closed = await sandbox.pay('pm_card_refundFail')
    const refund = await sandbox.server.refunds.create({ payment_intent: closed.id })
    assert.equal(refund.status, 'succeeded')
    const failed = await eventually(
      () => sandbox.server.refunds.retrieve(refund.id),
      (answer) => answer.status === 'failed'
    )
    assert.equal(failed.failure_reason, 'expired_or_canceled_card')
    await sandbox.waitForEvents('refund.failed')
  })

  test('a disputed payment is withdrawn, cannot be refunded, and is won with evidence', async ({
    assert,
  }) => {
    const { id } = await sandbox.pay('pm_card_createDispute')
    const [created] = await sandbox.waitForEvents('charge.dispute.funds_withdrawn')
    const dispute = created?.data.object as Stripe.Dispute
    assert.deepEqual([dispute.reason, dispute.status, dispute.amount], ['fraudulent', 'needs_response', 1401])
    const refund = await refusalOf(sandbox.server.refunds.create({ payment_intent: id }))
    assert.equal(refund.code, 'charge_disputed')
    const won = await sandbox.server.disputes.update(dispute.id, {
      evidence: { uncategorized_text: 'winning_evidence' },
    })
    assert.equal(won.status, 'won')
    await sandbox.waitForEvents('charge.dispute.funds_reinstated')
  })

  test('currencies without decimals and with three keep their amounts', async ({ assert }) => {
    const yen = await sandbox.pay('pm_card_visa', { amount: 1401, currency: 'jpy' })
    const dinar = await sandbox.pay('pm_card_visa', { amount: 14010, currency: 'kwd' })
    assert.deepEqual([yen.amount_received, dinar.amount_received], [1401, 14010])
  })

  test('a payout takes what is available, arrives, and comes back when the bank refuses it', async ({
    assert,
  }) => {
    const { server, process } = sandbox
    await sandbox.pay('pm_card_bypassPending', { capture_method: 'automatic' })
    await sandbox.pay('pm_card_visa', { capture_method: 'automatic' })
    const pay = (query = '') => process.json<{ payouts: Stripe.Payout[] }>('POST', `/_stripe/payouts${query}`)
    const [first] = (await pay()).payouts
    assert.deepEqual([first!.amount, first!.status, first!.automatic], [1355, 'in_transit', true])
    const part = await server.balanceTransactions.list({ payout: first!.id, expand: ['data.source'] })
    assert.deepEqual(
      part.data.map(({ type, net }) => [type, net]),
      [
        ['payout', -1355],
        ['charge', 1355],
      ]
    )
    assert.deepEqual((await pay()).payouts, [], 'the other is pending')
    await process.json('POST', `/_stripe/payouts/${first!.id}/arrive`)
    assert.equal((await server.payouts.retrieve(first!.id)).status, 'paid')
    await process.json('POST', `/_stripe/payouts/${first!.id}/fail`)
    const [second] = (await pay('?pending=true')).payouts
    assert.equal(second!.amount, 2710, 'what came back and the pending one')
    const balance = await server.balance.retrieve()
    assert.equal(balance.available[0]!.amount + (balance.pending[0]?.amount ?? 0), 0)
    assert.deepEqual(
      (await server.payouts.list({ status: 'failed' })).data.map(({ id }) => id),
      [first!.id]
    )
  })

  test('an account of one currency exchanges the others', async ({ assert }) => {
    await sandbox.process.json('POST', '/_stripe/settlement?currency=eur')
    const paid = await sandbox.pay('pm_card_visa', {
      amount: 1085,
      currency: 'usd',
      capture_method: 'automatic',
      expand: ['latest_charge.balance_transaction'],
    })
    const booked = (paid.latest_charge as Stripe.Charge).balance_transaction as Stripe.BalanceTransaction
    assert.deepEqual([booked.amount, booked.currency, booked.exchange_rate], [998, 'eur', 0.92])
    assert.equal((await sandbox.server.accounts.retrieveCurrent()).default_currency, 'eur')
  })
})
