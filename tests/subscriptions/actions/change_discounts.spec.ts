import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { replayInvoices } from '#app/billing/queries/replay_invoices'
import { checkLedger } from '#app/ledger/index'
import { defaultLoyalty } from '#app/promotions/domain/loyalty'
import type { Coupon } from '#app/promotions/domain/coupon'
import { saveLoyalty } from '#app/promotions/records/promotion_settings'
import { catalogueIn, loadCatalogue } from '#app/catalogue/index'
import { db } from '#app/shared/database/db'
import { newId } from '#app/shared/ids'
import type { Interval } from '#app/shared/time/calendar'
import { RaiseRenewalInvoices } from '#app/subscriptions/actions/raise_renewal_invoices'
import { invoicesOf, pay, write } from '#tests/support/billing'
import { preview, request, type Running } from '#tests/support/changes'
import { planCalled } from '#tests/support/catalogue'
import { settle } from '#tests/support/settle'
import { as, freezeClock, setPolicies } from '#tests/support/tenants'
import { addCoupon, buyWithCoupons, openCouponShop } from '#tests/promotions/actions/shop'
import { fixed, percent } from '#tests/promotions/domain/coupons'

/** Ada buys a server with coupons on 15 March 2026 and pays for it. */
async function start(
  coupons: Partial<Coupon>[],
  { plan = 'vps-m', interval }: { plan?: string; interval?: Interval } = {}
): Promise<Running> {
  const { tenant, customerId } = await openCouponShop()
  await setPolicies(tenant, { downgrade: 'now' })
  await write(tenant, () =>
    db
      .insertInto('gateways')
      .values({ id: newId(), driver: 'stripe', name: 'Cards', secrets: '{}', created_at: new Date() })
      .execute()
  )
  const catalogue = await as(tenant, async () => catalogueIn(await loadCatalogue(), 'en'))
  for (const change of coupons) await addCoupon(tenant, change)
  const { invoice } = await buyWithCoupons(tenant, {
    planId: planCalled(catalogue, plan),
    customerId,
    codes: coupons.map(({ code }) => code!),
    interval,
  })
  if (invoice.total > 0n) await pay(tenant, invoice.id)
  await settle(tenant)
  const { id } = await write(tenant, () =>
    db.selectFrom('subscriptions').select('id').executeTakeFirstOrThrow()
  )
  return { tenant, customerId, subscriptionId: id, plan: (slug) => planCalled(catalogue, slug) }
}

async function renew({ tenant, customerId }: Running, day: string): Promise<void> {
  await freezeClock(tenant, `${day}T12:00:00Z`)
  await as(tenant, async () => (await app.container.make(RaiseRenewalInvoices)).execute())
  await pay(tenant, (await invoicesOf(tenant, customerId)).at(-1)!.id)
  await settle(tenant)
}

/** What the lines of a change come to without tax. */
async function linesOf(running: Running, wish: Parameters<typeof preview>[1]): Promise<bigint[]> {
  const shown = await preview(running, wish)
  if (!shown.ok) throw new Error(shown.error.type)
  return shown.value.document!.lines.map(({ amount }) => amount)
}

/** Asks, pays what is to be paid, and lets it happen. @returns what it cost; negative: what went to the balance */
async function change(running: Running, wish: Parameters<typeof request>[1]): Promise<bigint> {
  const shown = await preview(running, wish)
  const asked = await request(running, wish)
  if (!shown.ok || !asked.ok) throw new Error(JSON.stringify([shown, asked]))
  const invoice = (await invoicesOf(running.tenant, running.customerId)).at(-1)!
  if (invoice.status === 'open') await pay(running.tenant, invoice.id)
  await settle(running.tenant)
  return shown.value.total
}

/** The books agree, and every invoice is replayed as it was sealed. */
async function assertSound(
  assert: { deepEqual: Function; equal: Function },
  { tenant }: Running
): Promise<void> {
  assert.deepEqual((await write(tenant, () => checkLedger())).differences, [])
  const days = { fromOn: '2026-01-01', untilOn: '2028-01-01' }
  const asItWas = { fromMonth: '2026-01', toMonth: '2027-12', pricePercent: null, planPrices: [], taxRounding: null, taxPercents: {}, proration: null } // prettier-ignore
  const { changedCount, unreadable } = await as(tenant, () => replayInvoices(days, asItWas))
  assert.deepEqual([changedCount, unreadable], [0, []])
}

test.group('Discounts of a change', (group) => {
  group.each.timeout(180_000)

  test('a year at half its price stays at half its price when an address is added', async ({ assert }) => {
    const coupon = { code: 'HALF', benefit: percent('50'), periods: 1 }
    const running = await start([coupon], { plan: 'vps-s', interval: { unit: 'year', count: 1 } })
    await freezeClock(running.tenant, '2026-04-15T09:00:00+02:00')
    const wish = { options: { ipv4: 1 } }
    const shown = await preview(running, wish)
    if (!shown.ok) return assert.fail(shown.error.type)
    const { lines } = shown.value.document!
    assert.deepEqual([lines[0]!.amount, lines[1]!.amount], [-2057n, 2057n])
    assert.equal(lines[2]!.amount, (lines[2]!.grossAmount + 1n) / 2n)
    // Nothing off the next year: the coupon was for the first invoice.
    assert.equal(shown.value.renewal.discountTotal, 0n)
    await change(running, wish)
    await assertSound(assert, running)
  })

  test('half off three months: an upgrade in the third is at half the price, the fourth is paid in full', async ({
    assert,
  }) => {
    const running = await start([{ code: 'HALF', benefit: percent('50'), periods: 3 }])
    for (const day of ['2026-04-08', '2026-05-08']) await renew(running, day)
    // The third is invoiced ahead: it has used up the last of the coupon, and has it all the same.
    assert.deepEqual(await linesOf(running, { planId: running.plan('vps-l') }), [-91n, -425n, 171n, 800n])
    await renew(running, '2026-06-08')
    // 7 of 31 days are left of the third; the fourth is charged anew without it.
    await freezeClock(running.tenant, '2026-06-08T00:00:00+02:00')
    const wish = { planId: running.plan('vps-l') }
    assert.deepEqual(await linesOf(running, wish), [-96n, -850n, 181n, 1600n])
    await change(running, wish)
    await assertSound(assert, running)
  })

  const promises: [name: string, Partial<Coupon>[]][] = [
    ['a percentage of the first invoice', [{ code: 'LESS', benefit: percent('15'), periods: 1 }]],
    ['an amount of the first invoice', [{ code: 'LESS', benefit: fixed('500'), periods: 1 }]],
    ['more than it costs', [{ code: 'LESS', benefit: fixed('5000'), periods: 1 }]],
    ['a free month', [{ code: 'LESS', benefit: { kind: 'free_months', months: 1 } }]],
    ['a percentage and an amount for ever', [{ code: 'LESS', benefit: percent('33') }, { code: 'MORE', benefit: fixed('199') }]],
  ] // prettier-ignore
  for (const [name, coupons] of promises) {
    test(`${name}: up and down again in one instant costs nothing, however often`, async ({ assert }) => {
      const running = await start(coupons)
      await freezeClock(running.tenant, '2026-03-23T17:11:03Z')
      let paid = 0n
      for (const ipv4 of [1, 0, 2, 0]) paid += await change(running, { options: { ipv4 } })
      assert.equal(paid, 0n)
      await assertSound(assert, running)
    })
  }

  test('loyalty is that of the period, not of the next one nor of today', async ({ assert }) => {
    const running = await start([])
    const { tenant } = running
    await write(tenant, () => saveLoyalty({ ...defaultLoyalty, tiers: [{ afterMonths: 2, percent: '10' }, { afterMonths: 3, percent: '20' }] })) // prettier-ignore
    for (const day of ['2026-04-08', '2026-05-08']) await renew(running, day)
    const wish = { planId: running.plan('vps-l') }
    // The second period has none and the third, two months after the first day, 10 %; the fourth would have 20 %.
    assert.deepEqual(await linesOf(running, wish), [-182n, -765n, 342n, 1440n])
    await write(tenant, () => saveLoyalty({ ...defaultLoyalty, isOn: false }))
    await freezeClock(tenant, '2026-05-15T00:00:00+02:00')
    assert.deepEqual(await linesOf(running, wish), [-765n, 1440n])
    await change(running, wish)
    await assertSound(assert, running)
  })
})
