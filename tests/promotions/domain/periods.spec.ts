import { test } from '@japa/runner'
import {
  type AgreedCoupon,
  discountsFromStart,
  discountsLater,
  discountsOfFirstInvoice,
  type SubscriptionDiscount,
} from '#app/promotions/domain/agreed_coupon'
import { variantFor } from '#app/promotions/domain/coupon'
import { applyDiscounts } from '#app/promotions/domain/discount'
import { defaultLoyalty, fullMonths, loyaltyReward, tenureStart } from '#app/promotions/domain/loyalty'
import { discountsOfInvoice, discountsOfPeriod } from '#app/promotions/domain/renewal_discounts'
import { coupon, fixed, percent, server } from '#tests/promotions/domain/coupons'

function agreed(change: Partial<AgreedCoupon> = {}): AgreedCoupon {
  return { couponId: 'c', code: 'TEN', name: 'Ten', benefit: percent('10'), variant: null, subject: 's', periods: 3, planIds: null, position: 100, isExclusive: false, items: [0], ...change } // prettier-ignore
}

function held(change: Partial<SubscriptionDiscount> = {}): SubscriptionDiscount {
  return { id: 'd', couponId: 'c', code: 'TEN', name: 'Ten', percent: '10', amount: null, unit: 'period', usesLeft: 2, planIds: null, position: 100, isExclusive: false, ...change } // prettier-ignore
}

function renewing(discounts: SubscriptionDiscount[], change: { planId?: string; count?: number } = {}) {
  return {
    id: 's1',
    planId: change.planId ?? 'vps-m',
    interval: { unit: 'month' as const, count: change.count ?? 1 },
    lines: [{ kind: 'plan', amount: 1000n }],
    discounts,
  }
}

test.group('What is left after the first invoice', () => {
  const rows: [string, Partial<AgreedCoupon>, unknown][] = [
    ['three periods: two are left', {}, ['10', null, 'period', 2, 1]],
    ['once: none is left', { periods: 1 }, ['10', null, 'period', 0, 1]],
    ['for ever', { periods: null }, ['10', null, 'period', null, 1]],
    ['a fixed sum', { benefit: fixed('500') }, [null, 500n, 'period', 2, 1]],
    ['two free months of a month', { benefit: { kind: 'free_months', months: 2 } }, ['100', null, 'month', 1, 1]],
  ] // prettier-ignore
  for (const [name, change, expected] of rows) {
    test(name, ({ assert }) => {
      const [later] = discountsLater([agreed(change)], [server()], 'EUR')
      assert.deepEqual([later!.percent, later!.amount, later!.unit, later!.usesLeft, later!.used], expected)
    })
  }

  test('free set-up leaves nothing for later', ({ assert }) => {
    assert.deepEqual(discountsLater([agreed({ benefit: { kind: 'free_setup' } })], [server()], 'EUR'), [])
  })

  test('a fixed sum stays one sum over several servers, set-up not counted', ({ assert }) => {
    const cheap = server({
      lines: [
        { kind: 'plan', amount: 500n },
        { kind: 'setup', amount: 9000n },
      ],
    })
    const later = discountsLater([agreed({ benefit: fixed('100'), items: [0, 1] })], [server(), cheap], 'EUR')
    assert.deepEqual(later.map(({ amount }) => amount), [67n, 33n]) // prettier-ignore
  })

  test('what of a fixed sum falls on hours is taken off their first month, and not off a set-up fee as well', ({
    assert,
  }) => {
    const byHour = server({ interval: { unit: 'hour', count: 1 } })
    const both = agreed({ benefit: fixed('500'), items: [0, 1] })
    const [now] = discountsOfFirstInvoice([both], [server(), byHour], 'EUR')
    const later = discountsFromStart([both], [server(), byHour], 'EUR')
    assert.deepEqual([now!.amount, now!.scope, later[1]!.amount], [250n, ['0'], 250n])
    const [alone] = discountsOfFirstInvoice([agreed({ benefit: fixed('500') })], [byHour], 'EUR')
    assert.deepEqual([alone!.amount, alone!.scope], [0n, []])
    const [percentage] = discountsOfFirstInvoice([agreed()], [byHour], 'EUR')
    assert.deepEqual([percentage!.percent, percentage!.scope], ['10', ['0']])
  })

  test('six free months of a year are used at once', ({ assert }) => {
    const item = server({ interval: { unit: 'year', count: 1 } })
    const [later] = discountsLater([agreed({ benefit: { kind: 'free_months', months: 6 } })], [item], 'EUR')
    assert.deepEqual([later!.usesLeft, later!.used], [0, 6])
  })
})

test.group('discountsOfPeriod', () => {
  const tenth = { name: 'Loyal', percent: '10' }
  const rows: [string, SubscriptionDiscount[], typeof tenth | null, string[], number[]][] = [
    ['nothing', [], null, [], []],
    ['a coupon', [held()], null, ['TEN 10'], [1]],
    ['one that is used up', [held({ usesLeft: 0 })], null, [], []],
    ['for ever', [held({ usesLeft: null })], null, ['TEN 10'], [1]],
    ['percent before fixed', [held({ code: 'F', percent: null, amount: 200n }), held()], null, ['TEN 10', 'F 200'], [1, 1]],
    ['loyalty comes after coupons', [held()], tenth, ['TEN 10', 'loyalty 10'], [1]],
    ['loyalty alone', [], tenth, ['loyalty 10'], []],
    ['an exclusive coupon that is more beats loyalty', [held({ percent: '20', isExclusive: true })], tenth, ['TEN 20'], [1]],
    ['one that is less is kept for later', [held({ percent: '5', isExclusive: true })], tenth, ['loyalty 10'], []],
    ['equal: the coupon', [held({ isExclusive: true })], tenth, ['TEN 10'], [1]],
    ['for another plan', [held({ planIds: ['vps-l'] })], null, [], []],
  ] // prettier-ignore
  for (const [name, discounts, loyalty, expected, uses] of rows) {
    test(name, ({ assert }) => {
      const result = discountsOfPeriod(renewing(discounts), loyalty)
      assert.deepEqual(
        result.discounts.map((each) => `${each.code ?? each.kind} ${each.percent ?? each.amount}`),
        expected
      )
      assert.deepEqual(result.used.map((use) => use.uses), uses) // prettier-ignore
    })
  }

  test('free months: a quarter uses three, and the last one is a third of it', ({ assert }) => {
    const free = (usesLeft: number) => held({ percent: '100', unit: 'month', usesLeft })
    const whole = discountsOfPeriod(renewing([free(4)], { count: 3 }), null)
    assert.deepEqual([whole.discounts[0]!.percent, whole.used[0]!.uses], ['100', 3])
    const part = discountsOfPeriod(renewing([free(1)], { count: 3 }), null)
    assert.deepEqual([part.discounts[0]!.share, part.used[0]!.uses], ['1/3', 1])
  })

  test('on a shared invoice a coupon lowers only its own subscription', ({ assert }) => {
    const other = { ...renewing([]), id: 's2' }
    const { discounts } = discountsOfInvoice([renewing([held()]), other], null)
    const lines = ['s1', 's2'].map((scope) => ({ kind: 'plan', planId: null, amount: 1000n, isDiscountable: true, scope })) // prettier-ignore
    const taken = applyDiscounts(lines, discounts).map((shares) => shares.map(({ amount }) => amount))
    assert.deepEqual(taken, [[100n], []])
  })
})

test.group('Tenure and loyalty', () => {
  const tenures: [string, [string, string | null][], string, string | null][] = [
    ['nothing yet', [], '2026-03-01', null],
    ['one service', [['2025-01-15', null]], '2026-03-01', '2025-01-15'],
    ['two at once', [['2025-06-01', null], ['2025-01-15', '2025-09-01']], '2026-03-01', '2025-01-15'],
    ['a gap of 30 days goes on', [['2025-01-15', '2025-05-01'], ['2025-05-31', null]], '2026-03-01', '2025-01-15'],
    ['a gap of 31 days begins anew', [['2025-01-15', '2025-05-01'], ['2025-06-01', null]], '2026-03-01', '2025-06-01'],
    ['a long one covers short ones', [['2025-01-15', '2025-12-01'], ['2025-02-01', '2025-03-01'], ['2025-12-15', null]], '2026-03-01', '2025-01-15'],
    ['gone', [['2025-01-15', '2025-05-01']], '2026-03-01', null],
    ['one that begins later does not count yet', [['2026-04-01', null]], '2026-03-01', null],
  ] // prettier-ignore
  for (const [name, days, on, expected] of tenures) {
    test(name, ({ assert }) => {
      const services = days.map(([startedOn, endedOn]) => ({ startedOn, endedOn }))
      assert.equal(tenureStart(services, { on, gapDays: 30 }), expected)
    })
  }

  const months: [string, string, number][] = [
    ['2026-01-15', '2026-07-15', 6],
    ['2026-01-15', '2026-07-14', 5],
    ['2026-01-31', '2026-02-28', 1],
    ['2026-01-31', '2026-02-27', 0],
    ['2024-02-29', '2025-02-28', 12],
    ['2025-12-01', '2026-01-01', 1],
    ['2026-01-15', '2026-01-15', 0],
  ]
  for (const [from, to, expected] of months) {
    test(`from ${from} to ${to} are ${expected} months`, ({ assert }) => {
      assert.equal(fullMonths(from, to), expected)
    })
  }

  const rewards: [string, string | null][] = [
    ['2026-06-30', null],
    ['2026-07-01', '5'],
    ['2026-12-31', '5'],
    ['2027-01-01', '10'],
    ['2028-01-01', '15'],
    ['2029-01-01', '20'],
    ['2040-01-01', '20'],
  ]
  for (const [on, expected] of rewards) {
    test(`with us since 1 January 2026, on ${on}: ${expected ?? 'nothing'}`, ({ assert }) => {
      assert.equal(loyaltyReward(defaultLoyalty, { since: '2026-01-01', on })?.percent ?? null, expected)
    })
  }

  test('switched off', ({ assert }) => {
    assert.isNull(
      loyaltyReward({ ...defaultLoyalty, isOn: false }, { since: '2020-01-01', on: '2026-01-01' })
    )
  })
})

test.group('Sides of an experiment', () => {
  const variants = [
    { key: 'a', weight: 1, benefit: percent('10') },
    { key: 'b', weight: 3, benefit: percent('20') },
  ]
  test('the same person is always on the same side, and sides come by their weight', ({ assert }) => {
    const subjects = Array.from({ length: 2000 }, (_, index) => `visitor-${index}`)
    const sides = subjects.map((subject) => variantFor({ id: 'c1', variants }, subject)!.key)
    assert.deepEqual(subjects.map((subject) => variantFor({ id: 'c1', variants }, subject)!.key), sides) // prettier-ignore
    const share = sides.filter((side) => side === 'a').length
    assert.isTrue(share > 420 && share < 580, `${share} of 2000 on the side with a quarter`)
  })

  test('another coupon divides the same people anew', ({ assert }) => {
    const sides = (id: string) => Array.from({ length: 200 }, (_, index) => variantFor({ id, variants }, `v${index}`)!.key).join('') // prettier-ignore
    assert.notEqual(sides('c1'), sides('c2'))
  })

  test('who was shown a side stays on it, as long as there is one', ({ assert }) => {
    const weighedAnew = [
      { ...variants[0]!, weight: 0 },
      { ...variants[1]!, weight: 1 },
    ]
    const keyOf = (shown: string) => variantFor({ id: 'c1', variants: weighedAnew }, 'v', shown)!.key
    assert.deepEqual([keyOf('a'), keyOf('gone')], ['a', 'b'])
  })

  test('no experiment, no side', ({ assert }) => assert.isNull(variantFor(coupon(), 'v')))
})
