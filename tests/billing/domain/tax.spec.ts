import { test } from '@japa/runner'
import { decideTax, type TaxRate, trimPercent } from '#app/billing/domain/tax'

const rates: TaxRate[] = [
  { country: 'DE', name: 'USt', percent: '19.0000', validFrom: '2007-01-01', validUntil: '2020-07-01' },
  { country: 'DE', name: 'USt', percent: '16.0000', validFrom: '2020-07-01', validUntil: '2021-01-01' },
  { country: 'DE', name: 'USt', percent: '19.0000', validFrom: '2021-01-01', validUntil: null },
  { country: 'CH', name: 'MWST', percent: '8.1000', validFrom: '2024-01-01', validUntil: null },
]

test.group('decideTax', () => {
  const rows: [string, string | null, string, string, string][] = [
    ['the rate of the country', 'DE', '2026-03-01', '19', 'rate'],
    ['the day before a change', 'DE', '2020-06-30', '19', 'rate'],
    ['the day of a change', 'DE', '2020-07-01', '16', 'rate'],
    ['the last day of a lowered rate', 'DE', '2020-12-31', '16', 'rate'],
    ['back to the old rate', 'DE', '2021-01-01', '19', 'rate'],
    ['a rate with decimals', 'CH', '2026-03-01', '8.1', 'rate'],
    ['before the first rate', 'CH', '2023-12-31', '0', 'no_rate'],
    ['a country where we collect nothing', 'US', '2026-03-01', '0', 'no_rate'],
    ['no country yet', null, '2026-03-01', '0', 'no_country'],
  ]
  for (const [name, country, on, percent, reason] of rows) {
    test(name, ({ assert }) => {
      const tax = decideTax({ country, on, rates })
      assert.deepEqual([tax.percent, tax.reason], [percent, reason])
    })
  }

  test('percentages lose their idle zeros only', ({ assert }) => {
    assert.deepEqual(['19.0000', '8.1000', '100', '20', '0.0000'].map(trimPercent), ['19', '8.1', '100', '20', '0']) // prettier-ignore
  })
})
