import { test } from '@japa/runner'
import {
  decideTopUp,
  defaultLimits,
  findLimitsComplaint,
  type PaymentLimits,
  topUpRoom,
} from '#app/payments/domain/payment_limits'

const limits: PaymentLimits = {
  currency: 'EUR',
  allowsTopUps: true,
  topUpMin: 500n,
  topUpMax: 10_000n,
  topUpDayMax: 15_000n,
  balanceMax: 20_000n,
  allowsPartPayments: true,
  partPaymentMin: 500n,
}

test.group('Limits of top-ups', () => {
  test('{amount} with {today} today and {balance} kept: {expected} {limit}')
    .with([
      { amount: 500n, today: 0n, balance: 0n, expected: 'ok', limit: null },
      { amount: 499n, today: 0n, balance: 0n, expected: 'below_top_up_min', limit: 500n },
      { amount: 0n, today: 0n, balance: 0n, expected: 'below_top_up_min', limit: 500n },
      { amount: 10_000n, today: 0n, balance: 0n, expected: 'ok', limit: null },
      { amount: 10_001n, today: 0n, balance: 0n, expected: 'above_top_up_max', limit: 10_000n },
      { amount: 5_000n, today: 10_000n, balance: 10_000n, expected: 'ok', limit: null },
      { amount: 5_001n, today: 10_000n, balance: 10_000n, expected: 'above_day_max', limit: 5_000n },
      { amount: 500n, today: 16_000n, balance: 0n, expected: 'above_day_max', limit: 0n },
      { amount: 5_000n, today: 0n, balance: 15_000n, expected: 'ok', limit: null },
      { amount: 5_001n, today: 0n, balance: 15_000n, expected: 'above_balance_max', limit: 5_000n },
      { amount: 500n, today: 0n, balance: 25_000n, expected: 'above_balance_max', limit: 0n },
      { amount: 9_000n, today: 8_000n, balance: 19_000n, expected: 'above_balance_max', limit: 1_000n },
    ])
    .run(({ assert }, { amount, today, balance, expected, limit }) => {
      const decision = decideTopUp(amount, limits, { today, balance })
      assert.equal(decision.ok ? 'ok' : decision.error.type, expected)
      if (!decision.ok) assert.equal('limit' in decision.error ? decision.error.limit : null, limit)
      const room = topUpRoom(limits, { today, balance })
      assert.equal(decision.ok, amount >= limits.topUpMin && amount <= room)
    })

  test('a tenant that takes none says so', ({ assert }) => {
    const off = { ...limits, allowsTopUps: false }
    const decision = decideTopUp(1_000n, off, { today: 0n, balance: 0n })
    assert.deepEqual(decision, { ok: false, error: { type: 'top_ups_off' } })
    assert.equal(topUpRoom(off, { today: 0n, balance: 0n }), 0n)
  })

  test('{field} is refused when it is {type}')
    .with([
      { change: {}, field: null, type: null },
      { change: { topUpMin: 0n }, field: 'topUpMin', type: 'not_positive' },
      { change: { partPaymentMin: -1n }, field: 'partPaymentMin', type: 'not_positive' },
      { change: { topUpMax: 499n }, field: 'topUpMax', type: 'below_top_up_min' },
      { change: { topUpDayMax: 9_999n }, field: 'topUpDayMax', type: 'below_top_up_max' },
      { change: { balanceMax: 9_999n }, field: 'balanceMax', type: 'below_top_up_max' },
    ])
    .run(({ assert }, { change, field, type }) => {
      const complaint = findLimitsComplaint({ ...limits, ...change })
      assert.deepEqual(complaint, field ? ({ field, type } as typeof complaint) : null)
    })

  test('defaults keep to themselves in {currency}: from {min}')
    .with([
      { currency: 'EUR', min: 500n },
      { currency: 'JPY', min: 500n },
      { currency: 'KWD', min: 5_000n },
    ])
    .run(({ assert }, { currency, min }) => {
      assert.isNull(findLimitsComplaint(defaultLimits(currency)))
      assert.equal(defaultLimits(currency).topUpMin, min)
    })
})
