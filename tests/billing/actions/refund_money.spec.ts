import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { ApproveRefund, RefundMoney } from '#app/billing/index'
import { findRefundAllowance, RefreshRefund, type Refund } from '#app/payments/index'
import { CompleteRefund } from '#app/payments/actions/complete_refund'
import { TakeDownRefunds } from '#app/payments/actions/take_down_refunds'
import { listRefundsOfPayment } from '#app/payments/records/refunds'
import { listAttention } from '#app/reporting/index'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { addStaff, books, dispute, paid, type PaidServer as World } from '#tests/support/paid_server'
import { type Sandbox, useSandbox } from '#tests/support/sandbox'
import { runQueuedJobs } from '#tests/support/settle'
import { as } from '#tests/support/tenants'

async function refund(world: World, change: Partial<Parameters<RefundMoney['execute']>[0]> = {}) {
  const { invoiceId, paymentId, requestedBy, tenant } = world
  const action = await app.container.make(RefundMoney)
  return as(tenant, () =>
    action.execute({
      way: 'source',
      paymentId,
      customerId: null,
      take: { of: 'invoice', invoiceId, wish: { of: 'whole' } },
      reason: 'Not what was wanted',
      requestedBy,
      requestKey: null,
      ...change,
    })
  )
}

const refresh = async (world: World, refundId: string): Promise<Refund> => {
  const action = await app.container.make(RefreshRefund)
  const refreshed = await as(world.tenant, () => action.execute({ refundId }))
  if (!refreshed.ok) throw new Error(refreshed.error)
  return refreshed.value.refund
}

const refundsOf = ({ tenant, paymentId }: World) =>
  as(tenant, () => inReadTransaction(() => listRefundsOfPayment(paymentId)))

/** Two servers whose invoices were paid with one charge. */
async function paidTogether(stripe: Sandbox) {
  const world = await paid(stripe, { others: 1 })
  return { ...world, otherId: world.otherIds[0]! }
}

test.group('RefundMoney', (group) => {
  const sandbox = useSandbox(group)

  test('a paid invoice goes back to its card with a credit note, in two parts, and no more than that', async ({
    assert,
  }) => {
    const world = await paid(sandbox())
    const take = { of: 'invoice', invoiceId: world.invoiceId, wish: { of: 'amount', amount: 667n } } as const
    const requestKey = newId()
    const first = await refund(world, { take, requestKey })
    if (!first.ok) return assert.fail(first.error.type)
    assert.equal((await refresh(world, first.value.id)).status, 'succeeded')
    const repeated = await refund(world, { take, requestKey })
    assert.equal(repeated.ok && repeated.value.id, first.value.id)
    const others = [
      { take: { ...take, wish: { of: 'amount', amount: 700n } } },
      { take: { of: 'balance', amount: 667n } },
      { take, way: 'cash' },
      { take, reason: 'Something else' },
    ] as const
    for (const other of others) {
      const reused = await refund(world, { ...other, requestKey })
      assert.equal(reused.ok ? 'ok' : reused.error.type, 'request_key_reused')
    }
    assert.deepEqual(await books(world), { cash: 1000n, owed: 0n, differences: [] })
    const rest = await refund(world)
    if (!rest.ok) return assert.fail(rest.error.type)
    assert.equal(rest.value.money.amount, 1000n)
    await runQueuedJobs()
    assert.deepEqual(await books(world), { cash: 0n, owed: 0n, differences: [] })
    const more = await refund(world, { take: { of: 'balance', amount: 1n } })
    assert.equal(more.ok ? 'ok' : more.error.type, 'more_than_payment')
  })

  test('many at once never give back more than the payment took', async ({ assert }) => {
    const world = await paid(sandbox())
    const take = { of: 'invoice', invoiceId: world.invoiceId, wish: { of: 'amount', amount: 1000n } } as const
    const asked = await Promise.all([1, 2, 3, 4].map(() => refund(world, { take })))
    assert.lengthOf(
      asked.filter(({ ok }) => ok),
      1
    )
    await runQueuedJobs()
    assert.deepEqual(await books(world), { cash: 667n, owed: 0n, differences: [] })
  })

  test('a payment of two invoices goes back by either of them, however many ask at once, and never more than was paid of each', async ({
    assert,
  }) => {
    const world = await paidTogether(sandbox())
    const { invoiceId, otherId } = world
    const of = (id: string, amount: bigint) =>
      ({ take: { of: 'invoice', invoiceId: id, wish: { of: 'amount', amount } } }) as const
    // Each is €16.67: of the first €10.00 may go back once, of the other twice €8.00.
    const asked = await Promise.all([
      refund(world, of(invoiceId, 1000n)), refund(world, of(invoiceId, 1000n)), refund(world, of(otherId, 800n)), refund(world, of(otherId, 800n)), refund(world, of(otherId, 800n)),
    ]) // prettier-ignore
    const given = asked.flatMap((each) => (each.ok ? [each.value.money.amount] : []))
    assert.deepEqual(given.toSorted(), [1000n, 800n, 800n])
    await runQueuedJobs()
    assert.deepEqual(await books(world), { cash: 734n, owed: 0n, differences: [] })
    for (const id of [invoiceId, otherId]) assert.isTrue((await refund(world, { take: { of: 'invoice', invoiceId: id, wish: { of: 'whole' } } })).ok)
    await runQueuedJobs()
    assert.deepEqual(await books(world), { cash: 0n, owed: 0n, differences: [] })
    const more = await refund(world, of(otherId, 1n))
    assert.isFalse(more.ok)
  }) // prettier-ignore

  test('a dispute that comes while a refund is on its way: both are booked as the bank did them, and nothing more is refunded', async ({
    assert,
  }) => {
    const world = await paid(sandbox())
    await sandbox().fault('stripe', 'timeout_after', { times: 3, route: 'POST /v1/refunds' })
    const take = { of: 'invoice', invoiceId: world.invoiceId, wish: { of: 'amount', amount: 667n } } as const
    const asked = await refund(world, { take })
    if (!asked.ok) return assert.fail(asked.error.type)
    assert.equal((await refresh(world, asked.value.id)).status, 'unknown')
    const end = await dispute(world)
    await end('told')
    const more = await refund(world)
    assert.equal(more.ok ? '' : more.error.type, 'payment_disputed')
    assert.equal((await refresh(world, asked.value.id)).status, 'succeeded')
    // €6.67 went back, and the bank took all of the €16.67 with its fee of €15.00: that the two overlap is the answer to the dispute.
    assert.deepEqual(await books(world), { cash: -2167n, owed: 0n, differences: [] })
    await end('won')
    assert.deepEqual(await books(world), { cash: 1000n, owed: 0n, differences: [] })
  })

  test('an answer that is lost is asked again by the refund that the gateway made, once', async ({
    assert,
  }) => {
    const world = await paid(sandbox())
    await sandbox().fault('stripe', 'timeout_after', { times: 3, route: 'POST /v1/refunds' })
    const asked = await refund(world)
    if (!asked.ok) return assert.fail(asked.error.type)
    assert.equal((await refresh(world, asked.value.id)).status, 'unknown')
    const spent = await refund(world, { take: { of: 'balance', amount: 1n } })
    assert.isFalse(spent.ok)
    const onOverview = async () => (await as(world.tenant, () => listAttention())).map(({ kind }) => kind)
    assert.notInclude(await onOverview(), 'refund_unknown')
    const before = db.updateTable('refunds').set({ called_at: new Date(Date.now() - 61 * 60_000) })
    await as(world.tenant, () => inTransaction(() => before.where('id', '=', asked.value.id).execute()))
    assert.include(await onOverview(), 'refund_unknown')
    assert.equal((await refresh(world, asked.value.id)).status, 'succeeded')
    assert.notInclude(await onOverview(), 'refund_unknown')
    const { refunds } = await sandbox().state<{ refunds: unknown[] }>('stripe')
    assert.lengthOf(refunds, 1)
    assert.deepEqual(await books(world), { cash: 0n, owed: 0n, differences: [] })
  })

  test('what a closed card sends back is owed to its customer again', async ({ assert }) => {
    const world = await paid(sandbox(), { card: 'pm_card_refundFail' })
    const asked = await refund(world)
    if (!asked.ok) return assert.fail(asked.error.type)
    assert.equal((await refresh(world, asked.value.id)).status, 'succeeded')
    await sandbox().process.json(
      'POST',
      `/_stripe/refunds/${(await refundsOf(world))[0]!.gatewayReference}/settle`,
      {}
    )
    const failed = await refresh(world, asked.value.id)
    assert.deepEqual([failed.status, failed.failure?.code], ['failed', 'expired_or_canceled_card'])
    assert.deepEqual(await books(world), { cash: 1667n, owed: 1667n, differences: [] })
  })

  test('a refund made in the gateway’s own pages is found, booked once, and its invoice taken back', async ({
    assert,
  }) => {
    const world = await paid(sandbox())
    const { gateway_reference: intent } = await as(world.tenant, () =>
      inReadTransaction(() => db.selectFrom('payments').select('gateway_reference').executeTakeFirstOrThrow())
    )
    await sandbox().stripe('POST', '/v1/refunds', { payment_intent: intent!, amount: '600' })
    const takeDown = await app.container.make(TakeDownRefunds)
    const look = () => as(world.tenant, () => takeDown.execute({ paymentId: world.paymentId }))
    const looks = [await look(), await look()]
    assert.deepEqual(
      looks.map((each) => each.ok && each.value),
      [1, 0]
    )
    await runQueuedJobs()
    assert.deepEqual(await books(world), { cash: 1067n, owed: 0n, differences: [] })
    const left = await refund(world)
    assert.equal(left.ok && left.value.money.amount, 1067n)
  })

  test('above the limit of a role, and another way, nothing moves before somebody else agrees', async ({
    assert,
  }) => {
    const world = await paid(sandbox(), { role: 'billing' })
    const other = await addStaff(world.tenant, 'owner')
    const asked = await refund(world, { way: 'bank_transfer', paymentId: null })
    if (!asked.ok) return assert.fail(asked.error.type)
    assert.equal(asked.value.status, 'awaiting_approval')
    assert.deepEqual(await books(world), { cash: 1667n, owed: 0n, differences: [] })
    const approve = await app.container.make(ApproveRefund)
    const decide = (decidedBy: string) =>
      as(world.tenant, () => approve.execute({ refundId: asked.value.id, decidedBy }))
    const own = await decide(world.requestedBy)
    assert.equal(own.ok ? 'ok' : own.error.type, 'own_request')
    const agreed = await decide(other)
    assert.equal(agreed.ok && agreed.value.status, 'processing')
    // What somebody agreed to is a part of what they may give the customer that day; what others agreed to is not.
    const { customerId, money, createdAt: now } = asked.value
    const given = async (userId: string) => {
      const question = { userId, customerId, currency: money.currency, now }
      return (await as(world.tenant, () => findRefundAllowance(question))).today
    }
    assert.deepEqual([await given(other), await given(world.requestedBy)], [money.amount, 0n])
    const complete = await app.container.make(CompleteRefund)
    const sent = await as(world.tenant, () =>
      complete.execute({ refundId: asked.value.id, reference: 'ABC-1' })
    )
    assert.equal(sent.ok && sent.value.status, 'succeeded')
    assert.deepEqual(await books(world), { cash: 1667n, owed: 0n, differences: [] })
  })
})
