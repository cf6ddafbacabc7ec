/** Cases B9, B11 and C15 of published billing systems: coupons and taxes on one document, to the cent. */
import { test } from '@japa/runner'
import type { Discount } from '#app/promotions/index'
import type { PriceItem } from '#app/billing/domain/price_item'
import { priceLines } from '#app/billing/domain/price_lines'
import { flatTax } from '#app/billing/domain/tax'

const vat = (percent: string) => flatTax({ country: 'DE', name: 'VAT', percent, reason: 'rate' })

function plan(unitAmount: bigint, change: Partial<PriceItem> = {}): PriceItem {
  return { kind: 'plan', description: 'Plan', quantity: 1, unitAmount, priceId: null, interval: null, period: null, ...change } // prettier-ignore
}

function coupon(change: Partial<Discount>): Discount {
  return { kind: 'coupon', id: null, code: 'C', name: 'C', percent: null, amount: null, lineKinds: null, planIds: null, ...change } // prettier-ignore
}

test.group('Discounts as others published them', () => {
  test('B9: a coupon for one plan only, and a tax for each plan', ({ assert }) => {
    const items = [
      plan(17_900n, { planId: 'one', tax: vat('10') }),
      plan(39_900n, { planId: 'two', tax: vat('20') }),
    ]
    const discounts = [coupon({ amount: 25_000n, planIds: ['two'] })]
    const priced = priceLines(items, { currency: 'EUR', tax: vat('0'), taxRounding: 'line', discounts })
    assert.deepEqual(priced.lines.map((line) => line.discountAmount), [0n, 25_000n]) // prettier-ignore
    assert.deepEqual([priced.taxTotal, priced.total], [4770n, 37_570n])
  })

  test('B11: two coupons of 10.00 over six lines, each cent of them on a line', ({ assert }) => {
    const items = [99_290n, 299_770n, 3130n, 6460n, 3130n, 1999n].map((amount) => plan(amount))
    const discounts = [coupon({ amount: 1000n }), coupon({ amount: 1000n })]
    const priced = priceLines(items, {
      currency: 'EUR',
      tax: vat('10'),
      taxRounding: 'rate_group',
      discounts,
    })
    // The shares there are fractions of a cent (479.91802, 1448.93772, 15.12884 …); ours are whole cents by largest remainder.
    assert.deepEqual(priced.lines.map((line) => line.discountAmount), [480n, 1448n, 15n, 32n, 15n, 10n]) // prettier-ignore
    assert.deepEqual([priced.subtotal, priced.taxTotal, priced.total], [411_779n, 41_178n, 452_957n])
  })

  test('C15: a quarter off one line, 10.00 off the document, taxed on what is left', ({ assert }) => {
    const items = [plan(8000n, { planId: 'api' }), plan(2000n, { planId: 'flat' })]
    const discounts = [coupon({ percent: '25', planIds: ['api'] }), coupon({ amount: 1000n })]
    const priced = priceLines(items, {
      currency: 'EUR',
      tax: vat('8.25'),
      taxRounding: 'rate_group',
      discounts,
    })
    // The 5.00 from the balance lower what is due (70.78), not what is taxed.
    assert.deepEqual([priced.subtotal, priced.taxTotal, priced.total], [7000n, 578n, 7578n])
  })
})
