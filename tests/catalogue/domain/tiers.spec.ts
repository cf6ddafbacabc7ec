import { test } from '@japa/runner'
import fc from 'fast-check'
import { Fraction } from '#app/shared/money/fraction'
import { priceLines } from '#app/billing/domain/price_lines'
import { flatTax } from '#app/billing/domain/tax'
import {
  chargeTiers,
  findTierFault,
  type PriceModel,
  type Tier,
  type TierFault,
  type TieredPrice,
} from '#app/catalogue/domain/tiers'

const tier = (upTo: bigint | null, unitAmount: string, flatAmount = 0n): Tier => ({ upTo, unitAmount, flatAmount }) // prettier-ignore
function priced(model: PriceModel, tiers: Tier[], more: Partial<TieredPrice> = {}): TieredPrice {
  return { model, tiers, packageSize: 1n, freeUnits: 0n, minimumAmount: 0n, ...more }
}
function amountOf(price: TieredPrice, quantity: bigint): Fraction {
  const { numerator, denominator } = chargeTiers(price, quantity)
  return new Fraction(numerator, denominator)
}
const steps = [tier(10n, '150'), tier(110n, '100'), tier(null, '50')]
const seats = [tier(50n, '0'), tier(100n, '2000'), tier(200n, '1750'), tier(null, '1500')]
const megabytes = priced('package', [tier(null, '500')], { packageSize: 100n, freeUnits: 100n })

/** Published examples by their number (docs/golden_cases.md), and the edges beside them; minor units. */
const charges: [name: string, TieredPrice, quantity: bigint, expected: string][] = [
  ['E1: the units of each tier at its price', priced('graduated', steps), 111n, '11550'],
  ['at the edge of a tier', priced('graduated', steps), 10n, '1500'],
  ['nothing costs nothing', priced('graduated', steps), 0n, '0'],
  ['volume: all at the tier of the whole', priced('volume', steps), 111n, '5550'],
  ['volume at an edge', priced('volume', steps), 110n, '11000'],
  ['E5: a started package is a whole one, the first hundred free', megabytes, 201n, '1000'],
  ['E5: within what is free', megabytes, 100n, '0'],
  ['E11: seats in four tiers', priced('graduated', seats), 250n, '350000'],
  ['E11: the free ones', priced('graduated', seats), 50n, '0'],
  ['a flat amount for reaching a tier', priced('graduated', [tier(5n, '100', 700n), tier(null, '50', 200n)]), 6n, '1450'],
  ['a minimum lifts the whole', priced('per_unit', [tier(null, '100')], { minimumAmount: 1000n }), 8n, '1000'],
  ['a minimum that is passed', priced('per_unit', [tier(null, '100')], { minimumAmount: 1000n }), 11n, '1100'],
  ['a tenth of a thousandth of a cent is exact', priced('per_unit', [tier(null, '0.000125')]), 3n, '3/8000'],
] // prettier-ignore

const faults: [name: string, TieredPrice, TierFault | null][] = [
  ['good', priced('graduated', steps), null],
  ['no tiers', priced('graduated', []), 'no_tiers'],
  ['bounds that fall', priced('graduated', [tier(10n, '1'), tier(5n, '1'), tier(null, '1')]), 'not_ascending'],
  ['the same bound twice', priced('volume', [tier(10n, '1'), tier(10n, '1'), tier(null, '1')]), 'not_ascending'],
  ['an open tier in the middle', priced('volume', [tier(null, '1'), tier(10n, '1'), tier(null, '1')]), 'not_ascending'],
  ['a bound of zero', priced('volume', [tier(0n, '1'), tier(null, '1')]), 'not_ascending'],
  ['a last tier with an end', priced('graduated', [tier(10n, '1')]), 'last_tier_bounded'],
  ['thirteen decimals', priced('per_unit', [tier(null, '0.0000000000001')]), 'unit_amount_invalid'],
  ['a price below zero', priced('per_unit', [tier(null, '-1')]), 'unit_amount_invalid'],
  ['a flat amount below zero', priced('per_unit', [tier(null, '1', -1n)]), 'negative'],
  ['a minimum below zero', priced('per_unit', [tier(null, '1')], { minimumAmount: -1n }), 'negative'],
  ['packages of nothing', priced('package', [tier(null, '1')], { packageSize: 0n }), 'package_size_invalid'],
] // prettier-ignore

test.group('chargeTiers', () => {
  for (const [name, price, quantity, expected] of charges) {
    test(`${name}: ${quantity} → ${expected}`, ({ assert }) => {
      const { numerator, denominator } = amountOf(price, quantity)
      assert.equal(denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`, expected)
    })
  }

  test('E9: a minimum of 1000 for 25 of 28 days is 893, with 20 % tax 179', ({ assert }) => {
    const usage = priced('per_unit', [tier(null, '1')], { minimumAmount: 1000n })
    const share = { numerator: 25n, denominator: 28n, convention: 'days', measured: {} }
    const tax = flatTax({ country: 'FR', name: 'TVA', percent: '20', reason: 'rate' })
    const line = { kind: 'plan' as const, description: 'Usage', quantity: 1, unitAmount: 0n, priceId: null, interval: null, period: null } // prettier-ignore
    const document = priceLines([{ ...line, charge: chargeTiers(usage, 800n), proration: share }], {
      currency: 'EUR',
      tax,
      taxRounding: 'line',
    })
    assert.deepEqual([document.subtotal, document.taxTotal, document.total], [893n, 179n, 1072n])
  })

  test('each step is explained', ({ assert }) => {
    assert.deepEqual(chargeTiers(priced('graduated', steps), 12n).parts, [
      { from: '1', units: '10', unit_amount: '150', amount: '1500/1' },
      { from: '11', units: '2', unit_amount: '100', amount: '200/1' },
    ])
  })

  test('free units and packages are explained: the steps count others than were taken', ({ assert }) => {
    const packed = priced('package', [{ upTo: null, unitAmount: '500', flatAmount: 0n }], { packageSize: 100n, freeUnits: 50n, minimumAmount: 2000n })
    assert.deepEqual(chargeTiers(packed, 270n).parts, [
      { free_units: '50', package_size: '100' },
      { from: '1', units: '3', unit_amount: '500', amount: '1500/1' },
      { minimum: '2000' },
    ])
    const free = priced('per_unit', [{ upTo: null, unitAmount: '500', flatAmount: 0n }], { freeUnits: 50n })
    assert.deepEqual(chargeTiers(free, 20n).parts, [{ free_units: '20' }])
  }) // prettier-ignore

  for (const [name, price, fault] of faults) {
    test(`${name}: ${fault ?? 'no fault'}`, ({ assert }) => {
      assert.equal(findTierFault(price), fault)
      if (fault) assert.throws(() => chargeTiers(price, 1n), /cannot be/)
    })
  }

  test('a negative quantity is a mistake of ours', ({ assert }) => {
    assert.throws(() => chargeTiers(priced('per_unit', [tier(null, '1')]), -1n), /negative/)
  })

  test('graduated is the sum over single units, and never falls when more is taken', ({ assert }) => {
    const unitOf = (tiers: Tier[], unit: bigint) =>
      Fraction.fromDecimal(tiers.find(({ upTo }) => upTo === null || unit <= upTo)!.unitAmount)
    const scene = fc.record({
      bounds: fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 4 }),
      amounts: fc.array(fc.integer({ min: 0, max: 9999 }), { minLength: 5, maxLength: 5 }),
      quantity: fc.integer({ min: 0, max: 60 }),
    })
    fc.assert(
      fc.property(scene, ({ bounds, amounts, quantity }) => {
        const ends = bounds.toSorted((a, b) => a - b).map(BigInt)
        const tiers = [...ends, null].map((upTo, index) => tier(upTo, `${amounts[index]!}.5`))
        let sum = new Fraction(0n)
        for (let unit = 1n; unit <= BigInt(quantity); unit += 1n) sum = sum.plus(unitOf(tiers, unit))
        const charge = amountOf(priced('graduated', tiers), BigInt(quantity))
        assert.deepEqual([charge.numerator, charge.denominator], [sum.numerator, sum.denominator])
      }),
      { numRuns: 100 }
    )
  })
})
