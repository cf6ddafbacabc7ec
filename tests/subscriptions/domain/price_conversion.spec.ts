import { test } from '@japa/runner'
import { Fraction } from '#app/shared/money/fraction'
import type { PriceRounding } from '#app/billing/index'
import { hourlyTiers, type PriceVersion } from '#app/catalogue/index'
import { convertAmount, convertPrices, largestOf, sumOf } from '#app/subscriptions/domain/price_conversion'

test.group('A price in another currency', () => {
  for (const [amount, from, to, rate, rounding, expected] of [
    [1000n, 'EUR', 'USD', '1.0855', 'exact', 1086n],
    [1000n, 'EUR', 'USD', '1.0855', 'ends_99', 1099n],
    [1000n, 'EUR', 'USD', '1.04', 'ends_99', 999n],
    [1000n, 'EUR', 'USD', '1.0855', 'step_05', 1085n],
    [1000n, 'EUR', 'USD', '1.0955', 'whole', 1100n],
    [450n, 'EUR', 'JPY', '162.5', 'exact', 731n],
    [450n, 'EUR', 'JPY', '162.5', 'ends_99', 699n],
    [450n, 'EUR', 'JPY', '162.5', 'step_05', 730n],
    [850n, 'EUR', 'KWD', '0.334', 'exact', 2839n],
    [850n, 'EUR', 'KWD', '0.334', 'ends_99', 2990n],
    [850n, 'EUR', 'KWD', '0.334', 'step_05', 2850n],
    [731n, 'JPY', 'EUR', '0.00615', 'exact', 450n],
    [0n, 'EUR', 'USD', '1.0855', 'ends_99', 0n],
    [1n, 'EUR', 'USD', '1.0855', 'ends_99', 99n],
    [1n, 'EUR', 'USD', '0.1', 'exact', 1n],
  ] as [bigint, string, string, string, PriceRounding, bigint][]) {
    test(`${amount} ${from} at ${rate} by ${rounding} is ${expected} ${to}`, ({ assert }) => {
      const terms = { from, to, rate: Fraction.fromDecimal(rate), rounding }
      assert.equal(convertAmount(amount, terms), expected)
    })
  } // prettier-ignore

  test('by the hour both the hour and the most of a month', ({ assert }) => {
    const version = { id: 'a', state: 'current', currency: 'EUR', amount: 450n, setupAmount: 0n, tiers: hourlyTiers('0.83', 450n) } as unknown as PriceVersion // prettier-ignore
    const terms = { from: 'EUR', to: 'USD', rate: Fraction.fromDecimal('1.1'), rounding: 'exact' as const }
    const [converted] = convertPrices([version], ({ currency }) => currency, terms)
    assert.deepEqual([converted!.amount, converted!.tiers], [495n, hourlyTiers('0.913', 495n)])
  })

  test('another set-up fee alone is a difference, also by the hour; all that would be entered is in the sum', ({
    assert,
  }) => {
    const version = (change: object) => ({ id: 'a', state: 'current', currency: 'EUR', amount: 450n, setupAmount: 1000n, tiers: hourlyTiers('0.83', 450n), ...change }) as unknown as PriceVersion // prettier-ignore
    const terms = { from: 'EUR', to: 'USD', rate: Fraction.fromDecimal('1.1'), rounding: 'exact' as const }
    const dollars = { currency: 'USD', amount: 495n, tiers: hourlyTiers('0.913', 495n) }
    const converted = (setupAmount: bigint) =>
      convertPrices([version({}), version({ ...dollars, setupAmount })], ({ currency }) => currency, terms)
    assert.lengthOf(converted(1100n), 0)
    assert.lengthOf(converted(0n), 1)
    // A month twice, the set-up fee, and the hour.
    assert.equal(sumOf(converted(0n)).toDecimal(), '2090.913')
    assert.equal(largestOf(converted(0n)), 1100n)
  })
})
