import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { listPriceVersions, loadCatalogue } from '#app/catalogue/index'
import { checkLedger } from '#app/ledger/index'
import { newId } from '#app/shared/ids'
import {
  CancelSubscription,
  CreatePriceMove,
  findSubscription,
  ForecastRenewals,
  WithdrawPriceMove,
} from '#app/subscriptions/index'
import { emptySummary } from '#app/subscriptions/domain/price_move_plan'
import { listCandidates } from '#app/subscriptions/records/price_moves'
import { insertMove } from '#app/subscriptions/records/price_move_writes'
import { findMove } from '#app/subscriptions/queries/list_price_moves'
import { findSnapshot } from '#app/billing/records/issued_invoices'
import { factsAbout, invoicesOf, live, pay, subscriptionSeen, write } from '#tests/support/billing'
import { multiply, preview, request, startService } from '#tests/support/changes'
import { decide, decided, lastNet, look, reprice, tell } from '#tests/support/price_moves'
import { countRowsRead, letPlannerKnow } from '#tests/support/rows_read'
import { settle } from '#tests/support/settle'
import { as, freezeClock } from '#tests/support/tenants'

test.group('Moving customers to a new price', () => {
  test('a higher price: shown, told, charged from the first renewal after the notice, explained, then agreed', async ({
    assert,
  }) => {
    const running = await startService('2026-03-01T12:00:00Z')
    const { tenant, customerId, subscriptionId } = running
    const priceId = await reprice(running, 600n)
    const shown = await look(running, { priceIds: [priceId], tellsAll: false })
    if (!shown.ok) return assert.fail(shown.error.type)
    assert.deepInclude(shown.value, { startsOn: '2026-03-31', currency: 'EUR', noticeDays: 30 })
    assert.deepEqual(shown.value.summary, {
      count: 1, oldAmount: 450n, newAmount: 600n, oldHourAmount: null, newHourAmount: null, higherCount: 1, lowerCount: 0, toldCount: 1, firstOn: '2026-04-01', lastOn: '2026-04-01',
    }) // prettier-ignore
    const moveId = await decided(running, { priceIds: [priceId], tellsAll: false })
    assert.deepEqual(await decide(running, { priceIds: [priceId], tellsAll: false }), { ok: false, error: { type: 'nobody_affected' } }) // prettier-ignore
    const forecast = await as(tenant, async () => (await app.container.make(ForecastRenewals)).execute(customerId)) // prettier-ignore
    assert.deepEqual(forecast.notes, [{ kind: 'price', on: '2026-04-01', subscriptionId, amount: 600n, currency: 'EUR' }]) // prettier-ignore
    assert.isTrue(forecast.invoices.every(({ document }) => document.subtotal === 600n))
    const announced = async () =>
      (await as(tenant, () => findSubscription(subscriptionId, customerId)))?.announced
    assert.isNull(await announced())
    await tell(running, '2026-03-01')
    assert.deepEqual(await announced(), { amount: 600n, hourAmount: null, from: '2026-04-01' })

    await live(tenant, { from: '2026-03-25', until: '2026-03-25' })
    const [, april] = await invoicesOf(tenant, customerId)
    assert.equal(await lastNet(running), 600n)
    const { lines } = await write(tenant, () => findSnapshot(april!.id))
    assert.deepInclude(lines[0]!.explanation, {
      price_id: priceId, replaced: { amount: '450', version_from: '2026-03-01', starts_on: '2026-04-01' },
    }) // prettier-ignore
    await pay(tenant, april!.id)
    await settle(tenant)
    assert.equal(
      (await subscriptionSeen(tenant, subscriptionId)).recurring_amount,
      450n,
      'March costs what was agreed'
    )

    // In the last days of March something is added: March at the old price, April at the new one.
    const wider = await preview(running, { options: { ipv4: 1 } })
    if (!wider.ok) return assert.fail(wider.error.type)
    const plan = wider.value.plan.items.filter(({ description, unitAmount }) => description === 'VPS S' && unitAmount > 0n) // prettier-ignore
    assert.deepEqual(plan.map(({ unitAmount, period }) => [unitAmount, period!.endsOn]), [[450n, '2026-04-01'], [600n, '2026-05-01']]) // prettier-ignore

    await live(tenant, { from: '2026-04-01', until: '2026-04-01' })
    assert.equal((await subscriptionSeen(tenant, subscriptionId)).recurring_amount, 600n)
    assert.deepInclude(await as(tenant, () => findMove(moveId)), {
      openCount: 0,
      movedCount: 1,
      untoldCount: 0,
    })
    assert.includeMembers(await factsAbout(tenant, subscriptionId), [
      'subscription.price_move_announced',
      'subscription.price_moved',
    ])
    await live(tenant, { from: '2026-04-24', until: '2026-04-24' })
    assert.equal(await lastNet(running), 600n)
    assert.deepEqual((await write(tenant, () => checkLedger())).differences, [])
  })

  test('nobody pays more without notice: told late, the move waits for the next period', async ({
    assert,
  }) => {
    const running = await startService('2026-03-01T12:00:00Z')
    const { tenant, customerId } = running
    const priceId = await reprice(running, 600n)
    await decided(running, { priceIds: [priceId], tellsAll: false })
    await live(tenant, { from: '2026-03-25', until: '2026-03-25' })
    assert.equal(await lastNet(running), 450n)
    await pay(tenant, (await invoicesOf(tenant, customerId)).at(-1)!.id)
    await tell(running, '2026-03-26')
    await live(tenant, { from: '2026-04-24', until: '2026-04-24' })
    assert.equal(await lastNet(running), 600n)
  })

  test('withdrawn before its day: prices stay, and who was told is told again', async ({ assert }) => {
    const running = await startService('2026-03-01T12:00:00Z')
    const { tenant, subscriptionId } = running
    const priceId = await reprice(running, 600n)
    const moveId = await decided(running, { priceIds: [priceId], tellsAll: false })
    await tell(running, '2026-03-01')
    const withdraw = await app.container.make(WithdrawPriceMove)
    const call = () => as(tenant, () => withdraw.execute({ moveId, reason: 'Too early' }))
    assert.isTrue((await call()).ok)
    assert.deepEqual(await call(), { ok: false, error: { type: 'move_over' } })
    await live(tenant, { from: '2026-03-25', until: '2026-03-25' })
    assert.equal(await lastNet(running), 450n)
    assert.include(await factsAbout(tenant, subscriptionId), 'subscription.price_move_withdrawn')
    assert.isTrue(
      (await look(running, { priceIds: [priceId], tellsAll: false })).ok,
      'it can be decided anew'
    )
  })

  test('another plan meanwhile: at today’s price of that plan, and the move has nothing to move', async ({
    assert,
  }) => {
    const running = await startService('2026-03-01T12:00:00Z')
    const { tenant, customerId, plan } = running
    const moveId = await decided(running, { priceIds: [await reprice(running, 600n)], tellsAll: false })
    await tell(running, '2026-03-01')
    const change = await request(running, { planId: plan('vps-m') })
    if (!change.ok) return assert.fail(change.error.type)
    await pay(tenant, change.value.invoiceId!)
    await settle(tenant)
    await live(tenant, { from: '2026-03-25', until: '2026-03-25' })
    assert.equal(await lastNet(running), 850n)
    assert.deepInclude(await as(tenant, () => findMove(moveId)), { openCount: 0, movedCount: 0 })
    assert.lengthOf(await invoicesOf(tenant, customerId), 3)
  })

  test('who cancels is not moved; a lower price needs no notice; refusals', async ({ assert }) => {
    const running = await startService('2026-03-01T12:00:00Z')
    const { tenant, subscriptionId } = running
    const future = await reprice(running, 300n, '2026-03-20')
    await as(tenant, async () => {
      const { products } = await loadCatalogue()
      const states = (await listPriceVersions(products[0]!.id)).filter(({ id, amount }) => id === future || amount === 450n) // prettier-ignore
      assert.sameMembers(states.map(({ state, amount }) => `${amount} ${state}`), ['300 upcoming', '450 current']) // prettier-ignore
    })
    const early = await decide(running, { priceIds: [future], tellsAll: false, startsOn: '2026-03-19' })
    assert.deepEqual(early, { ok: false, error: { type: 'starts_on_too_early', earliest: '2026-03-20' } })
    const far = await decide(running, { priceIds: [future], tellsAll: false, startsOn: '2029-01-01' })
    assert.deepEqual(far, { ok: false, error: { type: 'starts_on_too_far' } })
    assert.deepInclude(await look(running, { priceIds: [], tellsAll: false }), { ok: false })
    const create = await app.container.make(CreatePriceMove)
    const stale = await as(tenant, () =>
      create.execute({ priceIds: [future], tellsAll: false, expected: { count: 2, newAmount: 600n } })
    )
    assert.equal(!stale.ok && stale.error.type, 'preview_differs')
    await decided(running, { priceIds: [future], tellsAll: false })
    await live(tenant, { from: '2026-03-25', until: '2026-03-25' })
    assert.equal(await lastNet(running), 300n)
    const higher = await reprice(running, 900n)
    const cancel = await app.container.make(CancelSubscription)
    await freezeClock(tenant, '2026-03-26T12:00:00Z')
    assert.isTrue(
      (await as(tenant, () => cancel.execute({ subscriptionId, when: 'period_end', reason: '' }))).ok
    )
    assert.deepEqual(await look(running, { priceIds: [higher], tellsAll: false }), { ok: false, error: { type: 'nobody_affected' } }) // prettier-ignore
  })

  test('two versions of one price are no move: neither here nor in the database', async ({ assert }) => {
    const running = await startService('2026-03-01T12:00:00Z')
    const priceIds = [await reprice(running, 600n), await reprice(running, 700n, '2026-03-20')]
    const twice = { priceIds, tellsAll: false }
    assert.deepEqual(await look(running, twice), { ok: false, error: { type: 'several_versions' } })
    assert.deepEqual(await decide(running, twice), { ok: false, error: { type: 'several_versions' } })
    const summary = { ...emptySummary, count: 1, oldAmount: 450n, newAmount: 850n }
    const move = { id: newId(), currency: 'EUR', startsOn: '2026-04-01', noticeDays: 30, priceIds, summary }
    const at = new Date('2026-03-01T12:00:00Z')
    await assert.rejects(() => write(running.tenant, () => insertMove({ ...move, at })), /two versions of one price/) // prettier-ignore
    assert.isTrue((await decide(running, { ...twice, priceIds: [priceIds[1]!] })).ok)
  })

  test('who pays by an old price is found by looking at each line a few times', async ({ assert }) => {
    const running = await startService('2026-03-01T12:00:00Z')
    const priceId = await reprice(running, 600n)
    await multiply(running, 300)
    const tables = ['subscriptions', 'subscription_items', 'price_move_items']
    await letPlannerKnow(tables)
    const { result, rowsRead } = await write(running.tenant, () =>
      countRowsRead(tables, () => listCandidates([priceId], { afterId: null, limit: 1000 }))
    )
    assert.lengthOf(result, 301)
    // A few looks at each subscription and item; as many looks as there are subscriptions would be 90,000.
    assert.isBelow(rowsRead, 301 * 30)
  })
})
