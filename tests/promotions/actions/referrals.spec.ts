import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import {
  CreditInvoice,
  HoldReferral,
  RecordReceivedPayment,
  ReverseReceivedPayment,
} from '#app/billing/index'
import { PayOutReferrals } from '#app/billing/actions/pay_out_referrals'
import { checkLedger, readCustomerBalance } from '#app/ledger/index'
import { isSamePerson, moveReferral, rewardFor } from '#app/promotions/domain/referral'
import { MoveReferral } from '#app/promotions/index'
import { OpenReferralLink } from '#app/promotions/actions/open_referral_link'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { newId } from '#app/shared/ids'
import { buy, openShop, pay, write } from '#tests/support/billing'
import { addAda } from '#tests/support/customers'
import { settle } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

/** Ada brought Brook, who bought a server of €14.01 and paid for it on 15 January. */
async function bring() {
  const tenant = await createTenant({ at: '2026-01-15T12:00:00Z' })
  const { planId } = await openShop(tenant)
  const [ada, brook] = [await addAda(tenant), await addAda(tenant)]
  await write(tenant, () => db.updateTable('customers').set({ email: 'brook@example.test' }).where('id', '=', brook).execute()) // prettier-ignore
  const { code } = await as(tenant, async () =>
    (await app.container.make(OpenReferralLink)).execute({ customerId: ada })
  )
  const attribute = (customerId: string) => as(tenant, async () => (await app.container.make(MoveReferral)).attribute({ customerId, code })) // prettier-ignore
  const firstPaid = async () => {
    const { invoiceId } = await buy(tenant, planId, { customerId: brook })
    await pay(tenant, invoiceId)
    await as(tenant, async () => (await app.container.make(HoldReferral)).execute({ invoiceId }))
    return invoiceId
  }
  return { tenant, ada, brook, planId, code, attribute, firstPaid }
}

function statesOf(tenant: Tenant) {
  return write(tenant, async () => {
    const rows = await db.selectFrom('referrals').select(['status', 'refusal']).execute()
    return rows.map(({ status, refusal }) => refusal ?? status)
  })
}

async function balances(tenant: Tenant, customers: string[]): Promise<bigint[]> {
  const found: bigint[] = []
  for (const customerId of customers) {
    found.push((await as(tenant, () => readCustomerBalance({ customerId, currency: 'EUR' }))).amount)
  }
  return found
}

const payOut = (tenant: Tenant) => as(tenant, async () => (await app.container.make(PayOutReferrals)).execute()) // prettier-ignore

async function giveCard(tenant: Tenant, customerId: string, fingerprint: string): Promise<void> {
  await write(tenant, async () => {
    const gateway = await db.selectFrom('gateways').select('id').executeTakeFirstOrThrow()
    await db
      .insertInto('payment_methods')
      .values({ id: newId(), customer_id: customerId, gateway_id: gateway.id, reference: newId(), kind: 'card', fingerprint, created_at: '2026-01-10T00:00:00Z' })
      .execute()
  })
} // prettier-ignore

/** The bank took back a payment that the dispute ties to no single invoice. */
async function withholdMoney(tenant: Tenant, customerId: string): Promise<void> {
  await write(tenant, async () => {
    const { id, gateway_id } = await db.selectFrom('payments').select(['id', 'gateway_id']).where('customer_id', '=', customerId).executeTakeFirstOrThrow()
    const at = '2026-02-01T00:00:00Z'
    await db
      .insertInto('disputes')
      .values({ id: newId(), customer_id: customerId, payment_id: id, gateway_id, gateway_reference: 'dp_1', status: 'needs_response', reason: 'fraudulent', code: 'fraudulent', amount: 1667n, currency: 'EUR', is_withheld: true, opened_at: at, created_at: at, updated_at: at })
      .execute()
  })
} // prettier-ignore

test.group('Referrals', () => {
  test('day 0 paid, day 30 both have 10 % on their balance, and the books agree', async ({ assert }) => {
    const { tenant, ada, brook, attribute, firstPaid } = await bring()
    await attribute(brook)
    assert.isNull(await attribute(brook))
    await firstPaid()
    assert.deepEqual(await statesOf(tenant), ['held'])
    await freezeClock(tenant, '2026-02-14T11:59:59Z')
    assert.equal(await payOut(tenant), 0)
    await freezeClock(tenant, '2026-02-14T12:00:00Z')
    assert.equal(await payOut(tenant), 1)
    assert.equal(await payOut(tenant), 0)
    assert.deepEqual(await balances(tenant, [ada, brook]), [140n, 140n])
    assert.deepEqual(await statesOf(tenant), ['paid'])
    assert.deepEqual((await write(tenant, () => checkLedger())).differences, [])
  })

  test('refunded while it waits: nobody gets anything', async ({ assert }) => {
    const { tenant, ada, brook, attribute, firstPaid } = await bring()
    await attribute(brook)
    const invoiceId = await firstPaid()
    await as(tenant, async () => (await app.container.make(MoveReferral)).takeBack({ invoiceId }))
    await freezeClock(tenant, '2026-03-14T12:00:00Z')
    assert.equal(await payOut(tenant), 0)
    assert.deepEqual(await statesOf(tenant), ['taken_back'])
    assert.deepEqual(await balances(tenant, [ada, brook]), [0n, 0n])
  })

  test('a first invoice that a credit note settled was not paid: the next one that is paid counts', async ({
    assert,
  }) => {
    const { tenant, ada, brook, planId, attribute, firstPaid } = await bring()
    await attribute(brook)
    const credited = await buy(tenant, planId, { customerId: brook })
    const wish = { invoiceId: credited.invoiceId, wish: { of: 'whole' as const }, reason: 'Never mind' }
    await as(tenant, async () => (await app.container.make(CreditInvoice)).execute(wish))
    await settle(tenant)
    assert.deepEqual(await statesOf(tenant), ['pending'])
    await firstPaid()
    assert.deepEqual(await statesOf(tenant), ['held'])
    await freezeClock(tenant, '2026-02-14T12:00:00Z')
    await payOut(tenant)
    assert.deepEqual(await balances(tenant, [ada, brook]), [140n, 140n])
  })

  test('money that a bank holds back of a payment for several invoices brings nobody anything', async ({
    assert,
  }) => {
    const { tenant, ada, brook, attribute, firstPaid } = await bring()
    await attribute(brook)
    await firstPaid()
    await withholdMoney(tenant, brook)
    await freezeClock(tenant, '2026-02-14T12:00:00Z')
    await payOut(tenant)
    assert.deepEqual(await statesOf(tenant), ['taken_back'])
    assert.deepEqual(await balances(tenant, [ada, brook]), [0n, 0n])
  })

  test('a transfer that is returned takes the rewards back at once', async ({ assert }) => {
    const { tenant, brook, planId, attribute } = await bring()
    await attribute(brook)
    const { invoiceId } = await buy(tenant, planId, { customerId: brook })
    const record = await app.container.make(RecordReceivedPayment)
    const recorded = await as(tenant, () =>
      record.execute({ customerId: brook, amount: 1667n, method: 'bank_transfer', reference: 'T-1', receivedOn: '2026-01-15', note: null, invoiceIds: [invoiceId] })
    ) // prettier-ignore
    if (!recorded.ok) return assert.fail(recorded.error.type)
    await settle(tenant)
    assert.deepEqual(await statesOf(tenant), ['held'])
    const reverse = await app.container.make(ReverseReceivedPayment)
    await as(tenant, () => reverse.execute({ receivedPaymentId: recorded.value.id, customerId: brook, cause: 'staff', reason: 'Returned' })) // prettier-ignore
    await settle(tenant)
    assert.deepEqual(await statesOf(tenant), ['taken_back'])
  })

  test('the same card: refused, also when it is saved while the rewards wait', async ({ assert }) => {
    const { tenant, ada, brook, attribute, firstPaid } = await bring()
    await attribute(brook)
    await firstPaid()
    await giveCard(tenant, ada, 'same')
    await giveCard(tenant, brook, 'same')
    await freezeClock(tenant, '2026-02-14T12:00:00Z')
    await payOut(tenant)
    assert.deepEqual(await statesOf(tenant), ['same_payment_method'])
    assert.deepEqual(await balances(tenant, [ada, brook]), [0n, 0n])
  })

  test('oneself, under one’s own or another address', async ({ assert }) => {
    const { tenant, ada, brook, attribute } = await bring()
    assert.isNull(await attribute(ada))
    await write(tenant, () => db.updateTable('customers').set({ email: 'Ada+2@example.test' }).where('id', '=', brook).execute()) // prettier-ignore
    await attribute(brook)
    assert.deepEqual(await statesOf(tenant), ['self'])
  })

  test('one first invoice, told ten times at once, is one reward', async ({ assert }) => {
    const { tenant, ada, brook, attribute, firstPaid } = await bring()
    await attribute(brook)
    const invoiceId = await firstPaid()
    await Promise.all(
      Array.from({ length: 10 }, () =>
        as(tenant, async () => (await app.container.make(HoldReferral)).execute({ invoiceId }))
      )
    )
    await freezeClock(tenant, '2026-02-14T12:00:00Z')
    await Promise.all([payOut(tenant), payOut(tenant), payOut(tenant)])
    assert.deepEqual(await balances(tenant, [ada, brook]), [140n, 140n])
  })

  test('amounts, addresses and moves', ({ assert }) => {
    const programme = { isOn: true, percent: '10', holdDays: 30 }
    assert.deepEqual([1401n, 1405n, 4n, 5n].map((amount) => rewardFor(amount, programme)), [140n, 141n, 0n, 1n]) // prettier-ignore
    assert.isTrue(isSamePerson('Ada+x@Example.test', 'ada@example.test'))
    assert.isFalse(isSamePerson('ada@example.test', 'ada@example.com'))
    assert.isFalse(moveReferral('paid', 'take_back').ok)
    assert.isTrue(moveReferral('held', 'take_back').ok)
  })
})
