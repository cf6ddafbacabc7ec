import { test } from '@japa/runner'
import fc from 'fast-check'
import type { Discount } from '#app/promotions/index'
import type { PriceItem, PricingContext } from '#app/billing/domain/price_item'
import { priceLines } from '#app/billing/domain/price_lines'
import { addPercents, flatTax, type TaxDecision } from '#app/billing/domain/tax'

function item(unitAmount: bigint, change: Partial<PriceItem> = {}): PriceItem {
  return { kind: 'plan', description: 'VPS', quantity: 1, unitAmount, priceId: null, interval: null, period: null, ...change } // prettier-ignore
}
const vat = (percent: string) => flatTax({ country: 'DE', name: 'VAT', percent, reason: 'rate' })
function several(...components: TaxDecision['components']): TaxDecision {
  return { ...vat('0'), percent: addPercents(components.map(({ percent }) => percent)), components }
}
function price(items: PriceItem[], context: Partial<PricingContext> = {}) {
  return priceLines(items, { currency: 'EUR', tax: vat('19'), taxRounding: 'line', ...context })
}
const coupon = (change: Partial<Discount>): Discount =>
  ({ kind: 'coupon', id: null, code: 'C', name: 'C', percent: null, amount: null, lineKinds: null, planIds: null, ...change }) // prettier-ignore

test.group('priceLines: prices that include tax', () => {
  test('C1: the gross stays, the tax is what remains', ({ assert }) => {
    const priced = price([item(1400n)], { tax: vat('22'), pricesIncludeTax: true })
    assert.deepEqual([priced.subtotal, priced.taxTotal, priced.total], [1148n, 252n, 1400n])
  })

  test('C5: three of 1.10 at 5 %, rounded once for the rate', ({ assert }) => {
    const items = [item(110n), item(110n), item(110n)]
    const priced = price(items, { tax: vat('5'), taxRounding: 'rate_group', pricesIncludeTax: true })
    assert.deepEqual([priced.taxTotal, priced.total], [16n, 330n])
  })

  test('a discount lowers what is paid, tax in it', ({ assert }) => {
    const priced = price([item(1000n)], { pricesIncludeTax: true, discounts: [coupon({ percent: '10' })] })
    assert.deepEqual([priced.total, priced.discountTotal, priced.taxTotal], [900n, 100n, 144n])
  })
})

test.group('priceLines: several taxes on one line', () => {
  const canada = several(
    { jurisdiction: 'CA', name: 'GST', percent: '5' },
    { jurisdiction: 'CA-QC', name: 'QST', percent: '9.975' }
  )
  const rows: [string, bigint, bigint[], bigint][] = [
    ['C7: 140 dollars', 14_000n, [700n, 1397n], 16_097n],
    ['C7: 1140 dollars', 114_000n, [5700n, 11_372n], 131_072n],
  ]
  for (const [name, amount, taxes, total] of rows) {
    test(name, ({ assert }) => {
      const priced = price([item(amount)], { tax: canada })
      assert.deepEqual(priced.taxGroups.map((group) => group.taxAmount), taxes) // prettier-ignore
      assert.deepEqual(priced.taxGroups.map((group) => group.jurisdiction), ['CA', 'CA-QC']) // prettier-ignore
      assert.equal(priced.total, total)
    })
  }
})

test.group('priceLines: parts of a period, discounts, then tax', () => {
  const half = { numerator: 1n, denominator: 2n, convention: 'seconds', measured: {} }
  const rows: [string, PriceItem, Partial<PricingContext>, bigint, bigint][] = [
    ['half a month', item(1401n, { proration: half }), {}, 701n, 133n],
    ['half of what was paid, given back', item(-1401n, { kind: 'change', proration: half }), {}, -701n, -133n],
    ['D9: a coupon over everything', item(10_000n), { tax: vat('10'), discounts: [coupon({ amount: 11_000n })] }, 0n, 0n],
    ['C3: per line, not per unit', item(83n, { quantity: 3 }), { tax: vat('20'), discounts: [coupon({ amount: 167n })] }, 82n, 16n],
    ['A19: a quarter off half a month, given back', item(-7500n, { kind: 'change', proration: half, isDiscountable: false }), { tax: vat('0') }, -3750n, 0n],
    ['A19: half off half a month', item(100_000n, { proration: half }), { tax: vat('0'), discounts: [coupon({ percent: '50' })] }, 25_000n, 0n],
    ['tiers are exact until the line', item(0n, { charge: { numerator: 10_005n, denominator: 10n, model: 'graduated', parts: [] } }), { tax: vat('0') }, 1001n, 0n],
  ] // prettier-ignore
  for (const [name, line, context, amount, tax] of rows) {
    test(name, ({ assert }) => {
      const priced = price([line], context).lines[0]!
      assert.deepEqual([priced.amount, priced.taxAmount], [amount, tax])
    })
  }

  test('C9: a coupon spread over lines of different rates', ({ assert }) => {
    const rates: [bigint, string][] = [[10_000n, '10'], [5000n, '0'], [3000n, '20'], [2000n, '20']] // prettier-ignore
    const items = rates.map(([amount, rate]) => item(amount, { tax: vat(rate) }))
    const priced = price(items, { discounts: [coupon({ amount: 1000n })] })
    assert.deepEqual(priced.lines.map((line) => line.discountAmount), [500n, 250n, 150n, 100n]) // prettier-ignore
    assert.deepEqual(priced.lines.map((line) => line.taxAmount), [950n, 0n, 570n, 380n]) // prettier-ignore
    assert.deepEqual([priced.taxTotal, priced.total], [1900n, 20_900n])
  })

  test('what is at work on a line is explained, what is not is left out', ({ assert }) => {
    const plain = price([item(1401n)]).lines[0]!.explanation
    assert.notProperty(plain, 'gross')
    const line = price([item(1401n, { proration: half })], { discounts: [coupon({ percent: '10' })] })
    const { gross, discounts, proration } = line.lines[0]!.explanation
    assert.deepEqual(gross, { exact: '1401/2', amount: '701' })
    assert.equal(proration?.share, '1/2')
    assert.deepEqual(discounts, [{ kind: 'coupon', code: 'C', name: 'C', percent: '10', fixed: null, amount: '70' }]) // prettier-ignore
  })

  test('lines, discounts, groups and totals always agree', ({ assert }) => {
    const lines = fc.array(
      fc.record({
        amount: fc.bigInt(-100_000n, 100_000n),
        rate: fc.constantFrom('0', '7', '19', '8.1'),
        share: fc.bigInt(0n, 31n),
      }),
      { maxLength: 8 }
    )
    const settings = fc.record({
      taxRounding: fc.constantFrom('line' as const, 'rate_group' as const),
      pricesIncludeTax: fc.boolean(),
      off: fc.bigInt(0n, 50_000n),
    })
    fc.assert(
      fc.property(lines, settings, (parts, { off, ...context }) => {
        const items = parts.map(({ amount, rate, share }) =>
          item(amount, { tax: vat(rate), proration: { ...half, numerator: share, denominator: 31n } })
        )
        const priced = price(items, { ...context, discounts: [coupon({ percent: '15' }), coupon({ amount: off })] }) // prettier-ignore
        for (const line of priced.lines) {
          const paid = context.pricesIncludeTax ? line.amount + line.taxAmount : line.amount
          assert.equal(paid + line.discountAmount, line.grossAmount)
          assert.isTrue(line.discountAmount >= 0n)
        }
        const sum = (values: bigint[]) => values.reduce((all, value) => all + value, 0n)
        assert.equal(sum(priced.taxGroups.map((group) => group.taxAmount)), priced.taxTotal)
        assert.equal(sum(priced.lines.map((line) => line.amount)), priced.subtotal)
        assert.equal(priced.total, priced.subtotal + priced.taxTotal)
      })
    )
  })
})
