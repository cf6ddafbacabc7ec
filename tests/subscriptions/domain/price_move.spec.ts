import { test } from '@japa/runner'
import { Fraction } from '#app/shared/money/fraction'
import { hourlyTiers } from '#app/catalogue/index'
import { agreedItemOn, type ItemMove, standingItemOn } from '#app/subscriptions/domain/price_move'
import {
  addToSummary,
  earliestStart,
  emptySummary,
  type MoveCandidate,
  planMove,
} from '#app/subscriptions/domain/price_move_plan'

const move: ItemMove = {
  entryId: 'e', subscriptionId: 's', oldPriceId: 'old', newPriceId: 'new', unitAmount: 1600n, tiers: null, versionFrom: '2026-03-01',
  startsOn: '2026-04-01', noticeDays: 30, needsNotice: true, toldOn: '2026-03-01', chargedFrom: null,
} // prettier-ignore
const agreed = { priceId: 'old', unitAmount: 1401n, quantity: 1, tiers: null, description: 'VPS M' }

test.group('The agreed price of an item for a period', () => {
  for (const { title, change, startsOn, amount } of [
    { title: 'before the first day: as agreed', change: {}, startsOn: '2026-03-31', amount: 1401n },
    { title: 'told in time: the new one', change: {}, startsOn: '2026-04-01', amount: 1600n },
    {
      title: 'told a day late: as agreed',
      change: { toldOn: '2026-03-03' },
      startsOn: '2026-04-01',
      amount: 1401n,
    },
    {
      title: 'told a day late: the new one with the next period',
      change: { toldOn: '2026-03-03' },
      startsOn: '2026-05-01',
      amount: 1600n,
    },
    {
      title: 'never told: as agreed for ever',
      change: { toldOn: null },
      startsOn: '2027-04-01',
      amount: 1401n,
    },
    {
      title: 'lower and never told: the new one',
      change: { toldOn: null, needsNotice: false },
      startsOn: '2026-04-01',
      amount: 1600n,
    },
    {
      title: 'charged before: the new one from there on',
      change: { chargedFrom: '2026-04-01', toldOn: '2026-03-02' },
      startsOn: '2026-04-01',
      amount: 1600n,
    },
    {
      title: 'charged from a later day: as agreed before it',
      change: { chargedFrom: '2026-05-01' },
      startsOn: '2026-04-01',
      amount: 1401n,
    },
    {
      title: 'a move of another price: as agreed',
      change: { oldPriceId: 'other' },
      startsOn: '2026-04-01',
      amount: 1401n,
    },
  ]) {
    test(title, ({ assert }) => {
      const now = agreedItemOn(agreed, [{ ...move, ...change }], startsOn)
      assert.equal(now.unitAmount, amount)
      assert.equal(now.priceId, amount === 1600n ? 'new' : 'old')
      const replaced = { amount: 1401n, versionFrom: '2026-03-01', startsOn }
      assert.deepEqual(now.replaced, amount === 1600n ? replaced : undefined)
      const standing = { kind: 'plan' as const, priceId: 'old', description: 'VPS M', quantity: 1, unitAmount: '1401' }
      assert.equal(standingItemOn(standing, [{ ...move, ...change }], startsOn).unitAmount, amount.toString())
    }) // prettier-ignore
  }

  test('tiers of the new version are charged for the quantity that is agreed to', ({ assert }) => {
    const tiers = {
      model: 'graduated' as const, packageSize: '1', freeUnits: '0', minimumAmount: '0',
      tiers: [{ upTo: '2', unitAmount: '200', flatAmount: '0' }, { upTo: null, unitAmount: '150', flatAmount: '0' }],
    } // prettier-ignore
    const now = agreedItemOn({ ...agreed, quantity: 5 }, [{ ...move, unitAmount: 200n, tiers }], '2026-04-01')
    assert.deepEqual(now.tiers, tiers)
    assert.equal(now.replaced!.amount, 7005n)
  })
})

const candidate: MoveCandidate = {
  subscriptionId: 's', customerId: 'c', interval: { unit: 'month', count: 1 }, anchorDay: 31, renewsOn: '2026-02-28', recurringAmount: 1551n, hourAmount: null,
  items: [{ oldPriceId: 'old', newPriceId: 'new', quantity: 1, unitAmount: 1401n, tiers: null, newUnitAmount: 1600n, newTiers: null, versionFrom: '2026-03-01' }],
} // prettier-ignore
const terms = { today: '2026-02-10', startsOn: '2026-03-12', tellsAll: false }

test.group('What moving a price means', () => {
  test('old and new price of everything that recurs, and the first period that starts late enough', ({
    assert,
  }) => {
    const planned = planMove(candidate, terms)
    assert.deepInclude(planned, { oldAmount: 1551n, newAmount: 1750n, firstOn: '2026-03-31', isTold: true })
  })

  test('who pays less is told only when staff want it; who pays the same never', ({ assert }) => {
    const paying = (newUnitAmount: bigint) => ({
      ...candidate,
      items: [{ ...candidate.items[0]!, newUnitAmount }],
    })
    assert.isFalse(planMove(paying(1000n), terms).isTold)
    assert.isTrue(planMove(paying(1000n), { ...terms, tellsAll: true }).isTold)
    assert.isFalse(planMove(paying(1401n), { ...terms, tellsAll: true }).isTold)
    const moves = [1000n, 1401n, 1600n].map((amount) => planMove(paying(amount), terms))
    assert.deepInclude(addToSummary(emptySummary, moves), {
      count: 3, oldAmount: 4653n, newAmount: 4451n, higherCount: 1, lowerCount: 1, toldCount: 1,
    }) // prettier-ignore
  })

  const byHour = (hour: string, most: bigint) => ({ unitAmount: most, tiers: hourlyTiers(hour, most) })
  const hourly = (pairs: { old: [string, bigint]; next: [string, bigint]; quantity?: number }[]): MoveCandidate => ({
    ...candidate,
    recurringAmount: pairs.reduce((sum, { old, quantity = 1 }) => sum + old[1] * BigInt(quantity), 0n),
    hourAmount: pairs.reduce((sum, { old, quantity = 1 }) => sum + Number(old[0]) * quantity, 0).toString(),
    items: pairs.map(({ old, next, quantity = 1 }, index) => {
      const { unitAmount: newUnitAmount, tiers: newTiers } = byHour(...next)
      return { ...candidate.items[0]!, ...byHour(...old), oldPriceId: `old ${index}`, quantity, newUnitAmount, newTiers }
    }),
  }) // prettier-ignore

  for (const { title, pairs, costs, hours } of [
    {
      title: 'a dearer hour, the month as it was',
      pairs: [{ old: ['0.83', 450n], next: ['2', 450n] }],
      costs: 'more',
      hours: ['0.83', '2'],
    },
    {
      title: 'a dearer hour, the month for less',
      pairs: [{ old: ['0.83', 450n], next: ['2', 300n] }],
      costs: 'more',
      hours: ['0.83', '2'],
    },
    {
      title: 'the hour for less, a dearer month',
      pairs: [{ old: ['0.83', 450n], next: ['0.8', 500n] }],
      costs: 'more',
      hours: ['0.83', '0.8'],
    },
    {
      title: 'the hour for less, the month as it was',
      pairs: [{ old: ['0.83', 450n], next: ['0.5', 450n], quantity: 3 }],
      costs: 'less',
      hours: ['2.49', '1.5'],
    },
    {
      title: 'nothing but another version',
      pairs: [{ old: ['0.83', 450n], next: ['0.83', 450n] }],
      costs: 'same',
      hours: ['0.83', '0.83'],
    },
    {
      // 100 hours: 100 + 100 before, 100 + 200 after.
      title: 'two prices that change places below the most of a month',
      pairs: [
        { old: ['2', 100n], next: ['1', 100n] },
        { old: ['1', 200n], next: ['2', 200n] },
      ],
      costs: 'more',
      hours: ['3', '3'],
    },
  ] as { title: string; pairs: Parameters<typeof hourly>[0]; costs: string; hours: string[] }[]) {
    test(`by the hour, ${title}: ${costs}`, ({ assert }) => {
      const planned = planMove(hourly(pairs), terms)
      assert.deepEqual([planned.costs, planned.oldHourAmount, planned.newHourAmount], [costs, ...hours])
      assert.equal(planned.isTold, costs === 'more')
      const summary = addToSummary(emptySummary, [planned, planMove(candidate, terms), planned])
      assert.equal(summary.oldHourAmount, Fraction.fromDecimal(hours[0]!).times(new Fraction(2n)).toDecimal())
    })
  }

  for (const { title, hasHigher, validFrom, expected } of [
    {
      title: 'higher: after the days of notice',
      hasHigher: true,
      validFrom: '2026-01-01',
      expected: '2026-03-12',
    },
    {
      title: 'higher, of a version far ahead: its first day',
      hasHigher: true,
      validFrom: '2026-06-01',
      expected: '2026-06-01',
    },
    { title: 'lower: at once', hasHigher: false, validFrom: '2026-01-01', expected: '2026-02-10' },
    {
      title: 'lower, of a version ahead: its first day',
      hasHigher: false,
      validFrom: '2026-02-20',
      expected: '2026-02-20',
    },
  ]) {
    test(`can start: ${title}`, ({ assert }) => {
      const targets = [{ priceId: 'new', currency: 'EUR', validFrom, place: 'vps-m' }]
      assert.equal(earliestStart({ targets, today: '2026-02-10', noticeDays: 30, hasHigher }), expected)
    }) // prettier-ignore
  }
})
