import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { sql } from 'kysely'
import { PromisePayment } from '#app/billing/actions/promise_payment'
import { checkLedger } from '#app/ledger/index'
import { CancelSubscription, findTrialEligibility } from '#app/subscriptions/index'
import { reportTrials } from '#app/subscriptions/queries/list_trials'
import { listServiceDays } from '#app/subscriptions/records/service_days'
import { db } from '#app/shared/database/db'
import { factsAbout, invoicesOf, live, pay, subscriptionSeen, write } from '#tests/support/billing'
import { settle } from '#tests/support/settle'
import { as, freezeClock, setPolicies } from '#tests/support/tenants'
import { addCoupon } from '#tests/promotions/actions/shop'
import {
  addTrialBuyer,
  openTrialShop,
  placeQuote,
  quoteTrial,
  startTrial,
  type TrialShop,
  trialSeen,
} from '#tests/support/trials'

const at = '2026-03-01T12:00:00Z'

async function trialFacts({ tenant }: TrialShop, subscriptionId: string) {
  const all = await factsAbout(tenant, subscriptionId)
  return all.filter(
    (name) => name.includes('trial') || name.includes('suspended') || name.includes('cancelled')
  )
}

test.group('A trial without a payment method', () => {
  test('runs for nothing, is invoiced ahead, and paid in time goes on from the day it ends', async ({
    assert,
  }) => {
    const shop = await openTrialShop(at, { days: 14 })
    const { tenant, customerId } = shop
    const { orderId, subscriptionId, quote } = await startTrial(shop)
    assert.equal(quote.total, 0n)
    assert.equal(quote.content.trial?.total, '1012')
    assert.equal(quote.content.trial?.firstChargeOn, '2026-03-15')
    assert.equal((await subscriptionSeen(tenant, subscriptionId)).status, 'trialing')

    await live(tenant, { from: '2026-03-07', until: '2026-03-07' })
    assert.lengthOf(await invoicesOf(tenant, customerId), 0)
    await live(tenant, { from: '2026-03-08', until: '2026-03-14' })
    const [invoice] = await invoicesOf(tenant, customerId)
    assert.deepInclude(invoice, {
      issued_on: '2026-03-08',
      due_on: '2026-03-15',
      total: 1012n,
      status: 'open',
    })
    await pay(tenant, invoice!.id)
    assert.equal((await subscriptionSeen(tenant, subscriptionId)).status, 'trialing')
    assert.deepEqual(await as(tenant, () => write(tenant, () => listServiceDays([customerId]))), new Map())

    await live(tenant, { from: '2026-03-15', until: '2026-03-15' })
    const subscription = await subscriptionSeen(tenant, subscriptionId)
    assert.deepInclude(subscription, {
      status: 'active',
      anchor_day: 15,
      renews_on: '2026-04-15',
      invoice_on: '2026-04-08',
    })
    assert.deepInclude(await trialSeen(tenant, orderId), {
      status: 'converted',
      starts_on: '2026-03-01',
      ends_on: '2026-03-15',
    })
    assert.deepEqual(await trialFacts(shop, subscriptionId), [
      'subscription.trial_started',
      'subscription.trial_ending',
      'subscription.trial_ending',
      'subscription.trial_converted',
    ])
    const days = await write(tenant, () => listServiceDays([customerId]))
    assert.deepEqual(days.get(customerId), [{ customerId, startedOn: '2026-03-15', endedOn: null }] as never)
    const periods = await write(tenant, () =>
      db.selectFrom('subscription_periods').select(['period_starts_on', 'period_ends_on']).execute()
    )
    assert.deepEqual(periods, [{ period_starts_on: '2026-03-15', period_ends_on: '2026-04-15' }])
    assert.deepEqual((await write(tenant, () => checkLedger())).differences, [])
    assert.deepInclude(await as(tenant, reportTrials), { conversionPercent: '100.0' })
  })

  test('unpaid it is noticed twice, stops on the day it ends, and is removed after five days with nothing owed', async ({
    assert,
  }) => {
    const shop = await openTrialShop(at)
    const { tenant, customerId } = shop
    const { orderId, subscriptionId } = await startTrial(shop)
    const seen: string[] = []
    await live(tenant, {
      from: '2026-03-05',
      until: '2026-03-13',
      eachDay: async (day) => {
        seen.push(`${day.slice(8)} ${(await subscriptionSeen(tenant, subscriptionId)).status}`)
      },
    })
    assert.deepEqual(seen, ['05 trialing', '06 trialing', '07 trialing', '08 suspended', '09 suspended', '10 suspended', '11 suspended', '12 suspended', '13 cancelled']) // prettier-ignore
    assert.deepEqual(await trialFacts(shop, subscriptionId), [
      'subscription.trial_started',
      'subscription.trial_ending',
      'subscription.trial_ending',
      'subscription.suspended',
      'subscription.cancelled',
      'subscription.trial_ended',
    ])
    const [invoice] = await invoicesOf(tenant, customerId)
    assert.deepInclude(invoice, { status: 'void', amount_due: 0n })
    const { rows } = await write(tenant, () => sql`select 1 from invoice_notices`.execute(db))
    assert.lengthOf(rows, 0)
    assert.deepInclude(await trialSeen(tenant, orderId), { status: 'ended', end_reason: 'trial_unpaid' })
    assert.deepEqual((await write(tenant, () => checkLedger())).differences, [])
    assert.equal((await as(tenant, reportTrials)).conversionPercent, '0.0')
  })

  test('promised to be paid it stops on the day after, once it was tried', async ({ assert }) => {
    const shop = await openTrialShop(at, { days: 14 })
    const { tenant, customerId } = shop
    const { subscriptionId } = await startTrial(shop)
    await live(tenant, { from: '2026-03-08', until: '2026-03-14' })
    const [invoice] = await invoicesOf(tenant, customerId)
    const action = await app.container.make(PromisePayment)
    await as(tenant, () => action.keep({ invoiceId: invoice!.id, until: '2026-03-17', reason: 'Salary' }))
    const statusAt = async (instant: string) => {
      await freezeClock(tenant, instant)
      await settle(tenant)
      return (await subscriptionSeen(tenant, subscriptionId)).status
    }
    assert.equal(await statusAt('2026-03-16T12:00:00Z'), 'trialing')
    // Half past midnight in Berlin.
    assert.equal(await statusAt('2026-03-17T23:30:00Z'), 'trialing')
    assert.equal(await statusAt('2026-03-18T05:00:00Z'), 'suspended')
  })

  test('paid while it is stopped it runs again, on the anchor of the day it ended', async ({ assert }) => {
    const shop = await openTrialShop(at)
    const { tenant, customerId } = shop
    const { orderId, subscriptionId } = await startTrial(shop)
    await live(tenant, { from: '2026-03-08', until: '2026-03-08' })
    await freezeClock(tenant, '2026-03-10T12:00:00Z')
    await pay(tenant, (await invoicesOf(tenant, customerId))[0]!.id)
    await settle(tenant)
    assert.deepInclude(await subscriptionSeen(tenant, subscriptionId), {
      status: 'active', anchor_day: 8, renews_on: '2026-04-08', invoice_on: '2026-04-01', past_due_since: null,
    }) // prettier-ignore
    assert.equal((await trialSeen(tenant, orderId)).status, 'converted')
  })

  test('cancelled for its end it runs until then; cancelled now it is over; nothing is charged', async ({
    assert,
  }) => {
    for (const when of ['period_end', 'now'] as const) {
      const shop = await openTrialShop(at)
      const { tenant, customerId } = shop
      const { orderId, subscriptionId } = await startTrial(shop)
      await live(tenant, { from: '2026-03-03', until: '2026-03-03' })
      const cancelled = await as(tenant, async () =>
        (await app.container.make(CancelSubscription)).execute({
          subscriptionId,
          when,
          reason: 'Just looking',
        })
      )
      assert.equal(cancelled.ok && cancelled.value.endsOn, when === 'now' ? '2026-03-03' : '2026-03-08')
      await live(tenant, { from: '2026-03-07', until: '2026-03-08' })
      assert.equal((await subscriptionSeen(tenant, subscriptionId)).status, 'cancelled')
      assert.deepEqual((await invoicesOf(tenant, customerId)).map(({ status }) => status), ['void']) // prettier-ignore
      assert.deepInclude(await trialSeen(tenant, orderId), { status: 'ended', end_reason: 'Just looking' })
      assert.notInclude(await trialFacts(shop, subscriptionId), 'subscription.trial_ending')
    }
  })
})

test.group('What a trial does with coupons', () => {
  test('a coupon lowers the first paid period as the quote says; its use comes back when nobody pays', async ({
    assert,
  }) => {
    const shop = await openTrialShop(at)
    const { tenant, customerId } = shop
    await addCoupon(tenant, {
      code: 'HALF',
      benefit: { kind: 'percent', percent: '50' },
      periods: 1,
      limitTotal: 1,
    } as never)
    const { orderId, subscriptionId, quote } = await startTrial(shop, { codes: ['HALF'] })
    assert.equal(quote.content.trial?.total, '506')
    await live(tenant, { from: '2026-03-02', until: '2026-03-02' })
    assert.equal((await invoicesOf(tenant, customerId))[0]!.total, 506n)
    const left = () => write(tenant, () => sql<{ uses_left: number; status: string }>`
      select d.uses_left, r.status from subscription_discounts d join coupon_redemptions r on r.id = d.redemption_id
       where d.subscription_id = ${subscriptionId}`.execute(db)).then(({ rows }) => rows[0]) // prettier-ignore
    assert.deepEqual(await left(), { uses_left: 0, status: 'held' })
    await live(tenant, { from: '2026-03-08', until: '2026-03-08' })
    await live(tenant, { from: '2026-03-13', until: '2026-03-13' })
    assert.deepEqual(await left(), { uses_left: 1, status: 'returned' })
    assert.equal((await trialSeen(tenant, orderId)).status, 'ended')
  })
})

test.group('One trial', () => {
  test('for each customer and address, whatever is added to it; given back when its order came to nothing', async ({
    assert,
  }) => {
    const shop = await openTrialShop(at)
    const { tenant, customerId } = shop
    const [first, second] = [await quoteTrial(shop), await quoteTrial(shop)]
    const twin = await addTrialBuyer(tenant, 'Ada+again@example.test')
    const other = await addTrialBuyer(tenant, 'brook@example.test')
    if (!first.ok || !second.ok) throw new Error('Not quoted')
    const outcomes = await Promise.all(
      [first, second].map(({ value }) => placeQuote(shop, { quoteId: value.id, customerId }))
    )
    assert.deepEqual(outcomes.map((each) => (each.ok ? 'placed' : each.error.type)).toSorted(), [
      'placed',
      'trial_used',
    ])
    for (const [id, isEligible] of [[customerId, false], [twin, false], [other, true]] as const) {
      assert.equal((await as(tenant, () => findTrialEligibility(id)))?.isEligible, isEligible)
    } // prettier-ignore
    const refused = await quoteTrial(shop, { customerId: twin })
    assert.deepEqual(refused.ok ? [] : refused.error, {
      type: 'items_refused',
      faults: [{ index: 0, fault: { type: 'trial_used', field: 'trial' } }],
    })
    // No panel has room: the order fails, and the trial counts for nothing.
    await settle(tenant)
    assert.isTrue((await as(tenant, () => findTrialEligibility(customerId)))?.isEligible)
  })

  test('the database refuses a second one, whoever writes it', async ({ assert }) => {
    const shop = await openTrialShop(at)
    const { orderId } = await startTrial(shop)
    const copy = (changes: string) => write(shop.tenant, () => sql.raw(`
      insert into trials (id, customer_id, order_id, plan_id, days, needs_method, email, fingerprint, currency, first_total, created_at)
      select gen_random_uuid(), t.customer_id, ${changes} from trials t where t.order_id = '${orderId}'`).execute(db)) // prettier-ignore
    await assert.rejects(() => copy(`order_id, plan_id, 7, false, 'x', null, 'EUR', 0, now()`), /trials_/)
    await assert.rejects(
      () => write(shop.tenant, () => sql`update trials set ends_on = starts_on`.execute(db)),
      /check/
    )
  })
})

test.group('The billing run and trials', () => {
  test('puts the first paid period on an invoice of its own, with the set-up fee, and nothing else on it', async ({
    assert,
  }) => {
    const shop = await openTrialShop(at)
    const { tenant, customerId, planId } = shop
    await write(tenant, () => sql`update prices set setup_amount = 500 where plan_id = ${planId}`.execute(db))
    await setPolicies(tenant, { invoiceGrouping: 'month', summaryDay: 1 })
    const { quote, subscriptionId } = await startTrial(shop)
    await write(tenant, () => sql`
      insert into billable_items (id, customer_id, kind, status, description, quantity, unit_amount, currency, created_at)
      values (gen_random_uuid(), ${customerId}, 'item', 'pending', 'Work', 1, 1000, 'EUR', now())`.execute(db)) // prettier-ignore
    await live(tenant, { from: '2026-03-02', until: '2026-03-02' })
    const [invoice, ...others] = await invoicesOf(tenant, customerId)
    assert.lengthOf(others, 0)
    assert.deepInclude(invoice, { due_on: '2026-03-08', total: BigInt(quote.content.trial!.total) })
    const lines = await write(tenant, () =>
      db
        .selectFrom('invoice_lines')
        .select(['kind', 'amount', 'period_starts_on', 'subscription_id'])
        .orderBy('position')
        .execute()
    )
    assert.deepEqual(lines, [
      { kind: 'plan', amount: 850n, period_starts_on: '2026-03-08', subscription_id: subscriptionId },
      { kind: 'setup', amount: 500n, period_starts_on: null, subscription_id: subscriptionId },
    ])
  })
})
