import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import fc from 'fast-check'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { newId } from '#app/shared/ids'
import { addDays } from '#app/shared/time/calendar'
import { CancelSubscription, ForecastRenewals, type ForecastOfCustomer } from '#app/subscriptions/index'
import { subscriptionSweeps } from '#app/subscriptions/jobs/sweeps'
import { buy, openShop, pay, write } from '#tests/support/billing'
import { request, startService } from '#tests/support/changes'
import { addAda } from '#tests/support/customers'
import { loseQueuedJobs } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

/** One thing that a made-up customer has. */
interface Owned {
  unitAmount: number
  interval: { unit: 'week' | 'month' | 'year'; count: number }
  /** Of its coupon, if it has one. */
  percent: number | null
  periods: number | null
  isExclusive: boolean
  endsSoon: boolean
}

const owned: fc.Arbitrary<Owned> = fc.record({
  unitAmount: fc.integer({ min: 1, max: 9999 }),
  interval: fc.constantFrom(
    { unit: 'month' as const, count: 1 },
    { unit: 'month' as const, count: 3 },
    { unit: 'year' as const, count: 1 },
    { unit: 'week' as const, count: 6 }
  ),
  percent: fc.option(fc.integer({ min: 1, max: 100 })),
  periods: fc.option(fc.integer({ min: 1, max: 4 })),
  isExclusive: fc.boolean(),
  endsSoon: fc.boolean(),
})

function forecastOf(tenant: Tenant, customerId: string): Promise<ForecastOfCustomer> {
  return as(tenant, async () => (await app.container.make(ForecastRenewals)).execute(customerId))
}

/** A forecast in the words of the table of invoices. */
function asIssued({ invoices }: ForecastOfCustomer) {
  return invoices.map(({ issuesOn, dueOn, document }) => ({
    issued_on: issuesOn,
    due_on: dueOn,
    subtotal: document.subtotal,
    tax_total: document.taxTotal,
    total: document.total,
    lines: document.lines.map(({ description, amount, taxAmount, period }) =>
      [description, amount, taxAmount, period?.startsOn, period?.endsOn].join(' | ')
    ),
  }))
}

async function issuedSince(tenant: Tenant, customerId: string, after: bigint) {
  return write(tenant, async () => {
    const invoices = await db
      .selectFrom('invoices')
      .select(['id', 'issued_on', 'due_on', 'subtotal', 'tax_total', 'total'])
      .where('customer_id', '=', customerId)
      .where('number', '>', after)
      .orderBy('number')
      .execute()
    const lines = await db.selectFrom('invoice_lines').selectAll().orderBy('position').execute()
    return invoices.map(({ id, ...invoice }) => ({
      ...invoice,
      lines: lines
        .filter((line) => line.invoice_id === id)
        .map(({ description, amount, tax_amount: tax, period_starts_on: from, period_ends_on: until }) =>
          [description, amount, tax, from ?? undefined, until ?? undefined].join(' | ')
        ),
    }))
  })
}

/** Lets the days of a forecast come, and some between, with the sweeps of subscriptions; every invoice is paid when it is there. */
async function liveThrough(tenant: Tenant, days: string[]): Promise<void> {
  for (const day of [...new Set(days)].toSorted()) {
    await freezeClock(tenant, `${day}T12:00:00Z`)
    for (const sweep of subscriptionSweeps) await as(tenant, () => sweep.run())
    const open = await write(tenant, () =>
      db.selectFrom('invoices').select('id').where('status', '=', 'open').execute()
    )
    for (const { id } of open) await pay(tenant, id)
  }
}

async function promise(
  tenant: Tenant,
  customerId: string,
  [subscriptionId, orderId]: [string, string],
  { percent, periods, isExclusive }: Owned
): Promise<void> {
  if (percent === null) return
  const [couponId, redemptionId] = [newId(), newId()]
  const at = '2026-01-01T00:00:00Z'
  await write(tenant, async () => {
    const benefit = JSON.stringify({ kind: 'percent', percent: String(percent) })
    const code = `C${couponId.slice(-8).toUpperCase()}`
    await db
      .insertInto('coupons')
      .values({ id: couponId, code, name: 'Coupon', status: 'active', benefit, created_at: at })
      .execute()
    await db
      .insertInto('coupon_redemptions')
      .values({
        id: redemptionId,
        coupon_id: couponId,
        customer_id: customerId,
        order_id: orderId,
        status: 'active',
        agreed: '{}',
        redeemed_at: at,
        closed_at: at,
        currency: 'EUR',
      }) // prettier-ignore
      .execute()
    await db
      .insertInto('subscription_discounts')
      .values({
        id: newId(),
        redemption_id: redemptionId,
        coupon_id: couponId,
        subscription_id: subscriptionId,
        code,
        name: 'Coupon',
        percent: String(percent),
        unit: 'period',
        uses_left: periods,
        position: 1,
        is_exclusive: isExclusive,
        created_at: at,
      }) // prettier-ignore
      .execute()
  })
}

async function settleDown(tenant: Tenant, planId: string, all: Owned[]): Promise<string> {
  const customerId = await addAda(tenant)
  for (const each of all) {
    const { unitAmount, interval } = each
    const bought = await buy(tenant, planId, { customerId, unitAmount: BigInt(unitAmount), interval })
    await pay(tenant, bought.invoiceId)
    const subscriptionId = bought.subscriptionIds[0]!
    await promise(tenant, customerId, [subscriptionId, bought.orderId], each)
    if (!each.endsSoon) continue
    const cancel = await app.container.make(CancelSubscription)
    await as(tenant, () => cancel.execute({ subscriptionId, when: 'period_end', reason: 'asked' }))
  }
  await write(
    tenant,
    () =>
    db.insertInto('billable_items').values({ id: newId(), customer_id: customerId, currency: 'EUR', kind: 'item', description: 'Migration', quantity: 2, unit_amount: 990n, created_at: '2026-01-31T12:00:00Z' }).execute() // prettier-ignore
  )
  return customerId
}

test.group('What comes next', (group) => {
  group.each.teardown(loseQueuedJobs)

  test('a year of any customer is shown as it is invoiced, to the cent and to the day', async ({
    assert,
  }) => {
    const tenant = await createTenant({ at: '2026-01-31T12:00:00Z' })
    const { planId } = await openShop(tenant)
    await write(tenant, async () => {
      const tiers = [
        { afterMonths: 3, percent: '5' },
        { afterMonths: 9, percent: '12.5' },
      ]
      const loyalty = JSON.stringify({ isOn: true, name: 'Loyalty', tiers, gapDays: 30 })
      await db.updateTable('promotion_settings').set({ loyalty }).execute()
      // The tax rises in the middle of the year.
      await db.updateTable('tax_rates').set({ valid_until: '2026-08-01' }).execute()
      await db
        .insertInto('tax_rates')
        .values({ id: newId(), country: 'DE', name: 'USt', percent: '21', valid_from: '2026-08-01' })
        .execute()
    })
    const people = fc.sample(fc.array(owned, { minLength: 1, maxLength: 3 }), {
      seed: 20_261_126,
      numRuns: 5,
    })
    const customers: { customerId: string; shown: ForecastOfCustomer }[] = []
    for (const all of people) {
      const customerId = await settleDown(tenant, planId, all)
      customers.push({ customerId, shown: await forecastOf(tenant, customerId) })
    }
    const { last } = await write(tenant, () =>
      db
        .selectFrom('invoices')
        .select((eb) => eb.fn.max('number').as('last'))
        .executeTakeFirstOrThrow()
    )
    const forecasts = customers.map(({ shown }) => shown)
    const between = Array.from({ length: 24 }, (_, index) => addDays('2026-02-01', index * 15))
    const days = forecasts.flatMap(({ invoices, notes }) => [
      ...invoices.map(({ issuesOn }) => issuesOn),
      ...notes.flatMap(({ kind, on }) => (kind === 'ending' ? [on] : [])),
    ])
    const { until } = forecasts[0]!
    await liveThrough(
      tenant,
      [...between, ...days].filter((day) => day <= until)
    )
    for (const { customerId, shown } of customers)
      assert.deepEqual(await issuedSince(tenant, customerId, last), asIssued(shown))
    const kinds = new Set(forecasts.flatMap(({ notes }) => notes.map(({ kind }) => kind)))
    assert.sameMembers([...kinds], ['ending', 'discount_ends', 'loyalty', 'tax'])
  })

  test('a change that is scheduled counts from its renewal on', async ({ assert }) => {
    const running = await startService('2026-03-10T12:00:00Z', { options: { ipv4: 2 } })
    const { tenant, customerId } = running
    assert.isTrue((await request(running, { options: { ipv4: 0 } })).ok)
    const shown = await forecastOf(tenant, customerId)
    const [change] = shown.notes
    assert.deepInclude(change, { kind: 'change', on: '2026-04-10', planName: 'VPS S', amount: 450n })
    assert.isTrue(shown.invoices.every(({ document }) => document.subtotal === 450n))
    assert.lengthOf(shown.invoices, 12)
    const { last } = await write(tenant, () =>
      db
        .selectFrom('invoices')
        .select((eb) => eb.fn.max('number').as('last'))
        .executeTakeFirstOrThrow()
    )
    await liveThrough(tenant, shown.invoices.slice(0, 2).map(({ issuesOn }) => issuesOn)) // prettier-ignore
    assert.deepEqual(await issuedSince(tenant, customerId, last), asIssued(shown).slice(0, 2))
  })

  test('nobody who has nothing, or is suspended, is shown an invoice', async ({ assert }) => {
    const tenant = await createTenant({ at: '2026-03-10T12:00:00Z' })
    const { planId } = await openShop(tenant)
    const customerId = await addAda(tenant)
    assert.deepInclude(await forecastOf(tenant, customerId), { invoices: [], notes: [], paused: [] })
    const bought = await buy(tenant, planId, { customerId })
    await write(tenant, () =>
      db
        .updateTable('subscriptions')
        .set({ status: 'suspended', suspended_at: '2026-03-10T12:00:00Z' })
        .execute()
    )
    const shown = await forecastOf(tenant, customerId)
    assert.deepEqual(
      shown.paused.map(({ id }) => id),
      bought.subscriptionIds
    )
    assert.lengthOf(shown.invoices, 0)
  })
})
