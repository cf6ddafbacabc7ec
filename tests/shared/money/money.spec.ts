import { test } from '@japa/runner'
import fc from 'fast-check'
import { Fraction } from '#app/shared/money/fraction'
import { allocate, formatMoney, money, shareOf, toDecimal } from '#app/shared/money/money'

test.group('Rounding', () => {
  for (const [amount, percent, expected] of [
    [1000n, '19', 190n],
    [1n, '50', 1n],
    [-1n, '50', -1n],
    [3n, '50', 2n],
    [1050n, '7.7', 81n],
    [999n, '8.1', 81n],
    [0n, '19', 0n],
    [99_999_999_999_999n, '19.6', 19_600_000_000_000n],
  ] as const) {
    test(`${percent} % of ${amount} is ${expected}`, ({ assert }) => {
      assert.equal(shareOf(amount, Fraction.fromPercent(percent)), expected)
    })
  }

  test('refuses what is no decimal', ({ assert }) => {
    for (const text of ['', '1e3', '0x10', '1,5', '--1', 'NaN', '1.']) {
      assert.throws(() => Fraction.fromDecimal(text), /Not a decimal number/)
    }
  })

  test('half goes away from zero, and rounding is symmetric', () => {
    fc.assert(
      fc.property(
        fc.bigInt(-(10n ** 18n), 10n ** 18n),
        fc.bigInt(1n, 10n ** 9n),
        (numerator, denominator) => {
          const up = new Fraction(numerator, denominator).roundHalfAwayFromZero()
          const down = new Fraction(-numerator, denominator).roundHalfAwayFromZero()
          const distance = 2n * (up * denominator - numerator)
          return up === -down && (distance < 0n ? -distance : distance) <= denominator
        }
      )
    )
  })
})

test.group('Allocation', () => {
  for (const [total, weights, expected] of [
    [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    [-100n, [1n, 1n, 1n], [-34n, -33n, -33n]],
    [5n, [3n, 7n], [2n, 3n]],
    [1n, [0n, 5n], [0n, 1n]],
    [0n, [1n, 2n], [0n, 0n]],
  ] as const) {
    test(`${total} over ${weights.join(':')} is ${expected.join(', ')}`, ({ assert }) => {
      assert.deepEqual(allocate(total, [...weights]), [...expected])
    })
  }

  test('refuses no weights, only zeros and negative ones', ({ assert }) => {
    for (const weights of [[], [0n], [2n, -1n]]) assert.throws(() => allocate(10n, weights))
  })

  test('parts add up to the whole, and none is more than one unit from its share', () => {
    fc.assert(
      fc.property(
        fc.bigInt(-(10n ** 15n), 10n ** 15n),
        fc
          .array(fc.bigInt(0n, 10n ** 9n), { minLength: 1, maxLength: 20 })
          .filter((weights) => weights.some((weight) => weight > 0n)),
        (total, weights) => {
          const parts = allocate(total, weights)
          const sum = weights.reduce((all, weight) => all + weight, 0n)
          const isWhole = parts.reduce((all, part) => all + part, 0n) === total
          const isFair = parts.every((part, index) => {
            const distance = part * sum - total * weights[index]!
            return (distance < 0n ? -distance : distance) < sum
          })
          return isWhole && isFair
        }
      )
    )
  })
})

test.group('Money in words', () => {
  for (const [amount, currency, decimal] of [
    [1401n, 'EUR', '14.01'],
    [-5n, 'USD', '-0.05'],
    [500n, 'JPY', '500'],
    [1005n, 'KWD', '1.005'],
    [0n, 'GBP', '0.00'],
  ] as const) {
    test(`${amount} ${currency} is ${decimal}`, ({ assert }) => {
      assert.equal(toDecimal(money(amount, currency)), decimal)
    })
  }

  test('large amounts are shown exactly', ({ assert }) => {
    assert.equal(formatMoney(money(900719925474099312n, 'USD'), 'en'), '$9,007,199,254,740,993.12')
    assert.equal(formatMoney(money(140150n, 'EUR'), 'de'), '1.401,50\u00a0€')
  })
})
