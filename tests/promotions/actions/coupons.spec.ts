import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { saveLoyalty } from '#app/promotions/records/promotion_settings'
import { defaultLoyalty } from '#app/promotions/domain/loyalty'
import { VoidInvoice } from '#app/billing/index'
import type { InvoiceSnapshot } from '#app/billing/domain/snapshot'
import { checkLedger } from '#app/ledger/index'
import { EndOrder } from '#app/checkout/index'
import { ReturnCoupons } from '#app/promotions/index'
import { UpdateCoupon } from '#app/promotions/actions/update_coupon'
import { reportCoupon } from '#app/promotions/queries/report_coupon'
import { RaiseRenewalInvoices } from '#app/subscriptions/actions/raise_renewal_invoices'
import { releasePeriods } from '#app/subscriptions/records/invoiced_periods'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { invoicesOf, write } from '#tests/support/billing'
import { as, freezeClock } from '#tests/support/tenants'
import { addBuyer, addCoupon, buyWithCoupons, openCouponShop, place, quote, redeemedCount } from '#tests/promotions/actions/shop' // prettier-ignore
import { fixed, percent } from '#tests/promotions/domain/coupons'

async function renew(tenant: Tenant, day: string): Promise<void> {
  await freezeClock(tenant, `${day}T12:00:00Z`)
  await as(tenant, async () => (await app.container.make(RaiseRenewalInvoices)).execute())
}

async function totals(tenant: Tenant, customerId: string): Promise<bigint[]> {
  return (await invoicesOf(tenant, customerId)).map(({ total }) => total)
}

function usesLeft(tenant: Tenant) {
  return write(tenant, async () => {
    const rows = await db.selectFrom('subscription_discounts').select('uses_left').orderBy('id').execute()
    return rows.map((row) => row.uses_left)
  })
}

test.group('Coupons of an order', () => {
  test('what was quoted is invoiced, and the books agree', async ({ assert }) => {
    const { tenant, planId, customerId } = await openCouponShop()
    await addCoupon(tenant, { code: 'TEN', benefit: percent('10') })
    await addCoupon(tenant, { code: 'FIVE', benefit: fixed('500') })
    const { quoted, invoice } = await buyWithCoupons(tenant, { planId, customerId, codes: ['FIVE', 'TEN'], servers: 2 }) // prettier-ignore
    // 17.00 − 1.70 = 15.30, − 5.00 = 10.30; 19 % of each half: 0.98.
    assert.equal(quoted.total, 1030n + 196n)
    assert.equal(invoice.total, quoted.total)
    assert.equal(quoted.content.discountTotal, '670')
    const lines = await write(tenant, () =>
      db.selectFrom('invoice_lines').select(['discount_amount', 'amount']).orderBy('position').execute()
    )
    assert.deepEqual(lines.map((line) => line.discount_amount), [335n, 335n]) // prettier-ignore
    assert.deepEqual((await write(tenant, () => checkLedger())).differences, [])
  })

  test('the quote says what comes later, and the renewals are just that', async ({ assert }) => {
    const { tenant, planId, customerId } = await openCouponShop()
    await addCoupon(tenant, { code: 'HALF', benefit: percent('50'), periods: 3 })
    await addCoupon(tenant, { code: 'ONE', benefit: fixed('100'), periods: 2 })
    const { quoted } = await buyWithCoupons(tenant, { planId, customerId, codes: ['HALF', 'ONE'], servers: 2 }) // prettier-ignore
    const [charge] = quoted.content.recurring
    assert.deepEqual(charge!.reduced.map(({ periods }) => periods), [1, 1]) // prettier-ignore
    for (const day of ['2026-04-08', '2026-05-08', '2026-06-08']) await renew(tenant, day)
    const [first, ...later] = await totals(tenant, customerId)
    assert.equal(first, quoted.total)
    assert.deepEqual(later.map(String), [...charge!.reduced.map(({ total }) => total), charge!.total]) // prettier-ignore
    assert.deepEqual(await usesLeft(tenant), [0, 0, 0, 0])
  })

  test('of ten orders at once for the last two uses, two get them', async ({ assert }) => {
    const { tenant, planId } = await openCouponShop()
    const { id } = await addCoupon(tenant, { code: 'RARE', limitTotal: 2 })
    const buyers = await Promise.all(Array.from({ length: 10 }, () => addBuyer(tenant)))
    const quotes = await Promise.all(buyers.map((customerId) => quote(tenant, { planId, customerId, codes: ['RARE'] }))) // prettier-ignore
    const results = await Promise.all(
      quotes.map(({ id: quoteId }, index) => place(tenant, { quoteId, customerId: buyers[index]! }))
    )
    assert.lengthOf(results.filter(({ ok }) => ok), 2) // prettier-ignore
    for (const result of results) if (!result.ok) assert.equal(result.error.type, 'quote_outdated')
    assert.equal(await redeemedCount(tenant, id), 2)
  })

  test('one customer at once with two orders, one allowed', async ({ assert }) => {
    const { tenant, planId, customerId } = await openCouponShop()
    await addCoupon(tenant, { code: 'MINE', limitPerCustomer: 1 })
    const buying = { planId, customerId, codes: ['MINE'] }
    const quotes = [await quote(tenant, buying), await quote(tenant, buying)]
    const results = await Promise.all(quotes.map(({ id }) => place(tenant, { quoteId: id, customerId })))
    assert.lengthOf(results.filter(({ ok }) => ok), 1) // prettier-ignore
    const again = await quote(tenant, buying)
    assert.deepEqual(again.refusedCoupons, [{ code: 'MINE', reason: 'used_by_you' }])
  })

  test('the database itself refuses one use too many', async ({ assert }) => {
    const { tenant } = await openCouponShop()
    const { id } = await addCoupon(tenant, { code: 'RARE', limitTotal: 1, redeemedCount: 0 })
    const overdraw = write(tenant, () =>
      db.updateTable('coupons').set({ redeemed_count: 2 }).where('id', '=', id).execute()
    )
    await assert.rejects(() => overdraw, /coupons_check|violates check constraint/)
  })

  test('an order that comes to nothing gives its use back, once', async ({ assert }) => {
    const { tenant, planId, customerId } = await openCouponShop()
    const { id } = await addCoupon(tenant, { code: 'RARE', limitTotal: 1, limitPerCustomer: 1 })
    const { id: quoteId } = await quote(tenant, { planId, customerId, codes: ['RARE'] })
    const placed = await place(tenant, { quoteId, customerId })
    if (!placed.ok) throw new Error(placed.error.type)
    const orderId = placed.value.id
    const other = await addBuyer(tenant)
    const meanwhile = await quote(tenant, { planId, customerId: other, codes: ['RARE'] })
    assert.deepEqual(meanwhile.refusedCoupons, [{ code: 'RARE', reason: 'not_valid' }])
    await as(tenant, async () => {
      await (await app.container.make(EndOrder)).execute({ orderId, reason: 'cancelled_by_customer' })
      const giveBack = await app.container.make(ReturnCoupons)
      assert.equal(await giveBack.execute({ orderId }), 1)
      assert.equal(await giveBack.execute({ orderId }), 0)
    })
    assert.equal(await redeemedCount(tenant, id), 0)
    const again = await quote(tenant, { planId, customerId, codes: ['RARE'] })
    assert.deepEqual(again.refusedCoupons, [])
  })

  test('a coupon that changed since the quote is asked for again', async ({ assert }) => {
    const { tenant, planId, customerId } = await openCouponShop()
    const { id } = await addCoupon(tenant, { code: 'TEN' })
    const { id: quoteId } = await quote(tenant, { planId, customerId, codes: ['TEN'] })
    await write(tenant, () => db.updateTable('coupons').set({ status: 'archived' }).where('id', '=', id).execute()) // prettier-ignore
    assert.deepEqual(await place(tenant, { quoteId, customerId }), { ok: false, error: { type: 'quote_outdated' } } as never) // prettier-ignore
  })

  test('nobody sees or uses the coupons of another tenant', async ({ assert }) => {
    const [mine, theirs] = [await openCouponShop(), await openCouponShop()]
    await addCoupon(theirs.tenant, { code: 'TEN' })
    const made = await quote(mine.tenant, { ...mine, codes: ['TEN'] })
    assert.deepEqual(made.refusedCoupons, [{ code: 'TEN', reason: 'not_valid' }])
  })
})

test.group('Coupons and loyalty, month by month', () => {
  test('half off for three months, then the full price, then loyalty from the sixth month on', async ({
    assert,
  }) => {
    const { tenant, planId, customerId } = await openCouponShop('2026-01-15T09:00:00Z')
    await write(tenant, () => saveLoyalty(defaultLoyalty))
    await addCoupon(tenant, { code: 'HALF', benefit: percent('50'), periods: 3 })
    await buyWithCoupons(tenant, { planId, customerId, codes: ['HALF'] })
    for (const month of ['02', '03', '04', '05', '06', '07']) await renew(tenant, `2026-${month}-08`)
    // 8.50: half is 4.25 (5.06 with tax); whole 10.12; 5 % off (0.43) leaves 8.07, 9.60 with tax.
    assert.deepEqual(await totals(tenant, customerId), [506n, 506n, 506n, 1012n, 1012n, 1012n, 960n])
    const lines = await write(tenant, () =>
      db.selectFrom('invoices').select('snapshot').orderBy('number').execute()
    )
    const last = lines.at(-1)!.snapshot as unknown as InvoiceSnapshot
    assert.deepEqual(last.lines[0]!.explanation.discounts!.map(({ kind, percent: part }) => [kind, part]), [['loyalty', '5']]) // prettier-ignore
  })

  test('a voided renewal gives its month back, and the period invoiced anew takes it once', async ({
    assert,
  }) => {
    const { tenant, planId, customerId } = await openCouponShop()
    await addCoupon(tenant, { code: 'HALF', benefit: percent('50'), periods: 2 })
    await buyWithCoupons(tenant, { planId, customerId, codes: ['HALF'] })
    await renew(tenant, '2026-04-08')
    assert.deepEqual(await usesLeft(tenant), [0])
    const renewal = (await invoicesOf(tenant, customerId))[1]!
    await as(tenant, async () => (await app.container.make(VoidInvoice)).execute({ invoiceId: renewal.id, reason: 'x' })) // prettier-ignore
    assert.deepEqual(await usesLeft(tenant), [1])
    await write(tenant, async () => {
      await releasePeriods(renewal.id)
      await db.updateTable('subscriptions').set({ current_period_starts_on: '2026-03-15', renews_on: '2026-04-15', invoice_on: '2026-04-08' }).execute() // prettier-ignore
    })
    await renew(tenant, '2026-04-09')
    assert.deepEqual(await usesLeft(tenant), [0])
    assert.deepEqual(await totals(tenant, customerId), [506n, 506n, 506n])
  })

  test('an experiment: the same customer stays on one side, and it is noted once', async ({ assert }) => {
    const { tenant, planId, customerId } = await openCouponShop()
    const variants = [
      { key: 'a', weight: 1, benefit: percent('10') },
      { key: 'b', weight: 1, benefit: percent('30') },
    ]
    await addCoupon(tenant, { code: 'TEST', variants })
    const made = [
      await quote(tenant, { planId, customerId, codes: ['TEST'] }),
      await quote(tenant, { planId, customerId, codes: ['TEST'] }),
    ]
    const sides = made.map(({ content }) => content.coupons[0]!.variant)
    assert.equal(sides[0], sides[1])
    const shown = await write(tenant, () => db.selectFrom('coupon_exposures').select('variant').execute())
    assert.deepEqual(shown.map(({ variant }) => variant), [sides[0]]) // prettier-ignore
  })

  test('an experiment for some countries: whoever is elsewhere sees no side and is in no report; who moves keeps theirs', async ({
    assert,
  }) => {
    const { tenant, planId, customerId } = await openCouponShop()
    const variants = [
      { key: 'a', weight: 1, benefit: percent('10') },
      { key: 'b', weight: 1, benefit: percent('30') },
    ]
    const made = await addCoupon(tenant, { code: 'HERE', variants, countries: ['DE'] })
    const look = (country: string | null, subject = customerId) =>
      quote(tenant, { planId, customerId: subject, codes: ['HERE'], country })
    const sideIn = async (country: string | null, subject = customerId) => {
      const { content, refusedCoupons } = await look(country, subject)
      return content.coupons[0]?.variant ?? refusedCoupons[0]!.reason
    }
    assert.equal(await sideIn(null), 'country_unknown')
    assert.equal(await sideIn('AT'), 'country_not_included')
    const counted = async () =>
      (await as(tenant, () => reportCoupon(made))).reduce((all, { shown }) => all + (shown ?? 0n), 0n)
    assert.equal(await counted(), 0n)
    const side = await sideIn('DE')
    assert.include(['a', 'b'], side)
    assert.equal(await sideIn('AT'), 'country_not_included')
    assert.equal(await sideIn('DE'), side)
    assert.equal(await counted(), 1n)
    const others = await Promise.all(Array.from({ length: 3 }, () => addBuyer(tenant)))
    for (const other of others) await sideIn('FR', other)
    assert.equal(await counted(), 1n)
  })

  test('its report: who saw each side, who bought, who came to nothing, and what it brought', async ({
    assert,
  }) => {
    const { tenant, planId, customerId } = await openCouponShop()
    const variants = [{ key: 'only', weight: 1, benefit: percent('10') }]
    const { id, ...coupon } = await addCoupon(tenant, { code: 'TEST', variants })
    const { invoice } = await buyWithCoupons(tenant, { planId, customerId, codes: ['TEST'] })
    const [looks, leaves] = [await addBuyer(tenant), await addBuyer(tenant)]
    await quote(tenant, { planId, customerId: looks, codes: ['TEST'] })
    const left = await quote(tenant, { planId, customerId: leaves, codes: ['TEST'] })
    const placed = await place(tenant, { quoteId: left.id, customerId: leaves })
    if (!placed.ok) return assert.fail(placed.error.type)
    await as(tenant, async () =>
      (await app.container.make(ReturnCoupons)).execute({ orderId: placed.value.id })
    )
    // Who ordered twice is one, and who was shown a side stays on it when there are others: nobody has seen the second.
    const { invoice: again } = await buyWithCoupons(tenant, { planId, customerId, codes: ['TEST'] })
    const weighedAnew = [
      { key: 'new', weight: 99, benefit: percent('30') },
      { ...variants[0]!, weight: 1 },
    ]
    await as(tenant, async () =>
      (await app.container.make(UpdateCoupon)).execute(id, { variants: weighedAnew })
    )
    const stays = await quote(tenant, { planId, customerId: looks, codes: ['TEST'] })
    assert.equal(stays.content.coupons[0]!.variant, 'only')
    const none = { shown: 0n, buyers: 0n, payers: 0n, redeemed: 0n, orders: 0n, returned: 0n, revenue: [] }
    assert.deepEqual(await as(tenant, () => reportCoupon({ ...coupon, id, variants: weighedAnew })), [
      { variant: 'new', ...none },
      { variant: 'only', shown: 3n, buyers: 2n, payers: 1n, redeemed: 3n, orders: 2n, returned: 1n, revenue: [{ currency: 'EUR', amount: invoice.subtotal + again.subtotal }] },
    ]) // prettier-ignore
  })
})
