import { test } from '@japa/runner'
import fc from 'fast-check'
import { findMention, numbersIn, toSearchText } from '#app/banking/domain/mentions'
import { readAmount } from '#app/banking/domain/read_amount'
import { creditorReference, isCreditorReference } from '#app/billing/domain/creditor_reference'

test.group('Numbers of invoices in a text', () => {
  const rows: [string, boolean][] = [
    ['INV-000012', true],
    ['inv000012', true],
    ['I N V - 0 0 0 0 1 2', true],
    ['INV-OOOO12.', true],
    ['Rechnung INV 12, danke', true],
    ['INV-000012 2026-03-02', true],
    ['SVWZ+INV-000012ABC', true],
    ['INV-0000123', false],
    ['INV-000013', false],
    ['000012', false],
    ['', false],
  ]
  for (const [text, expected] of rows) {
    test(text || 'nothing', ({ assert }) =>
      assert.equal(findMention(toSearchText(text), 'INV-000012') !== null, expected)
    )
  }
  test('every number is found that may be meant', ({ assert }) => {
    assert.includeMembers(numbersIn('INV 0000 12, Kunde 10001'), [12n, 10001n])
    assert.includeMembers(numbersIn('RF18INV00O012'), [18n, 12n])
    assert.isAtMost(numbersIn('1 '.repeat(500)).length, 80)
  })
  test('a number that is named is found, whatever stands around it', ({ assert }) => {
    const words = fc.array(fc.constantFrom('danke', 'Rechnung', '2026-03-02', '#', ' '), { maxLength: 4 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999 }), words, words, (number, before, after) => {
        const reference = `INV-${String(number).padStart(6, '0')}`
        const text = [...before, reference, ...after].join(' ')
        assert.equal(findMention(toSearchText(text), reference), 'plain', text)
        assert.include(numbersIn(text), BigInt(number))
      })
    )
  })
})

test.group('Creditor references (ISO 11649)', () => {
  test('the example of the standard', ({ assert }) => {
    assert.equal(creditorReference('539007547034'), 'RF18539007547034')
    assert.isTrue(isCreditorReference('rf18 5390 0754 7034'))
    assert.isFalse(isCreditorReference('RF19539007547034'))
  })
  test('each has its own, a changed digit is noticed, and none is too long', ({ assert }) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: 4, max: 12 }), (number, at) => {
        const reference = creditorReference(`INV-${String(number).padStart(6, '0')}`)
        assert.isTrue(isCreditorReference(reference))
        const changed = reference.slice(0, at) + (reference[at] === '7' ? '8' : '7') + reference.slice(at + 1)
        assert.isFalse(isCreditorReference(changed))
      })
    )
    assert.isAtMost(creditorReference(`X${'9'.repeat(60)}`).length, 25)
  })
})

test.group('Amounts as they are written', () => {
  const rows: [string, string, ',' | '.' | null, bigint | null][] = [
    ['16.67', 'EUR', null, 1667n],
    ['16,67', 'EUR', null, 1667n],
    ['1.016,67', 'EUR', null, 101_667n],
    ['1,016.67', 'EUR', null, 101_667n],
    ['1.016', 'EUR', null, 101_600n],
    ['1.016', 'EUR', '.', null],
    ['1.01', 'JPY', null, null],
    ['500', 'JPY', null, 500n],
    ['1.234', 'KWD', '.', 1234n],
    ['-16,67', 'EUR', null, -1667n],
    ['16,67-', 'EUR', null, -1667n],
    ['\u22125,00', 'EUR', null, -500n],
    ['+5', 'EUR', null, 500n],
    ['1 000,00', 'EUR', null, 100_000n],
    ['-5-', 'EUR', null, null],
    ['1.2.3', 'EUR', null, null],
    ['12.34.56,00', 'EUR', null, null],
    ['', 'EUR', null, null],
    ['1e3', 'EUR', null, null],
  ]
  for (const [text, currency, mark, expected] of rows) {
    test(`${text} ${currency}`, ({ assert }) => assert.equal(readAmount(text, currency, mark), expected))
  }
})
