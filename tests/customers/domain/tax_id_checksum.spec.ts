import { test } from '@japa/runner'
import fc from 'fast-check'
import { countryOfVatNumber } from '#app/customers/domain/tax_id'
import { hasRightChecksum } from '#app/customers/domain/tax_id_checksum'

/** Published examples (python-stdnum), one for each form. */
const right = [
  'ATU13585627', 'BE0428759497', 'DE136695976', 'DE811907980', 'DK13585628', 'EE100931558', 'EL094259216', 'FI20774740',
  'FR40303265045', 'HR33392005961', 'HU12892312', 'IT00743110157', 'LU15027442', 'MT11679112', 'NL004495445B01', 'NL123456789B13',
  'PL8567346215', 'PT501964843', 'SE556188840401', 'SI50223054', 'SK2022749619',
] // prettier-ignore

test.group('Check digits of VAT numbers', () => {
  for (const taxId of right) {
    test(`${taxId} is right`, ({ assert }) =>
      assert.isTrue(hasRightChecksum(taxId, countryOfVatNumber(taxId))))
  }

  for (const taxId of ['DE136695978', 'ATU13585626', 'BE0431150351', 'DK13585627', 'EE100594103', 'EL123456781', 'FI20774741', 'FR84323140391', 'HU12892313', 'IT00743110158', 'LU15027443', 'MT11679113', 'NL123456789B01', 'PL8567346216', 'PT501964842', 'SE123456789101', 'SI50223055', 'SK2022749618']) {
    test(`${taxId} is wrong`, ({ assert }) => assert.isFalse(hasRightChecksum(taxId, countryOfVatNumber(taxId))))
  } // prettier-ignore

  test('one digit more or less in the last place is always found, where numbers are checked by it', ({
    assert,
  }) => {
    fc.assert(
      fc.property(
        fc.constantFrom('DE136695976', 'IT00743110157', 'DK13585628', 'SK2022749619'),
        fc.integer({ min: 1, max: 9 }),
        (taxId, by) => {
          const last = (Number(taxId.at(-1)) + by) % 10
          assert.isFalse(hasRightChecksum(taxId.slice(0, -1) + last, taxId.slice(0, 2)))
        }
      )
    )
  })

  for (const taxId of ['FRAB303265045', 'ES54362315K', 'GB980780684', 'CHE123456788', 'US12-3456789']) {
    test(`${taxId} is not judged here`, ({ assert }) =>
      assert.isTrue(hasRightChecksum(taxId, countryOfVatNumber(taxId))))
  }

  for (const [taxId, country] of [
    ['SER990101AB1', 'MX'],
    ['SI1234567', 'AR'],
    ['DE123456789', 'US'],
    ['SKABC', 'MX'],
    ['SKABC', 'SK'],
    ['DE123456789', null],
  ] as const) {
    test(`${taxId} is none of ${country ?? 'no country'}, so its digits are not judged`, ({ assert }) =>
      assert.isTrue(hasRightChecksum(taxId, country)))
  }

  test('Monaco counts as France', ({ assert }) => assert.isFalse(hasRightChecksum('FR84323140391', 'MC')))
})
