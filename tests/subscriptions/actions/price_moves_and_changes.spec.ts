import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { checkLedger } from '#app/ledger/index'
import { CarryOutChange, RevertChange } from '#app/subscriptions/index'
import { ApplyPriceMoves } from '#app/subscriptions/actions/apply_price_moves'
import { findMove } from '#app/subscriptions/queries/list_price_moves'
import { listStandingItems } from '#app/subscriptions/records/terms'
import { invoicesOf, live, pay, subscriptionSeen, write } from '#tests/support/billing'
import { preview, request, type Running, startService } from '#tests/support/changes'
import { decided, lastNet, reprice, tell } from '#tests/support/price_moves'
import { settle } from '#tests/support/settle'
import { as, freezeClock } from '#tests/support/tenants'

/** VPS S is told on 1 March to cost €6.00, and April is invoiced and paid at that. @returns its move */
async function tellAndChargeApril(running: Running): Promise<string> {
  const { tenant, customerId } = running
  const moveId = await decided(running, { priceIds: [await reprice(running, 600n)], tellsAll: false })
  await tell(running, '2026-03-01')
  await live(tenant, { from: '2026-03-25', until: '2026-03-25' })
  await pay(tenant, (await invoicesOf(tenant, customerId)).at(-1)!.id)
  await settle(tenant)
  return moveId
}

async function payLast({ tenant, customerId }: Running): Promise<string> {
  const { id } = (await invoicesOf(tenant, customerId)).at(-1)!
  await pay(tenant, id)
  return id
}

/** What the plan alone costs, as it is agreed now. */
async function agreedPlan({ tenant, subscriptionId }: Running): Promise<string> {
  const items = await write(tenant, () => listStandingItems(subscriptionId))
  return items.find(({ kind }) => kind === 'plan')!.unitAmount
}

/** May is invoiced on 24 April. */
async function assertMayCosts(
  assert: { equal: Function; deepEqual: Function },
  running: Running,
  net: bigint
): Promise<void> {
  await live(running.tenant, { from: '2026-04-24', until: '2026-04-24' })
  assert.equal(await lastNet(running), net)
  assert.equal(await agreedPlan(running), '600')
  assert.deepEqual((await write(running.tenant, () => checkLedger())).differences, [])
}

test.group('A new price while something else of the subscription changes', () => {
  test('scheduled before the first day of the new price: the renewal costs what its preview said', async ({
    assert,
  }) => {
    const running = await startService('2026-03-01T12:00:00Z', { options: { ipv4: 1 } })
    await tellAndChargeApril(running)
    await freezeClock(running.tenant, '2026-03-27T12:00:00Z')
    const shown = await preview(running, { options: { ipv4: 0 } })
    assert.equal(shown.ok && shown.value.renewal.subtotal, 600n)
    const asked = await request(running, { options: { ipv4: 0 } })
    assert.equal(asked.ok && asked.value.status, 'scheduled')
    await live(running.tenant, { from: '2026-04-01', until: '2026-04-01' })
    await assertMayCosts(assert, running, 600n)
  })

  test('asked for before that day and paid after it: the new price stays', async ({ assert }) => {
    const running = await startService('2026-03-01T12:00:00Z')
    await tellAndChargeApril(running)
    await freezeClock(running.tenant, '2026-03-31T12:00:00Z')
    const shown = await preview(running, { options: { ipv4: 1 } })
    const renewal = shown.ok ? shown.value.renewal.subtotal : 0n
    const asked = await request(running, { options: { ipv4: 1 } })
    assert.equal(asked.ok && asked.value.status, 'awaiting_payment')
    await live(running.tenant, { from: '2026-04-01', until: '2026-04-01' })
    await freezeClock(running.tenant, '2026-04-02T12:00:00Z')
    await payLast(running)
    await settle(running.tenant)
    assert.equal((await subscriptionSeen(running.tenant, running.subscriptionId)).recurring_amount, renewal)
    await assertMayCosts(assert, running, renewal)
  })

  for (const wish of ['option', 'plan'] as const)
    test(`another ${wish} that the panel refuses after that day: back to the new price`, async ({
      assert,
    }) => {
      const running = await startService('2026-03-01T12:00:00Z')
      const { tenant, subscriptionId, plan } = running
      const moveId = await tellAndChargeApril(running)
      await freezeClock(tenant, '2026-03-31T12:00:00Z')
      const asked = await request(running, wish === 'plan' ? { planId: plan('vps-m') } : { options: { ipv4: 1 } }) // prettier-ignore
      if (!asked.ok) return assert.fail(asked.error.type)
      const invoiceId = await payLast(running)
      const moves = await app.container.make(ApplyPriceMoves)
      const [carryOut, revert] = [await app.container.make(CarryOutChange), await app.container.make(RevertChange)] // prettier-ignore
      await as(tenant, () => carryOut.execute({ invoiceId }))
      // Nothing of the subscription has the old price now, but the change may still be taken back.
      await as(tenant, () => moves.endOvertaken())
      await freezeClock(tenant, '2026-04-01T12:00:00Z')
      await as(tenant, () => moves.execute())
      const reverted = await as(tenant, () => revert.execute({ changeId: asked.value.id, reason: 'full' }))
      assert.isTrue(reverted.ok)
      assert.equal((await subscriptionSeen(tenant, subscriptionId)).recurring_amount, 600n)
      assert.deepInclude(await as(tenant, () => findMove(moveId)), { openCount: 0, movedCount: 1 })
      await assertMayCosts(assert, running, 600n)
    })
})
