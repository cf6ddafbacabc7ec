import { test } from '@japa/runner'
import {
  type CurrencySituation,
  findCurrencyProblems,
  isSellable,
  readPriceRounding,
} from '#app/billing/domain/currency_settings'

const codes: [string, boolean][] = [
  ['EUR', true], ['JPY', true], ['KWD', true], ['XAF', true], ['XAU', false], ['XTS', false], ['XXX', false], ['ABC', false], ['eur', false],
  ['EURO', false],
] // prettier-ignore

const calm: CurrencySituation = {
  before: { currencies: ['EUR', 'USD'], reporting: 'EUR' },
  after: { currencies: ['EUR', 'USD'], reporting: 'EUR' },
  customers: new Map([['EUR', 3]]),
  withoutRate: new Set(),
  isAnythingBooked: true,
}
const to = (currencies: string[], reporting = 'EUR') => ({ after: { currencies, reporting } })

const wishes: [string, Partial<CurrencySituation>, string[]][] = [
  ['nothing changes', {}, []],
  ['another order', to(['USD', 'EUR']), []],
  ['one more', to(['EUR', 'USD', 'CHF']), []],
  ['one less that nobody is billed in', to(['EUR']), []],
  ['one less that is in use', to(['USD']), ['currencies currency_in_use']],
  ['a code that is none', to(['EUR', 'USD', 'ABC']), ['currencies.2 currency_impossible']],
  ['gold', to(['EUR', 'USD', 'XAU']), ['currencies.2 currency_impossible']],
  ['without a rate', { ...to(['EUR', 'USD', 'KWD']), withoutRate: new Set(['KWD']) }, ['currencies.2 no_rate']],
  ['other books once booked', to(['EUR', 'USD'], 'USD'), ['reporting_currency reporting_kept']],
  ['other books before', { ...to(['EUR', 'USD'], 'USD'), isAnythingBooked: false }, []],
  ['impossible books', { ...to(['EUR', 'USD'], 'XXX'), isAnythingBooked: false }, ['reporting_currency currency_impossible']],
] // prettier-ignore

test.group('Currencies of a tenant', () => {
  test('{0} can be sold in: {1}').with(codes).run(({ assert }, [code, can]) => assert.equal(isSellable(code), can)) // prettier-ignore
  test('{0}').with(wishes).run(({ assert }, [, change, expected]) => {
    const problems = findCurrencyProblems({ ...calm, ...change })
    assert.deepEqual(problems.map(({ field, type }) => `${field} ${type}`), expected)
  }) // prettier-ignore
  test('what is written and means nothing is left out', ({ assert }) => {
    assert.deepEqual(readPriceRounding({ priceRounding: { CHF: 'step_05', JPY: 'up', EUR: 1 } }), { CHF: 'step_05' }) // prettier-ignore
    assert.deepEqual(readPriceRounding({ priceRounding: null }), {})
  })
})
