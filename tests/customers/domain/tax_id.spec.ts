import { test } from '@japa/runner'
import fc from 'fast-check'
import { countryOfTaxId } from '#app/billing/domain/taxation/tax_id'
import { looksLikeTaxId, normaliseTaxId } from '#app/customers/domain/tax_id'
import { hasRightChecksum } from '#app/customers/domain/tax_id_checksum'

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
  ['FR 40 303 265 045', 'MC', true],
  ['MC40303265045', 'MC', false],
  ['GB123456789', 'IM', true],
  ['CHE-123.456.788 MWST', 'LI', true],
  ['50119', 'LI', true],
  ['CH-020.3.123.456-7', 'CH', true],
  ['SER990101AB1', 'MX', true],
  ['SKABC', 'MX', true],
]

test.group('Tax id', () => {
  for (const [text, country, expected] of rows) {
    test(`${text} in ${country ?? 'no country'}: ${expected ? 'looks right' : 'refused'}`, ({ assert }) => {
      assert.equal(looksLikeTaxId(normaliseTaxId(text, country), country), expected)
    })
  }

  for (const [text, country, expected] of [
    ['PL 123-456-32-18', 'PL', 'PL1234563218'],
    ['PL 123–456–32–18', null, 'PL1234563218'],
    ['CHE-123.456.788 MWST', 'CH', 'CHE123456788MWST'],
    ['NO 123 456 785 MVA', 'NO', 'NO123456785MVA'],
    ['GR-094.259.216', 'GR', 'EL094259216'],
    ['BE 428.759.497', 'BE', 'BE0428759497'],
    ['ie 1-2 34567 fa', 'IE', 'IE1234567FA'],
    ['XI 123 4567 89', 'GB', 'XI123456789'],
    // Nothing tells that these dashes mean nothing.
    ['12-3456789', 'US', '12-3456789'],
    ['ser-990101-ab1', 'MX', 'SER-990101-AB1'],
  ] as const) {
    test(`${text} in ${country ?? 'no country'} is spelled ${expected}`, ({ assert }) => {
      assert.equal(normaliseTaxId(text, country), expected)
    })
  }

  test('whatever somebody writes, wherever they are: it is looked at, and nothing falls over', () => {
    const prefix = fc.constantFrom('', ...'AT BE CHE DE DK EE EL FI FR GR HR HU IT LU MT NL PL PT SE SI SK XI'.split(' '))
    const text = fc.tuple(prefix, fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[A-Z0-9 .+*-]{0,14}$/)))
    const country = fc.oneof(
      fc.constantFrom(null, 'MX', 'GR', 'MC', 'LI', 'IM', 'GB'),
      fc.stringMatching(/^[A-Z]{2}$/),
      fc.constantFrom('constructor', '__proto__')
    )
    fc.assert(
      fc.property(text, country, (parts, of) => {
        const taxId = normaliseTaxId(parts.join(''), of)
        countryOfTaxId(taxId, of)
        return typeof looksLikeTaxId(taxId, of) === 'boolean' && typeof hasRightChecksum(taxId, of) === 'boolean'
      }),
      { numRuns: 2000, examples: [[['SK', 'ABC'], 'MX'], [['SK', 'ABC'], 'SK'], [['SK', 'ABC'], null]] }
    )
  }) // prettier-ignore
})
