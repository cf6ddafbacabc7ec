import { test } from '@japa/runner'
import {
  type BankAccount,
  decideBankAccount,
  isIban,
  normaliseAccount,
} from '#app/tenancy/domain/bank_account'
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
    support_email: 'a@b.test', phone: null, website: null, footer: null, electronic_address: null,
  } // prettier-ignore
  const rows: [string, CompanyChanges, string][] = [
    ['nothing', {}, ''],
    ['the same', { country: 'DE', phone: undefined }, ''],
    ['a name', { legal_name: 'EZSCALE AG' }, 'legal_name'],
    ['emptied', { country: null }, 'country'],
  ]
  for (const [what, wish, expected] of rows) {
    test(what, ({ assert }) => {
      assert.equal(changedFields(company, changeCompany(company, wish)).join(), expected)
    })
  }
})

test.group('Naming a bank account', () => {
  const iban = 'DE89370400440532013000'
  const kept = (currency: string, isClosed = false, number = iban): BankAccount => ({
    id: currency, holder: 'EZSCALE GmbH', iban: number, bic: null, bankName: null, currency, openedAt: new Date(0), closedAt: isClosed ? new Date(1) : null,
  }) // prettier-ignore
  const other = 'NO9386011117947'
  const rows: [string, string, BankAccount[], string][] = [
    ['the first', iban, [], iban],
    ['in groups and small letters', 'de89 3704 0044 0532 0130 00', [], iban],
    ['a wrong digit', 'DE89370400440532013001', [], 'iban_malformed'],
    ['beside one of another currency', iban, [kept('USD')], iban],
    ['beside one of the same', other, [kept('EUR')], 'currency_taken'],
    ['in the place of one that was closed', other, [kept('EUR', true)], other],
    ['the same that was closed, under another id', iban, [kept('EUR', true)], 'iban_taken'],
  ]
  for (const [what, number, others, expected] of rows) {
    test(what, ({ assert }) => {
      const wish = { holder: 'EZSCALE GmbH', iban: number, bic: null, bankName: null, currency: 'EUR' }
      const decided = decideBankAccount(wish, others)
      assert.equal('type' in decided ? decided.type : decided.iban, expected)
    })
  }
})
