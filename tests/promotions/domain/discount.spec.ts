import { test } from '@japa/runner'
import fc from 'fast-check'
import { applyDiscounts, type Discount } from '#app/promotions/domain/discount'

function discount(change: Partial<Discount>): Discount {
  return { kind: 'coupon', id: null, code: 'X', name: 'X', percent: null, amount: null, lineKinds: null, planIds: null, ...change } // prettier-ignore
}
const percent = (value: string, change: Partial<Discount> = {}) => discount({ percent: value, ...change })
const fixed = (value: bigint, change: Partial<Discount> = {}) => discount({ amount: value, ...change })
const lines = (amounts: bigint[], kind = 'plan') =>
  amounts.map((amount) => ({ kind, planId: 'p1', amount, isDiscountable: true }))

function taken(amounts: bigint[], discounts: Discount[]): bigint[] {
  return applyDiscounts(lines(amounts), discounts).map((shares) =>
    shares.reduce((all, share) => all + share.amount, 0n)
  )
}

test.group('applyDiscounts', () => {
  // D1 to D9 are published by others: see docs/golden_cases.md.
  const rows: [string, bigint[], Discount[], bigint[]][] = [
    ['D1: a fixed amount over equal lines', [1000n, 1000n], [fixed(1500n)], [750n, 750n]],
    ['D3: never below zero', [1000n, 1000n], [fixed(2500n)], [1000n, 1000n]],
    ['D5: largest remainder', [100n, 200n], [fixed(100n)], [33n, 67n]],
    ['D7: a percentage', [1000n, 2000n], [percent('10')], [100n, 200n]],
    ['D9: more than there is', [10_000n], [fixed(11_000n)], [10_000n]],
    ['a percentage is rounded once, not by line', [5n, 5n], [percent('10')], [1n, 0n]],
    ['half a unit goes away from zero', [5n], [percent('50')], [3n]],
    ['one after the other', [10_000n], [percent('10'), fixed(500n)], [1500n]],
    ['the other way round is another price', [10_000n], [fixed(500n), percent('10')], [1450n]],
    ['what is left of nothing', [100n], [percent('100'), fixed(50n)], [100n]],
    ['lines given back stay', [1000n, -500n], [percent('10')], [100n, 0n]],
    ['a free line', [0n], [fixed(50n)], [0n]],
    ['only a kind of line', [1000n], [percent('100', { lineKinds: ['setup'] })], [0n]],
    ['only some plans', [1000n], [percent('10', { planIds: ['p2'] })], [0n]],
    ['the plan meant', [1000n], [percent('10', { planIds: ['p1'] })], [100n]],
    ['none', [1000n], [], [0n]],
  ]
  for (const [name, amounts, discounts, expected] of rows) {
    test(name, ({ assert }) => assert.deepEqual(taken(amounts, discounts), expected))
  }

  test('a line that may not be lowered is not', ({ assert }) => {
    const shares = applyDiscounts(
      [{ kind: 'fee', planId: null, amount: 500n, isDiscountable: false }],
      [percent('50')]
    )
    assert.deepEqual(shares, [[]])
  })

  const anyDiscount = fc.oneof(
    fc.integer({ min: 0, max: 10_000 }).map((value) => percent((value / 100).toFixed(2))),
    fc.bigInt(0n, 20_000n).map((value) => fixed(value))
  )
  test('no line falls below zero, and shares add up to what was taken', ({ assert }) => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt(-5000n, 10_000n), { minLength: 1, maxLength: 8 }),
        fc.array(anyDiscount, { maxLength: 5 }),
        (amounts, discounts) => {
          const shares = taken(amounts, discounts)
          shares.forEach((share, index) => {
            assert.isTrue(share >= 0n)
            assert.isTrue(share === 0n || share <= amounts[index]!)
          })
          const whole = amounts.reduce((all, amount) => all + (amount > 0n ? amount : 0n), 0n)
          const sum = shares.reduce((all, share) => all + share, 0n)
          if (discounts.length === 1 && discounts[0]!.amount !== null) {
            const wanted = discounts[0]!.amount
            assert.equal(sum, wanted < whole ? wanted : whole)
          }
        }
      )
    )
  })
})
