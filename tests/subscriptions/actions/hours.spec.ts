import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { hourlyTiers } from '#app/catalogue/index'
import { ReplacePrice } from '#app/catalogue/actions/replace_price'
import { RecogniseRevenue } from '#app/billing/actions/recognise_revenue'
import { checkLedger } from '#app/ledger/index'
import { db } from '#app/shared/database/db'
import { newId } from '#app/shared/ids'
import {
  CancelSubscription,
  findSubscription,
  ForecastRenewals,
  listDueNotInvoiced,
  RestoreSubscriptions,
  WithdrawCancellation,
} from '#app/subscriptions/index'
import { SuspendSubscription } from '#app/subscriptions/actions/suspend_subscription'
import { Clock } from '#app/shared/time/clock'
import { invoicesOf, pay, subscriptionSeen, write } from '#tests/support/billing'
import { periodsOf, preview, request, type Running } from '#tests/support/changes'
import { linesOf, startByHour } from '#tests/support/hours'
import { settle } from '#tests/support/settle'
import { as, freezeClock } from '#tests/support/tenants'

async function saveCard(tenant: Running['tenant'], customerId: string) {
  await write(tenant, async () => {
    const gateway = await db.selectFrom('gateways').select('id').executeTakeFirstOrThrow()
    const card = { id: newId(), customer_id: customerId, gateway_id: gateway.id, kind: 'card', reference: 'pm_1', is_default: true, created_at: '2026-03-01T12:00:00Z' } // prettier-ignore
    await db.insertInto('payment_methods').values(card).execute()
  })
}

async function cancel({ tenant, subscriptionId }: Running) {
  const action = await app.container.make(CancelSubscription)
  return as(tenant, () => action.execute({ subscriptionId, when: 'period_end', reason: 'done' }))
}

test.group('A service by the hour', () => {
  test('costs nothing at first, is invoiced when its month is over, and just as its preview said', async ({
    assert,
  }) => {
    const running = await startByHour()
    const { tenant, customerId, subscriptionId } = running
    const begun = await subscriptionSeen(tenant, subscriptionId)
    assert.deepEqual([begun.status, begun.renews_on, begun.invoice_on, begun.recurring_amount], ['active', '2026-04-01', '2026-04-01', 450n]) // prettier-ignore
    assert.lengthOf(await invoicesOf(tenant, customerId), 1)

    const forecast = await as(tenant, async () => (await app.container.make(ForecastRenewals)).execute(customerId)) // prettier-ignore
    const ofHours = forecast.invoices.filter(({ document }) => document.lines.some((line) => line.subscriptionId === subscriptionId)) // prettier-ignore
    assert.deepEqual(
      ofHours.slice(0, 2).map(({ issuesOn }) => issuesOn),
      ['2026-04-01', '2026-05-01']
    )

    await freezeClock(tenant, '2026-03-31T12:00:00Z')
    await settle(tenant)
    assert.deepEqual(await linesOf(running), [])
    await freezeClock(tenant, '2026-04-01T12:00:00Z')
    await settle(tenant)
    // From 10 March, 10:17 to midnight of 1 April in Berlin, where March has an hour less: 516.7 hours, the last of them begun.
    assert.deepEqual(await linesOf(running), [['VPS S · 517 h', 429n, '2026-03-10', '2026-04-01']])
    const invoice = (await invoicesOf(tenant, customerId)).at(-1)!
    assert.deepEqual([invoice.due_on, invoice.total], ['2026-04-01', ofHours[0]!.document.total])

    await pay(tenant, invoice.id)
    await freezeClock(tenant, '2026-05-01T12:00:00Z')
    await settle(tenant)
    // 720 × 0.83 = 597.6: more than a month costs at most.
    assert.deepEqual((await linesOf(running))[1], ['VPS S · 720 h', 450n, '2026-04-01', '2026-05-01'])
    assert.equal((await invoicesOf(tenant, customerId)).at(-1)!.total, ofHours[1]!.document.total)
    assert.deepEqual(await periodsOf(running), [{ starts: '2026-03-10', ends: '2026-04-01' }, { starts: '2026-04-01', ends: '2026-05-01' }]) // prettier-ignore

    // Days that are over are revenue at once.
    await freezeClock(tenant, '2026-05-02T12:00:00Z')
    await as(tenant, async () => (await app.container.make(RecogniseRevenue)).execute())
    const deferred = await write(tenant, () =>
      db
        .selectFrom('revenue_schedules')
        .select(['amount', 'starts_on', 'counts_from'])
        .where('starts_on', '=', '2026-04-01')
        .where('ends_on', '=', '2026-05-01')
        .where('amount', '=', 450n)
        .execute()
    )
    assert.include(
      deferred.map(({ counts_from }) => counts_from),
      '2026-05-01'
    )
    assert.deepEqual((await write(tenant, () => checkLedger())).differences, [])
  })

  test('ended, its last hours are invoiced on the same day, and no more', async ({ assert }) => {
    const running = await startByHour()
    const { tenant, subscriptionId } = running
    await freezeClock(tenant, '2026-03-10T11:40:00Z')
    const seen = await as(tenant, () => findSubscription(subscriptionId, null))
    assert.deepEqual(seen?.hoursSoFar, { period: { startsOn: '2026-03-10', endsOn: '2026-04-01' }, hours: 3n, amount: 2n, amountAtEnd: 429n }) // prettier-ignore
    const ended = await cancel(running)
    assert.isTrue(ended.ok)
    assert.isNull((await as(tenant, () => findSubscription(subscriptionId, null)))?.hoursSoFar)
    await settle(tenant)
    assert.deepEqual(await linesOf(running), [['VPS S · 3 h', 2n, '2026-03-10', '2026-03-11']])
    await freezeClock(tenant, '2026-04-01T12:00:00Z')
    await settle(tenant)
    assert.lengthOf(await linesOf(running), 1)
    const left = await subscriptionSeen(tenant, subscriptionId)
    assert.deepEqual([left.status, left.invoice_on], ['cancelled', null])
    assert.equal((await as(tenant, () => listDueNotInvoiced(new Clock()))).count, 0)
  })

  test('ended at once, it costs nothing', async ({ assert }) => {
    const running = await startByHour()
    assert.isTrue((await cancel(running)).ok)
    await settle(running.tenant)
    assert.deepEqual(await linesOf(running), [])
  })

  test('another size counts from the next hour; nothing is paid for the change', async ({ assert }) => {
    const running = await startByHour()
    const { tenant, plan } = running
    await freezeClock(tenant, '2026-03-11T09:30:00Z')
    const shown = await preview(running, { planId: plan('vps-m') })
    if (!shown.ok) return assert.fail(shown.error.type)
    assert.deepEqual([shown.value.total, shown.value.plan.timing, shown.value.renewal.subtotal], [0n, 'now', 850n]) // prettier-ignore
    const changed = await request(running, { planId: plan('vps-m') })
    if (!changed.ok) return assert.fail(changed.error.type)
    await settle(tenant)
    await freezeClock(tenant, '2026-03-11T12:00:00Z')
    assert.isTrue((await cancel(running)).ok)
    await settle(tenant)
    // 10 March 10:17 to 11 March 11:17: 25 hours at 0.83. From there to 13:00: 2 hours at 1.5.
    assert.deepEqual((await linesOf(running)).map(([description, amount]) => [description, amount]), [['VPS S · 25 h', 21n], ['VPS M · 2 h', 3n]]) // prettier-ignore
  })

  test('from hours to months: what ran is paid with the month that begins today', async ({ assert }) => {
    const running = await startByHour()
    const { tenant, subscriptionId } = running
    await freezeClock(tenant, '2026-03-12T09:30:00Z')
    const wish = { interval: { unit: 'month' as const, count: 1 } }
    const shown = await preview(running, wish)
    if (!shown.ok) return assert.fail(shown.error.type)
    // 10 March, 10:17 to midnight of 12 March: 37.7 hours at 0.83. The hours since are paid for by the month.
    const lines = shown.value.document!.lines.map(({ description, amount, period }) => [description, amount, period?.startsOn, period?.endsOn]) // prettier-ignore
    assert.deepEqual(lines, [['VPS S · 38 h', 32n, '2026-03-10', '2026-03-12'], ['VPS S', 450n, '2026-03-12', '2026-04-12']]) // prettier-ignore
    const changed = await request(running, wish)
    if (!changed.ok) return assert.fail(changed.error.type)
    assert.isNotNull((await as(tenant, () => findSubscription(subscriptionId, null)))!.hoursSoFar)
    await pay(tenant, changed.value.invoiceId!)
    await settle(tenant)
    const monthly = await subscriptionSeen(tenant, subscriptionId)
    assert.deepEqual([monthly.renews_on, monthly.invoice_on], ['2026-04-12', '2026-04-05'])
    assert.deepEqual(await periodsOf(running), [{ starts: '2026-03-10', ends: '2026-03-12' }, { starts: '2026-03-12', ends: '2026-04-12' }]) // prettier-ignore
    await freezeClock(tenant, '2026-04-05T12:00:00Z')
    await settle(tenant)
    assert.deepEqual((await linesOf(running)).at(-1), ['VPS S', 450n, '2026-04-12', '2026-05-12'])
    assert.lengthOf(await linesOf(running), 3)
    assert.deepEqual((await write(tenant, () => checkLedger())).differences, [])
  })

  test('from months to hours: what is paid is used up, then hours are counted, just as the preview said', async ({
    assert,
  }) => {
    // Ada's first server is paid until 1 April; its invoice for April would be made on 25 March.
    const running = await startByHour()
    const { tenant, customerId } = running
    const first = (await write(tenant, () => db.selectFrom('subscriptions').select('id').where('interval_unit', '=', 'month').executeTakeFirstOrThrow())).id // prettier-ignore
    const monthly = { ...running, subscriptionId: first }
    const wish = { interval: { unit: 'hour' as const, count: 1 } }
    const refused = await preview(monthly, wish)
    assert.deepEqual(refused.ok ? null : refused.error, { type: 'method_needed' })
    await saveCard(tenant, customerId)
    const shown = await preview(monthly, wish)
    if (!shown.ok) return assert.fail(shown.error.type)
    assert.deepEqual([shown.value.plan.timing, shown.value.plan.effectiveOn, shown.value.total], ['renewal', '2026-04-01', 0n]) // prettier-ignore
    const changed = await request(monthly, wish)
    if (!changed.ok) return assert.fail(changed.error.type)
    const invoiced = async () =>
      (await linesOf(monthly)).map(([description, amount]) => [description, amount])
    const expected = async () => {
      const { invoices } = await as(tenant, async () => (await app.container.make(ForecastRenewals)).execute(customerId)) // prettier-ignore
      return invoices.flatMap(({ document, issuesOn }) =>
        document.lines.filter((line) => line.subscriptionId === first).map(({ description, amount }) => [issuesOn, description, amount])
      )[0]
    } // prettier-ignore
    const hours = ['2026-05-01', 'VPS S · 720 h', 450n]
    assert.deepEqual(await expected(), hours)
    await freezeClock(tenant, '2026-03-26T12:00:00Z')
    await settle(tenant)
    assert.deepEqual(await invoiced(), [['VPS S', 450n]])
    assert.deepEqual(await expected(), hours)
    // Leaving at the end of what is paid, and staying after all.
    const leaving = await cancel(monthly)
    assert.deepEqual(leaving.ok && leaving.value.endsOn, '2026-04-01')
    await as(tenant, async () => (await app.container.make(WithdrawCancellation)).execute({ subscriptionId: first })) // prettier-ignore
    assert.deepEqual(await expected(), hours)
    await freezeClock(tenant, '2026-05-01T12:00:00Z')
    await settle(tenant)
    assert.deepEqual((await invoiced()).slice(1), [['VPS S · 720 h', 450n]])
    assert.deepEqual(await periodsOf(monthly), [{ starts: '2026-03-01', ends: '2026-04-01' }, { starts: '2026-04-01', ends: '2026-05-01' }]) // prettier-ignore
  })

  test('while it is stopped nothing is counted, and what ran before is not lost', async ({ assert }) => {
    const running = await startByHour()
    const { tenant, customerId, subscriptionId } = running
    await freezeClock(tenant, '2026-04-01T12:00:00Z')
    await settle(tenant)
    const unpaid = (await invoicesOf(tenant, customerId)).at(-1)!
    await freezeClock(tenant, '2026-04-03T22:00:00Z')
    await as(tenant, async () => (await app.container.make(SuspendSubscription)).execute({ subscriptionId, since: '2026-04-01' })) // prettier-ignore
    await freezeClock(tenant, '2026-05-20T22:00:00Z')
    await pay(tenant, unpaid.id)
    await as(tenant, async () => (await app.container.make(RestoreSubscriptions)).execute({ invoiceId: unpaid.id })) // prettier-ignore
    assert.equal((await subscriptionSeen(tenant, subscriptionId)).renews_on, '2026-06-01')
    await freezeClock(tenant, '2026-05-22T22:00:00Z')
    assert.isTrue((await cancel(running)).ok)
    await settle(tenant)
    // 1 April 0:00 to 4 April 0:00, and 21 to 23 May.
    assert.deepEqual((await linesOf(running))[1], ['VPS S · 120 h', 100n, '2026-04-01', '2026-05-24'])
  })

  test('the price of an hour is refused where it cannot be', async ({ assert }) => {
    const running = await startByHour()
    const replace = await app.container.make(ReplacePrice)
    const attempt = async (unit: 'hour' | 'month' | 'year', count: number, hourly: { hourAmount: string; monthAtMost: bigint | null } | null) => {
      const price = { currency: 'EUR', interval: { unit, count }, amount: 1n, setupAmount: 0n, hourly }
      const result = await as(running.tenant, () => replace.execute(running.plan('vps-s'), price))
      return result.ok ? null : result.error.type === 'version_refused' ? result.error.faults[0] : result.error
    } // prettier-ignore
    const asked = { hourAmount: '0.83', monthAtMost: 450n }
    assert.deepEqual(await attempt('year', 4, null), { type: 'interval_too_long', field: 'interval.count' })
    assert.deepEqual(await attempt('month', 1, asked), { type: 'by_hour_only', field: 'hourly' })
    assert.deepEqual(await attempt('hour', 1, null), { type: 'hour_amount_missing', field: 'hourly' })
    assert.deepEqual(await attempt('hour', 2, asked), { type: 'hour_count', field: 'interval.count' })
    assert.deepEqual(await attempt('hour', 1, { hourAmount: '500', monthAtMost: 450n }), { type: 'month_below_hour', field: 'hourly.month_at_most' }) // prettier-ignore
    assert.equal(hourlyTiers('0.83', null).maximumAmount, '619')
  })
})
