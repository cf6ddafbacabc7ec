import { test } from '@japa/runner'
import { missingRates } from '#app/billing/domain/taxation/missing_rates'
import type { SellerTax } from '#app/billing/domain/taxation/seller_tax'
import { euCountries } from '#app/billing/domain/taxation/tax_place'
import { toRateBook, type TaxRate } from '#app/billing/domain/taxation/tax_rate'
import { seller } from '#tests/billing/domain/taxation/tax_cast'

const today = '2026-12-01'

/** `DE`, `CA-QC 2020-01-01 2027-01-01`: from the beginning and without end where no days are given. */
function rate(text: string, more: Partial<TaxRate> = {}): TaxRate {
  const [place = '', validFrom = '2020-01-01', validUntil = null] = text.split(' ')
  const [country = '', region = null] = place.split('-')
  return {
    id: text, country, region, postalPrefix: null, name: 'VAT', percent: '19', taxablePercent: '100', kind: 'vat', productKinds: null,
    customerKind: null, isAdditional: false, validFrom, validUntil, ...more,
  } // prettier-ignore
}

function inShort(from: SellerTax, rates: TaxRate[]): string[] {
  return missingRates({ seller: from, rates: toRateBook(rates), today }).map(
    ({ country, region, from: on }) => `${country}${region ? `-${region}` : ''} ${on}`
  )
}

const small = { ...seller('DE'), isSmallBusiness: true }
const ossLater = {
  ...seller('DE'),
  registrations: [{ country: 'DE', region: null, scheme: 'oss' as const, number: null, validFrom: '2026-12-20', validUntil: null }],
} // prettier-ignore
const wholeUnion = [...euCountries].map((country) => rate(country))
const withoutItaly = wholeUnion.filter(({ country }) => country !== 'IT')
const hosting = { productKinds: ['hosting'] }
const onTop = { isAdditional: true, name: 'QST' }

test.group('Rates that are missing where the seller has to collect', () => {
  const rows: [string, SellerTax, TaxRate[], string[]][] = [
    ['an open rate at home', seller('DE'), [rate('DE')], []],
    ['none at home', seller('DE'), [], ['DE 2026-12-01']],
    ['one that ended', seller('DE'), [rate('DE 2020-01-01 2026-12-01')], ['DE 2026-12-01']],
    ['one that ends within 30 days', seller('DE'), [rate('DE 2020-01-01 2026-12-31')], ['DE 2026-12-31']],
    ['one that ends later', seller('DE'), [rate('DE 2020-01-01 2027-01-01')], []],
    ['one that another follows', seller('DE'), [rate('DE 2020-01-01 2026-12-20'), rate('DE 2026-12-20')], []],
    ['one that another follows too late', seller('DE'), [rate('DE 2020-01-01 2026-12-20'), rate('DE 2026-12-24')], ['DE 2026-12-20']],
    ['a small business collects nothing at home', small, [], []],
    ['nobody collects all over the US', seller('US'), [], []],
    ['a place where the seller is registered', seller('CH', 'GB'), [rate('CH')], ['GB 2026-12-01']],
    ['consumers alone are a duty as well', seller('DE', 'NO:consumers'), [rate('DE')], ['NO 2026-12-01']],
    ['with OSS every member state', seller('DE', 'EU:oss'), withoutItaly, ['IT 2026-12-01']],
    ['OSS of a seller from elsewhere', seller('CH', 'EU:oss'), [rate('CH'), ...withoutItaly], ['IT 2026-12-01']],
    ['OSS that begins within 30 days', ossLater, withoutItaly, ['IT 2026-12-20']],
    ['over the threshold every member state', { ...seller('DE'), isOverEuThreshold: true }, withoutItaly, ['IT 2026-12-01']],
    ['under the threshold home alone', seller('DE'), [rate('DE')], []],
    ['a rate for one product replaces none for all', seller('DE'), [rate('DE', hosting), rate('DE 2020-01-01 2026-12-01')], ['DE 2026-12-01']],
    ['rates for products alone are how somebody wants it', seller('DE'), [rate('DE', hosting)], []],
    ['the islands do not count for the mainland', seller('PT'), [rate('PT-20'), rate('PT 2020-01-01 2026-12-01')], ['PT 2026-12-01']],
    ['what ended in a state', seller('DE', 'US-TX'), [rate('DE'), rate('US-TX 2020-01-01 2026-12-01')], ['US-TX 2026-12-01']],
    ['a state that never taxed it', seller('DE', 'US-CA'), [rate('DE'), rate('US-TX')], []],
    ['what came on top and ended', seller('CA', 'CA-QC'), [rate('CA'), rate('CA-QC 2020-01-01 2026-12-01', onTop)], ['CA-QC 2026-12-01']],
  ] // prettier-ignore
  for (const [name, from, rates, expected] of rows) {
    test(name, ({ assert }) => assert.deepEqual(inShort(from, rates), expected))
  }

  test('with OSS and no rates at all every member state is named', ({ assert }) =>
    assert.lengthOf(inShort(seller('DE', 'EU:oss'), []), 27))
})
