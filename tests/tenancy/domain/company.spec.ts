import { test } from '@japa/runner'
import { isIban, normaliseAccount } from '#app/tenancy/domain/bank_account'
import { changeCompany, changedFields, type Company, type CompanyChanges } from '#app/tenancy/domain/company'

test.group('IBAN', () => {
  const rows: [string, boolean][] = [
    ['DE89370400440532013000', true],
    ['GB82WEST12345698765432', true],
    ['NO9386011117947', true],
    ['DE89370400440532013001', false],
    ['DE88370400440532013000', false],
    ['DE89', false],
    ['', false],
    ['de89370400440532013000', false],
  ]
  for (const [iban, expected] of rows) {
    test(iban || 'nothing', ({ assert }) => assert.equal(isIban(iban), expected))
  }
  test('one spelling', ({ assert }) =>
    assert.equal(normaliseAccount(' de89 3704 0044\u00a00532 0130 00'), 'DE89370400440532013000'))
})

test.group('Changing who sells', () => {
  const company: Company = {
    legal_name: 'EZSCALE GmbH', street: null, postal_code: null, city: null, region: null, country: 'DE', tax_id: null,
    support_email: 'a@b.test', phone: null, website: null, footer: null, electronic_address: null, iban: null, bic: null, bank_name: null,
  } // prettier-ignore
  const rows: [string, CompanyChanges, string][] = [
    ['an account in groups', { iban: 'de89 3704 0044 0532 0130 00', bic: 'cobadeffxxx' }, 'iban,bic'],
    ['nothing', {}, ''],
    ['the same', { country: 'DE', phone: undefined }, ''],
    ['a wrong digit', { iban: 'DE89370400440532013001' }, 'iban_malformed'],
    ['a bank without account', { bank_name: 'Bank' }, 'iban_missing'],
    ['a BIC without account', { bic: 'COBADEFFXXX' }, 'iban_missing'],
    ['emptied', { country: null }, 'country'],
  ]
  for (const [what, wish, expected] of rows) {
    test(what, ({ assert }) => {
      const changed = changeCompany(company, wish)
      assert.equal('type' in changed ? changed.type : changedFields(company, changed).join(), expected)
    })
  }
})
