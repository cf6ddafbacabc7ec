import { test } from '@japa/runner'
import fc from 'fast-check'
import type { Discount } from '#app/promotions/index'
import type { LineExplanation } from '#app/billing/domain/line_explanation'
import type { PriceItem, PricingContext } from '#app/billing/domain/price_item'
import { priceLines } from '#app/billing/domain/price_lines'
import { prorationConventions, remainingShare } from '#app/billing/domain/proration'
import { addPercents, flatTax, type TaxDecision } from '#app/billing/domain/tax'
import { chargeTiers, type PriceModel } from '#app/catalogue/domain/tiers'
import { addDays, startOfDay } from '#app/shared/time/calendar'
import {
  addExact,
  exactDecimal,
  isWhole,
  percentOf,
  readExact,
} from '../../../inertia/composables/exact_amount.ts'

/**
 * A reader with a pencil: works out from nothing but the explanation what is to be paid without tax, and the tax. Shares no code with the
 * engine: fractions are pairs of whole numbers here.
 */
function workOut({ unit_amount, quantity, charge, proration, gross, discounts, tax, prices_include_tax: isGross, amount }: LineExplanation) {
  type Exact = [bigint, bigint]
  const read = (text: string): Exact => {
    const [above = '0', below = '1'] = text.split('/')
    const [whole = '0', decimals = ''] = above.split('.')
    return [BigInt(whole + decimals), BigInt(below) * 10n ** BigInt(decimals.length)]
  }
  const times = (a: Exact, b: Exact): Exact => [a[0] * b[0], a[1] * b[1]]
  const plus = (a: Exact, b: Exact): Exact => [a[0] * b[1] + b[0] * a[1], a[1] * b[1]]
  const nearest = ([above, below]: Exact) => {
    const size = above < 0n ? -above : above
    return ((2n * size + below) / (2n * below)) * (above < 0n ? -1n : 1n)
  }
  const isEqual = (a: Exact, b: Exact) => a[0] * b[1] === b[0] * a[1]

  let whole: Exact = [BigInt(unit_amount) * BigInt(quantity), 1n]
  if (charge) {
    whole = charge.parts.filter((part) => part.amount).reduce((sum, { units, unit_amount: unit, flat_amount: flat = '0', amount: step }) => {
      const counted = plus(times(read(units!), read(unit!)), read(flat))
      if (!isEqual(counted, read(step!))) throw new Error('A step is not what it says')
      return plus(sum, counted)
    }, [0n, 1n] as Exact)
    const least = charge.parts.find((part) => part.minimum)?.minimum
    if (least) whole = read(least)
  }
  if (proration) whole = times(whole, read(proration.share))
  if (gross && (!isEqual(whole, read(gross.exact)) || nearest(whole) !== BigInt(gross.amount))) throw new Error('The gross is not what it says')
  let left = nearest(whole)
  for (const { percent, share, fixed, amount: off } of discounts ?? []) {
    const most = percent ? nearest([left * read(percent)[0], 100n * read(percent)[1]]) : share ? nearest(times([left, 1n], read(share))) : BigInt(fixed!)
    // Percentages of several lines are shared out, a cent up or down.
    if (BigInt(off) > most + 1n) throw new Error(`${off} is more than ${most}`)
    left -= BigInt(off)
  }
  const components = tax.components ?? [tax]
  const rates = components.map(({ percent }) => read(percent)).map(([above, below]): Exact => [above, below * 100n])
  const all = rates.reduce(plus, [0n, 1n])
  const within: Exact = isGross ? [all[0] + all[1], all[1]] : [1n, 1n]
  const exacts = rates.map(([above, below]): Exact => [left * above * within[1], below * within[0]])
  components.forEach(({ exact }, index) => {
    if (tax.reason === 'rate' && !isEqual(read(exact), exacts[index]!)) throw new Error('A tax is not what it says')
  })
  const taxes = exacts.map(nearest).reduce((sum, each) => sum + each, 0n)
  return { net: isGross ? left - BigInt(tax.amount) : left, told: BigInt(amount), taxes }
} // prettier-ignore

const vat = (percent: string) => flatTax({ country: 'DE', name: 'VAT', percent, reason: 'rate' })
const canada: TaxDecision = (() => {
  const components = [
    { jurisdiction: 'CA', name: 'GST', percent: '5' },
    { jurisdiction: 'CA-QC', name: 'QST', percent: '9.975' },
  ]
  return { ...vat('0'), percent: addPercents(components.map(({ percent }) => percent)), components }
})()
const coupon = (change: Partial<Discount>): Discount =>
  ({ kind: 'coupon', id: null, code: 'C', name: 'C', percent: null, amount: null, lineKinds: null, planIds: null, ...change }) // prettier-ignore

const scale = fc.record({
  model: fc.constantFrom<PriceModel>('per_unit', 'graduated', 'volume', 'package'),
  bound: fc.bigInt({ min: 1n, max: 40n }),
  unit: fc.constantFrom('0', '7', '150', '0.125', '33.3333'),
  flat: fc.bigInt({ min: 0n, max: 900n }),
  size: fc.bigInt({ min: 1n, max: 9n }),
  free: fc.bigInt({ min: 0n, max: 9n }),
  least: fc.bigInt({ min: 0n, max: 3000n }),
})

const part = fc.record({
  convention: fc.constantFrom(...prorationConventions),
  zone: fc.constantFrom('Europe/Berlin', 'Africa/Cairo', 'Pacific/Apia', 'America/New_York', 'UTC'),
  start: fc.constantFrom('2026-02-28', '2026-03-15', '2026-04-24', '2026-10-31', '2028-02-29'),
  days: fc.integer({ min: 1, max: 400 }),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
})

const wish = fc.record({
  unit: fc.bigInt({ min: -5000n, max: 50_000n }),
  quantity: fc.integer({ min: 1, max: 60 }),
  scale: fc.option(scale),
  part: fc.option(part),
})

function toItem({ unit, quantity, scale: s, part: p }: typeof wish extends fc.Arbitrary<infer W> ? W : never): PriceItem {
  const charge = s && chargeTiers({
    model: s.model,
    tiers: s.model === 'per_unit' ? [{ upTo: null, unitAmount: s.unit, flatAmount: s.flat }] : [{ upTo: s.bound, unitAmount: s.unit, flatAmount: s.flat }, { upTo: null, unitAmount: '11.5', flatAmount: 0n }],
    packageSize: s.model === 'package' ? s.size : 1n,
    freeUnits: s.free,
    minimumAmount: s.least,
  }, BigInt(quantity))
  const period = p && { startsOn: p.start, endsOn: addDays(p.start, p.days) }
  const fromOn = p && addDays(p.start, Math.floor(p.days * p.at))
  const proration = p && remainingShare({ convention: p.convention, period: period!, fromOn: fromOn!, timeZone: p.zone, from: new Date(startOfDay(p.zone, fromOn!).getTime() + 1000 * Math.floor(80_000 * p.at)) })
  return { kind: 'plan', description: 'VPS', quantity, unitAmount: charge ? 0n : unit, priceId: null, interval: { unit: 'month', count: 1 }, period, proration, ...(charge ? { charge } : {}), isDiscountable: unit >= 0n || charge !== null }
} // prettier-ignore

test.group('Explanations', () => {
  test('say everything that it takes to work out each line to the cent', ({ assert }) => {
    fc.assert(
      fc.property(
        fc.array(wish, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(vat('19'), vat('7.5'), vat('8.875'), canada),
        fc.constantFrom<PricingContext['taxRounding']>('line', 'rate_group'),
        fc.boolean(),
        fc.subarray([coupon({ percent: '12.5' }), coupon({ share: '1/12' }), coupon({ amount: 777n })]),
        (wishes, tax, taxRounding, pricesIncludeTax, discounts) => {
          const context = { currency: 'EUR', tax, taxRounding, pricesIncludeTax, discounts }
          const priced = priceLines(wishes.map(toItem), context)
          for (const { explanation, amount, taxAmount } of priced.lines) {
            const { net, told, taxes } = workOut(explanation)
            assert.deepEqual([net, told], [amount, amount])
            if (taxRounding === 'line') assert.equal(taxes, taxAmount)
            assert.equal(BigInt(explanation.tax.amount), taxAmount)
          }
        }
      ),
      { numRuns: 400 }
    )
  })

  for (const [text, decimal, isCut] of [
    ['266', '266', false],
    ['26619/100', '266.19', false],
    ['-19/2', '-9.5', false],
    ['1/3', '0.3333', true],
    ['-1/3', '-0.3333', true],
    ['0.125', '0.125', false],
    ['1/100000', '0', true],
    ['0', '0', false],
  ] as const) {
    test(`${text} is shown as ${decimal}${isCut ? ' …' : ''}`, ({ assert }) => {
      assert.deepEqual(exactDecimal(readExact(text)), { text: decimal, isCut })
    })
  }

  for (const [percent, amount, decimal] of [
    ['12.5', 850n, '106.25'],
    ['10', 1000n, '100'],
    ['33.333', 1n, '0.3333'],
  ] as const) {
    test(`${percent} % of ${amount} is ${decimal}`, ({ assert }) => {
      assert.equal(exactDecimal(percentOf(percent, amount)).text, decimal)
    })
  }

  test('exact amounts are added and known to be whole', ({ assert }) => {
    assert.isTrue(isWhole(addExact(readExact('1/3'), readExact('2/3'))))
    assert.isFalse(isWhole(readExact('1/2')))
  })
})
