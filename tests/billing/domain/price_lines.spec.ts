import { test } from '@japa/runner'
import fc from 'fast-check'
import type { PriceItem, TaxRounding } from '#app/billing/domain/price_item'
import { priceLines } from '#app/billing/domain/price_lines'
import { flatTax, type TaxDecision } from '#app/billing/domain/tax'

function item(unitAmount: bigint, quantity = 1, kind: PriceItem['kind'] = 'plan'): PriceItem {
  return { kind, description: 'VPS 4 GB', quantity, unitAmount, priceId: null, interval: null, period: null }
}

function taxed(percent: string): TaxDecision {
  return flatTax({ country: 'DE', name: 'USt', percent, reason: 'rate' })
}

function price(items: PriceItem[], percent: string, taxRounding: TaxRounding = 'line') {
  return priceLines(items, { currency: 'EUR', tax: taxed(percent), taxRounding })
}

test.group('priceLines: amounts and tax', () => {
  const rows: [string, [bigint, number][], string, TaxRounding, bigint[], bigint][] = [
    ['a plan at 19 %', [[1401n, 1]], '19', 'line', [266n], 1667n],
    ['half a unit goes away from zero', [[50n, 1]], '19', 'line', [10n], 60n],
    ['half a unit of a negative line too', [[-50n, 1]], '19', 'line', [-10n], -60n],
    ['no tax', [[1401n, 2]], '0', 'line', [0n], 2802n],
    ['a free line', [[0n, 1]], '19', 'line', [0n], 0n],
    ['each line rounded', [[13n, 1], [13n, 1], [13n, 1]], '19', 'line', [2n, 2n, 2n], 45n],
    ['the rate group rounded', [[13n, 1], [13n, 1], [13n, 1]], '19', 'rate_group', [3n, 2n, 2n], 46n],
    ['the largest remainder first', [[10n, 1], [29n, 1]], '10', 'rate_group', [1n, 3n], 43n],
    ['a fraction of a percent', [[10_000n, 1]], '8.125', 'line', [813n], 10_813n],
    ['quantity before rounding', [[333n, 3]], '19', 'line', [190n], 1189n],
    ['beyond what a float holds', [[9_007_199_254_740_993n, 3]], '0', 'line', [0n], 27_021_597_764_222_979n],
  ] // prettier-ignore
  for (const [name, parts, percent, rounding, taxes, total] of rows) {
    test(name, ({ assert }) => {
      const priced = price(parts.map(([amount, quantity]) => item(amount, quantity)), percent, rounding) // prettier-ignore
      assert.deepEqual(priced.lines.map((line) => line.taxAmount), taxes) // prettier-ignore
      assert.equal(priced.total, total)
    })
  }

  test('an explanation says where each figure comes from', ({ assert }) => {
    const line = price([item(1401n)], '19').lines[0]!
    assert.deepEqual(line.explanation.tax, {
      country: 'DE',
      name: 'USt',
      percent: '19',
      reason: 'rate',
      rounding: 'line',
      exact: '26619/100',
      amount: '266',
      category: 'S',
    })
  })

  test('a quantity that is not a whole number from 1 is refused', ({ assert }) => {
    for (const quantity of [0, -1, 1.5, Number.NaN, 2 ** 60]) {
      assert.throws(() => price([item(100n, quantity)], '19'), /quantity/)
    }
  })

  test('fields of its own stay on a line', ({ assert }) => {
    const priced = priceLines([{ ...item(100n), subscriptionId: 'a' }], {
      currency: 'EUR',
      tax: taxed('0'),
      taxRounding: 'line',
    })
    assert.equal(priced.lines[0]!.subscriptionId, 'a')
  })
})

test.group('priceLines: always true', () => {
  const items = fc.array(
    fc.record({ amount: fc.bigInt(-1_000_000n, 1_000_000n), quantity: fc.integer({ min: 1, max: 50 }) }),
    { maxLength: 12 }
  )
  const percent = fc.integer({ min: 0, max: 999_999 }).map((value) => (value / 10_000).toFixed(4))
  const rounding = fc.constantFrom<TaxRounding>('line', 'rate_group')

  test('lines and groups add up to the totals', ({ assert }) => {
    fc.assert(
      fc.property(items, percent, rounding, (parts, rate, level) => {
        const priced = price(
          parts.map((part) => item(part.amount, part.quantity)),
          rate,
          level
        )
        const net = priced.lines.reduce((all, line) => all + line.amount, 0n)
        const tax = priced.lines.reduce((all, line) => all + line.taxAmount, 0n)
        assert.equal(priced.subtotal, net)
        assert.equal(priced.taxTotal, tax)
        assert.equal(priced.total, net + tax)
        assert.equal(
          priced.taxGroups.reduce((all, group) => all + group.taxAmount, 0n),
          tax
        )
      })
    )
  })

  test('no line is further than one unit from its exact tax, and a group no further than half a unit', ({
    assert,
  }) => {
    fc.assert(
      fc.property(items, percent, (parts, rate) => {
        const scaled = BigInt(rate.replace('.', ''))
        const priced = price(
          parts.map((part) => item(part.amount, part.quantity)),
          rate,
          'rate_group'
        )
        for (const line of priced.lines) {
          const distance = line.taxAmount * 1_000_000n - line.amount * scaled
          assert.isTrue(distance < 1_000_000n && distance > -1_000_000n)
        }
        const whole = priced.taxTotal * 1_000_000n - priced.subtotal * scaled
        assert.isTrue(whole <= 500_000n && whole >= -500_000n)
      })
    )
  })
})
