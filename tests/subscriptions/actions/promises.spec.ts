import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { PromisePayment } from '#app/billing/actions/promise_payment'
import { checkLedger } from '#app/ledger/index'
import { buy, factsAbout, invoicesOf, live, openShop, pay, subscriptionSeen } from '#tests/support/billing'
import { addAda } from '#tests/support/customers'
import { settle } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

test.group('A promise to pay', () => {
  test('day 31 unpaid, day 34 promised until day 45: left in peace, then suspended', async ({ assert }) => {
    const tenant = await createTenant({ at: '2026-03-01T09:00:00Z' })
    const { planId } = await openShop(tenant)
    const customerId = await addAda(tenant)
    const { invoiceId, subscriptionIds } = await buy(tenant, planId, { customerId })
    await pay(tenant, invoiceId)
    await live(tenant, { from: '2026-03-25', until: '2026-04-03' })
    const [, renewal] = await invoicesOf(tenant, customerId)
    assert.deepEqual([renewal!.due_on, renewal!.status], ['2026-04-01', 'open'])

    const kept = await as(tenant, async () =>
      (await app.container.make(PromisePayment)).keep({ invoiceId: renewal!.id, until: '2026-04-14', reason: 'Salary on the 15th' })
    ) // prettier-ignore
    assert.isTrue(kept.ok)
    const triesBefore = (await invoicesOf(tenant, customerId))[1]!.collection_step
    await live(tenant, { from: '2026-04-04', until: '2026-04-14' })
    const [, waiting] = await invoicesOf(tenant, customerId)
    assert.equal(waiting!.collection_step, triesBefore)
    assert.equal((await subscriptionSeen(tenant, subscriptionIds[0]!)).status, 'past_due')

    await live(tenant, { from: '2026-04-15', until: '2026-04-16' })
    const [, tried] = await invoicesOf(tenant, customerId)
    assert.equal(tried!.collection_step, triesBefore + 1)
    assert.equal((await subscriptionSeen(tenant, subscriptionIds[0]!)).status, 'suspended')

    await pay(tenant, renewal!.id)
    assert.equal((await subscriptionSeen(tenant, subscriptionIds[0]!)).status, 'active')
    assert.include(await factsAbout(tenant, renewal!.id), 'invoice.promised')
    assert.isTrue((await as(tenant, checkLedger)).isClean)
  }).timeout(120_000)

  test('the day after a promise begins with no suspension: it is tried first, at the hour of charges', async ({
    assert,
  }) => {
    const tenant = await createTenant({ at: '2026-03-01T09:00:00Z' })
    const { planId } = await openShop(tenant)
    const customerId = await addAda(tenant)
    const { invoiceId, subscriptionIds } = await buy(tenant, planId, { customerId })
    await pay(tenant, invoiceId)
    await live(tenant, { from: '2026-03-25', until: '2026-04-03' })
    const [, renewal] = await invoicesOf(tenant, customerId)
    const action = await app.container.make(PromisePayment)
    await as(tenant, () => action.keep({ invoiceId: renewal!.id, until: '2026-04-14', reason: 'Salary' }))
    const statusAt = async (instant: string) => {
      await freezeClock(tenant, instant)
      await settle(tenant)
      return (await subscriptionSeen(tenant, subscriptionIds[0]!)).status
    }
    // Half past midnight in Berlin.
    assert.equal(await statusAt('2026-04-14T22:30:00Z'), 'past_due')
    assert.equal(await statusAt('2026-04-15T04:00:00Z'), 'suspended')
    assert.equal((await invoicesOf(tenant, customerId))[1]!.collection_step, renewal!.collection_step + 1)
  }).timeout(120_000)

  test('what is paid needs no promise, and nothing to lift is said', async ({ assert }) => {
    const tenant = await createTenant({ at: '2026-03-01T09:00:00Z' })
    const { planId } = await openShop(tenant)
    const customerId = await addAda(tenant)
    const { invoiceId } = await buy(tenant, planId, { customerId })
    const lift = () => as(tenant, async () => (await app.container.make(PromisePayment)).lift({ invoiceId }))
    const none = await lift()
    assert.equal(none.ok ? 'ok' : none.error.type, 'nothing_promised')
    await pay(tenant, invoiceId)
    const late = await as(tenant, async () =>
      (await app.container.make(PromisePayment)).keep({ invoiceId, until: '2026-03-05', reason: 'x' })
    )
    assert.equal(late.ok ? 'ok' : late.error.type, 'invoice_not_open')
  }).timeout(60_000)
})
