import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { money } from '#app/shared/money/money'
import { listBalances } from '#app/ledger/index'
import { RecordDispute } from '#app/payments/actions/record_dispute'
import { RecordGatewayAnswer } from '#app/payments/actions/record_gateway_answer'
import { RecordRefundAnswer } from '#app/payments/actions/record_refund_answer'
import { newPayment } from '#app/payments/domain/payment'
import { newRefund } from '#app/payments/domain/refund'
import { findGateway, saveGateway } from '#app/payments/records/gateways'
import { insertPayment } from '#app/payments/records/payments'
import { insertRefund } from '#app/payments/records/refunds'
import { addAda } from '#tests/support/customers'
import { as, createTenant } from '#tests/support/tenants'
import { connectStripe } from '#tests/support/payments'
import type { Sandbox } from '#tests/support/sandbox'

// Connecting asks nothing of it.
const nowhere = { url: 'http://127.0.0.1:1' } as Sandbox
const at = new Date('2026-03-01T09:00:00Z')

/** A top-up of €20.00 that was taken, of which €5.00 went back and a bank took back the rest. */
async function takeAndGiveBack(tenant: Tenant, gatewayId: string): Promise<void> {
  const customerId = await addAda(tenant)
  const payment = newPayment({
    id: newId(), debt: { kind: 'top_up', customerId, money: money(2000n, 'EUR') }, gatewayId, paymentMethodId: null, capture: 'automatic',
    isOffSession: false, consent: null, nextCheckAt: null, now: at,
  }) // prettier-ignore
  const refund = newRefund({
    id: newId(), customerId, way: 'source', paymentId: payment.id, gatewayId, origin: 'gateway', money: money(500n, 'EUR'), invoiceId: null,
    wish: null, creditNoteId: null, reason: 'Made there', status: 'created', requestedBy: null, requestKey: null, now: at,
  }) // prettier-ignore
  const [taken, given, disputed] = await Promise.all([app.container.make(RecordGatewayAnswer), app.container.make(RecordRefundAnswer), app.container.make(RecordDispute)]) // prettier-ignore
  await as(tenant, () =>
    inTransaction(async () => {
      await insertPayment(payment)
      await taken.execute({
        paymentId: payment.id,
        answer: {
          reference: 'pi_1', paymentId: payment.id, state: 'succeeded', money: payment.money, captured: 2000n, clientSecret: null, page: null,
          decline: null, authorisationExpiresAt: null, method: null, isLive: false,
        },
      }) // prettier-ignore
      await insertRefund(refund)
      await given.execute({
        refundId: refund.id,
        answer: { reference: 're_1', refundId: null, paymentReference: 'pi_1', state: 'succeeded', money: refund.money, failure: null, claimUrl: null, createdAt: at },
      }) // prettier-ignore
      await disputed.execute({
        paymentId: payment.id,
        answer: {
          reference: 'dp_1', paymentReference: 'pi_1', state: 'needs_response', reason: 'fraudulent', code: 'fraudulent', money: money(1500n, 'EUR'),
          fee: money(1500n, 'EUR'), respondBy: null, isAnswered: false, openedAt: at,
        },
      }) // prettier-ignore
    })
  )
}

test.group('Cash in the books', () => {
  test('is one account for each gateway, named once, in each tenant anew', async ({ assert }) => {
    const [one, other] = [await createTenant(), await createTenant()]
    const ids = [await connectStripe(one, nowhere), await connectStripe(one, nowhere)]
    const foreign = await connectStripe(other, nowhere)
    const codeOf = (id: string) => inReadTransaction(async () => (await findGateway(id))?.ledgerCode)
    assert.deepEqual(await as(one, async () => [await codeOf(ids[0]!), await codeOf(ids[1]!)]), [
      'stripe',
      'stripe_2',
    ])
    assert.equal(await as(other, () => codeOf(foreign)), 'stripe')
    await as(one, () =>
      inTransaction(async () => {
        await db.updateTable('gateways').set({ ledger_code: 'mine' }).where('id', '=', ids[1]!).execute()
        await saveGateway({ ...(await findGateway(ids[1]!))!, name: 'Cards abroad' })
      })
    )
    assert.equal(await as(one, () => codeOf(ids[1]!)), 'stripe_2')

    await takeAndGiveBack(one, ids[1]!)
    const cash = (await as(one, () => listBalances())).filter(({ code }) => code.startsWith('cash:'))
    assert.deepEqual(
      cash.filter(({ balance }) => balance.amount !== 0n).map(({ code, balance }) => [code, balance.amount]),
      [['cash:stripe_2', 2000n - 500n - 1500n - 1500n]]
    )
  })
})
