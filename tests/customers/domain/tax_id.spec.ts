import { test } from '@japa/runner'
import { looksLikeTaxId, normaliseTaxId } from '#app/customers/domain/tax_id'

const rows: [string, string | null, boolean][] = [
  ['DE123456789', 'DE', true],
  ['DE12345678', 'DE', false],
  ['de 123 456 789', 'DE', true],
  ['ATU12345678', 'AT', true],
  ['AT12345678', 'AT', false],
  ['EL123456789', 'GR', true],
  ['GR123456789', 'GR', true],
  ['BE 123.456.789', 'BE', true],
  ['DE-123456789', 'DE', true],
  ['GB123456789', 'GB', true],
  ['XI123456789', 'GB', true],
  ['NL123456789B01', 'NL', true],
  ['FRXX123456789', 'DE', false],
  ['12-3456789', 'US', true],
  ['?', 'US', false],
  ['A1B2C3', null, true],
]

test.group('Tax id', () => {
  for (const [text, country, expected] of rows) {
    test(`${text} in ${country ?? 'no country'}: ${expected ? 'looks right' : 'refused'}`, ({ assert }) => {
      assert.equal(looksLikeTaxId(normaliseTaxId(text), country), expected)
    })
  }
})
