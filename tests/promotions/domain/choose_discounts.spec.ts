import { test } from '@japa/runner'
import fc from 'fast-check'
import { chooseDiscounts, type CouponSituation } from '#app/promotions/domain/choose_discounts'
import type { Coupon } from '#app/promotions/domain/coupon'
import { applyDiscounts } from '#app/promotions/domain/discount'
import { coupon, fixed, percent, server } from '#tests/promotions/domain/coupons'

const situation: CouponSituation = {
  now: new Date('2026-03-01T12:00:00Z'),
  currency: 'EUR',
  country: 'DE',
  isNewCustomer: true,
  items: [server()],
}

function choose(coupons: (Coupon | null)[], change: Partial<CouponSituation> = {}, usesByCustomer = 0) {
  const entered = coupons.map((each, index) => ({
    code: each?.code ?? `UNKNOWN${index}`,
    subject: 's',
    coupon: each,
    usesByCustomer,
  }))
  return chooseDiscounts(entered, { ...situation, ...change })
}

const at = (text: string) => new Date(text)
const year = { unit: 'year' as const, count: 1 }
const week = { unit: 'week' as const, count: 1 }

test.group('chooseDiscounts', () => {
  const refusals: [string, Coupon | null, Partial<CouponSituation>, number, string][] = [
    ['unknown', null, {}, 0, 'not_valid'],
    ['a draft', coupon({ status: 'draft' }), {}, 0, 'not_valid'],
    ['archived', coupon({ status: 'archived' }), {}, 0, 'not_valid'],
    ['not yet', coupon({ startsAt: at('2026-03-01T12:00:01Z') }), {}, 0, 'not_valid'],
    ['from its first instant', coupon({ startsAt: at('2026-03-01T12:00:00Z') }), {}, 0, 'used'],
    ['over', coupon({ endsAt: at('2026-03-01T12:00:00Z') }), {}, 0, 'not_valid'],
    ['in its last second', coupon({ endsAt: at('2026-03-01T12:00:01Z') }), {}, 0, 'used'],
    ['used up', coupon({ limitTotal: 5, redeemedCount: 5 }), {}, 0, 'not_valid'],
    ['one left', coupon({ limitTotal: 5, redeemedCount: 4 }), {}, 0, 'used'],
    ['used by this customer', coupon({ limitPerCustomer: 1 }), {}, 1, 'used_by_you'],
    ['once more', coupon({ limitPerCustomer: 2 }), {}, 1, 'used'],
    ['for new customers', coupon({ isForNewCustomers: true }), { isNewCustomer: false }, 0, 'new_customers_only'],
    ['a new customer', coupon({ isForNewCustomers: true }), {}, 0, 'used'],
    ['for others’ countries', coupon({ countries: ['FR'] }), {}, 0, 'country_not_included'],
    ['for a country not known yet', coupon({ countries: ['DE'] }), { country: null }, 0, 'country_unknown'],
    ['for this country', coupon({ countries: ['FR', 'DE'] }), {}, 0, 'used'],
    ['a fixed sum in another currency', coupon({ benefit: fixed('500') }), { currency: 'USD' }, 0, 'currency_not_included'],
    ['for other plans', coupon({ planIds: ['vps-l'] }), {}, 0, 'plan_not_included'],
    ['for other intervals', coupon({ intervals: ['year:1'] }), {}, 0, 'interval_not_included'],
    ['for this interval', coupon({ intervals: ['month:1'] }), {}, 0, 'used'],
    ['free months of weeks', coupon({ benefit: { kind: 'free_months', months: 1 } }), { items: [server({ interval: week })] }, 0, 'interval_not_included'],
    ['below its minimum', coupon({ minimumAmounts: { EUR: '1501' } }), {}, 0, 'minimum_not_reached'],
    ['at its minimum', coupon({ minimumAmounts: { EUR: '1500' } }), {}, 0, 'used'],
    ['a minimum in another currency', coupon({ minimumAmounts: { USD: '1' } }), {}, 0, 'currency_not_included'],
    ['free set-up without set-up', coupon({ benefit: { kind: 'free_setup' } }), { items: [server({ lines: [{ kind: 'plan', amount: 1000n }] })] }, 0, 'nothing_to_lower'],
  ] // prettier-ignore
  for (const [name, each, change, uses, expected] of refusals) {
    test(`${name}: ${expected}`, ({ assert }) => {
      const { refused, agreed } = choose([each], change, uses)
      assert.equal(refused[0]?.reason ?? 'used', expected)
      assert.lengthOf(agreed, expected === 'used' ? 1 : 0)
    })
  }

  const ten = coupon()
  const five = coupon({ code: 'FIVE', benefit: fixed('500') })
  const half = coupon({ code: 'HALF', benefit: percent('50'), isExclusive: true })
  const small = coupon({ code: 'SMALL', benefit: percent('5'), isExclusive: true })
  const first = coupon({ code: 'FIRST', benefit: percent('20'), position: 1 })
  const setup = coupon({ code: 'SETUP', benefit: { kind: 'free_setup' } })
  const combinations: [string, Coupon[], string[], bigint, string[]][] = [
    ['percent before fixed, whatever was entered first', [five, ten], ['TEN', 'FIVE'], 650n, []],
    ['staff’s order among percentages', [ten, first], ['FIRST', 'TEN'], 420n, []],
    ['the code decides between equals', [ten, setup], ['SETUP', 'TEN'], 600n, []],
    ['an exclusive one that is more goes alone', [ten, half], ['HALF'], 750n, ['TEN']],
    ['an exclusive one that is less is left', [ten, small], ['TEN'], 150n, ['SMALL']],
    ['together they beat it', [ten, five, coupon({ ...half, benefit: percent('40') })], ['TEN', 'FIVE'], 650n, ['HALF']],
    ['the better of two exclusive ones', [small, half], ['HALF'], 750n, ['SMALL']],
    ['the same twice is once', [ten, ten], ['TEN'], 150n, []],
    ['more than it costs', [coupon({ code: 'ALL', benefit: fixed('9999') }), ten], ['TEN', 'ALL'], 1500n, []],
    ['none', [], [], 0n, []],
  ] // prettier-ignore
  for (const [name, coupons, used, taken, refused] of combinations) {
    test(name, ({ assert }) => {
      const result = choose(coupons)
      assert.deepEqual(result.discounts.map(({ code }) => code), used) // prettier-ignore
      assert.equal(takenBy(result.discounts), taken)
      assert.deepEqual(result.refused, refused.map((code) => ({ code, reason: 'not_combinable' }))) // prettier-ignore
    })
  }

  test('equal today, the one that goes on wins', ({ assert }) => {
    const once = coupon({ code: 'ONCE', periods: 1, isExclusive: true })
    const { agreed } = choose([once, coupon({ code: 'EVER', isExclusive: true })])
    assert.deepEqual(agreed.map(({ code }) => code), ['EVER']) // prettier-ignore
  })

  test('only the items of its plans are lowered', ({ assert }) => {
    const items = [server({ planId: 'vps-l' }), server(), server({ planId: 'vps-l', interval: year })]
    const { discounts } = choose([coupon({ planIds: ['vps-l'], intervals: ['month:1'] })], { items })
    assert.deepEqual(discounts.map(({ scope }) => scope), [['0']]) // prettier-ignore
  })

  test('free months are an exact part of a longer period', ({ assert }) => {
    const free = coupon({ benefit: { kind: 'free_months', months: 1 } })
    const items = [server(), server({ interval: year, lines: [{ kind: 'plan', amount: 10_000n }] })]
    const { discounts } = choose([free], { items })
    assert.deepEqual(
      discounts.map(({ percent: part, share }) => part ?? share),
      ['100', '1/12']
    )
    assert.equal(takenBy(discounts, items), 1000n + 833n)
  })

  test('the order in which codes are entered does not matter', ({ assert }) => {
    const all = [ten, five, half, small, first, setup]
    fc.assert(
      fc.property(fc.shuffledSubarray(all), fc.integer({ min: 0, max: 10 }), (chosen, turn) => {
        const other = [...chosen.slice(turn % (chosen.length || 1)), ...chosen.slice(0, turn % (chosen.length || 1))] // prettier-ignore
        assert.deepEqual(choose(chosen).discounts, choose(other).discounts)
      })
    )
  })

  test('one more code never makes it dearer', ({ assert }) => {
    const all = [ten, five, half, small, first, setup]
    fc.assert(
      fc.property(fc.subarray(all), fc.constantFrom(...all), (chosen, more) => {
        assert.isTrue(takenBy(choose([...chosen, more]).discounts) >= takenBy(choose(chosen).discounts))
      })
    )
  })
})

function takenBy(discounts: Parameters<typeof applyDiscounts>[1], items = situation.items): bigint {
  const lines = items.flatMap(({ planId, lines: parts }, index) =>
    parts.map((line) => ({ ...line, planId, isDiscountable: true, scope: String(index) }))
  )
  return applyDiscounts(lines, discounts)
    .flat()
    .reduce((sum, { amount }) => sum + amount, 0n)
}
