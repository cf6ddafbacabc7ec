import { test } from '@japa/runner'
import fc from 'fast-check'
import { Fraction } from '#app/shared/money/fraction'
import { flatTax } from '#app/billing/domain/tax'
import { priceLines } from '#app/billing/domain/price_lines'
import {
  nationalTaxGivenBack,
  nationalTaxOf,
  vatCurrencyOf,
  vatPairsOf,
} from '#app/billing/domain/taxation/national_tax'

const german = { sellerCountry: 'DE', reportingCurrency: 'EUR' }
const usd = { currency: 'USD', on: '2026-11-25', source: 'ecb', perEuro: '1.09' }
const rateOf = () => ({ rate: new Fraction(100n, 109n), from: [usd] })

function priced(percent: string, { currency = 'USD', country = 'DE' } = {}) {
  const tax = flatTax({ country, name: 'USt', percent, reason: 'rate' })
  const item = {
    kind: 'item' as const, description: 'VPS M', quantity: 1, unitAmount: 10_000n, priceId: null, interval: null, period: null,
  } // prettier-ignore
  return priceLines([item], { currency, tax, taxRounding: 'line' })
}

test.group('The currency in which a tax is owed', () => {
  const rows: [
    what: string,
    taxCountry: string,
    seller: string | null,
    reporting: string,
    expected: string,
  ][] = [
    ['at home', 'DE', 'DE', 'USD', 'EUR'],
    ['at home, without the euro', 'PL', 'PL', 'EUR', 'PLN'],
    ['to another member state, declared at home', 'SE', 'DE', 'EUR', 'EUR'],
    ['to another member state, declared at a home without the euro', 'DE', 'PL', 'PLN', 'PLN'],
    ['to a member state, by a seller from elsewhere', 'SE', 'US', 'USD', 'EUR'],
    ['to a member state, by nobody knows whom', 'DE', null, 'USD', 'EUR'],
    ['where it is registered outside the Union', 'GB', 'DE', 'EUR', 'GBP'],
    ['to a state of the US', 'US', 'DE', 'EUR', 'USD'],
    ['to a state whose currency is not listed', 'MX', 'MX', 'MXN', 'MXN'],
  ]
  for (const [what, taxCountry, sellerCountry, reportingCurrency, expected] of rows) {
    test(`${what}: ${expected}`, ({ assert }) =>
      assert.equal(vatCurrencyOf(taxCountry, { sellerCountry, reportingCurrency }), expected))
  }
})

test.group('The tax in the national currency', () => {
  test('is converted in all and rounded once, with its rate and day', ({ assert }) => {
    assert.deepEqual(nationalTaxOf(priced('19'), german, rateOf), {
      rate: '0.9174311927',
      rate_on: '2026-11-25',
      total: { amount: '1743', currency: 'EUR' },
    })
  })

  test('is not stated where it says nothing, or nothing is known', ({ assert }) => {
    assert.isNull(nationalTaxOf(priced('0'), german, rateOf))
    assert.isNull(nationalTaxOf(priced('19', { currency: 'EUR' }), german, rateOf))
    assert.isNull(nationalTaxOf(priced('19'), german, () => null))
  })

  test('asks for the rates that it needs, and for none in one currency', ({ assert }) => {
    const tax = flatTax({ country: 'DE', name: 'USt', percent: '19', reason: 'rate' })
    const pricing = { currency: 'USD', tax, taxRounding: 'line' as const }
    assert.deepEqual(vatPairsOf(pricing, german), [{ from: 'USD', to: 'EUR' }])
    assert.deepEqual(vatPairsOf({ ...pricing, currency: 'EUR' }, german), [])
    assert.deepEqual(vatPairsOf({ ...pricing, tax: { ...tax, percent: '0' } }, german), [])
  })

  test('goes back in step: notes that take back everything take back the whole of it', () => {
    const sealed = { rate: '0.9174311927', rate_on: '2026-11-25', total: { amount: '1743', currency: 'EUR' } }
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 1n, max: 500n }), { minLength: 1, maxLength: 12 }), (parts) => {
        const whole = parts.reduce((sum, part) => sum + part, 0n)
        let [before, back] = [0n, 0n]
        for (const now of parts) {
          back += BigInt(nationalTaxGivenBack(sealed, { whole, before, now })!.total.amount)
          before += now
        }
        return back === 1743n
      })
    )
  })
})
