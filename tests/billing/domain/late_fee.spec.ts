import { test } from '@japa/runner'
import { chargeLateFee, feeFrom, feeIsDue, type LateFee } from '#app/billing/domain/late_fee'

const fixed: LateFee = { kind: 'fixed', amounts: { EUR: '500', JPY: '800' }, afterDays: 10, isTaxed: false }
const percent = (rate: string, minimum = {}, maximum = {}): LateFee => ({ kind: 'percent', percent: rate, minimum, maximum, afterDays: 10, isTaxed: false }) // prettier-ignore

test.group('Late fees', () => {
  const rows: [string, LateFee, bigint, string, bigint | null, string | null][] = [
    ['fixed', fixed, 1667n, 'EUR', 500n, null],
    ['fixed, without decimals', fixed, 1667n, 'JPY', 800n, null],
    ['fixed, in a currency without an amount', fixed, 1667n, 'USD', null, null],
    ['fixed, of nothing due', fixed, 0n, 'EUR', null, null],
    ['5 % of 16.67 is 0.8335', percent('5'), 1667n, 'EUR', 83n, null],
    ['2.5 % of 1.00 is half a cent: away from zero', percent('2.5'), 20n, 'EUR', 1n, null],
    ['0.01 % of 16.67 is less than half a cent', percent('0.01'), 1667n, 'EUR', null, null],
    ['raised to the minimum', percent('5', { EUR: '250' }), 1667n, 'EUR', 250n, 'minimum'],
    ['lowered to the maximum', percent('5', {}, { EUR: '4000' }), 100_000_00n, 'EUR', 4000n, 'maximum'],
    ['limits of another currency', percent('5', { USD: '250' }, { USD: '250' }), 1667n, 'EUR', 83n, null],
    ['a third, exactly once', percent('33.3333'), 300n, 'EUR', 100n, null],
  ] // prettier-ignore
  for (const [name, fee, amount, currency, expected, limitedBy] of rows) {
    test(name, ({ assert }) => {
      const charged = chargeLateFee(fee, { amount, currency })
      assert.deepEqual([charged?.amount ?? null, charged?.limitedBy ?? null], [expected, limitedBy])
    })
  }
})

test.group('When a late fee is due', () => {
  const rows: [string, string | undefined, string | null, string, boolean][] = [
    ['on the day before', undefined, null, '2026-03-19', false],
    ['on its day', undefined, null, '2026-03-20', true],
    ['introduced on its day', '2026-03-20', null, '2026-03-20', true],
    ['introduced after its day', '2026-03-21', null, '2026-04-20', false],
    ['long known, of a customer who came under it on its day', '2025-01-01', '2026-03-20', '2026-03-20', true],
    ['long known, of a customer who came under it after its day', '2025-01-01', '2026-03-21', '2026-04-20', false],
    ['introduced after its day, of a customer who came under it before', '2026-03-21', '2026-03-01', '2026-04-20', false],
    ['always known, of a customer who came under it after its day', undefined, '2026-03-21', '2026-04-20', false],
  ] // prettier-ignore
  for (const [name, since, holdsFrom, today, expected] of rows) {
    test(`${name}: ${expected}`, ({ assert }) => {
      const known: LateFee = since === undefined ? fixed : { ...fixed, since }
      assert.equal(feeIsDue(feeFrom(known, holdsFrom)!, '2026-03-10', today), expected)
    })
  }

  test('where there is none nothing comes to hold', ({ assert }) => {
    assert.isNull(feeFrom(null, '2026-03-20'))
  })
})
