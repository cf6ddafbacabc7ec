import { test } from '@japa/runner'
import { refuseValidity } from '#app/billing/domain/taxation/validity'

test.group('Days on which a rate, registration or exemption holds', () => {
  /** from, until, why not */
  const cases: [string, string | null, string | null][] = [
    ['2026-03-01', null, null],
    ['2019-01-01', '2026-01-01', null],
    ['2026-02-30', null, 'start_impossible'],
    ['2026-03-01', '2026-02-31', 'end_impossible'],
    ['2026-03-01', '2026-03-01', 'ends_before_start'],
    ['2036-03-01', null, null],
    ['2036-03-02', null, 'starts_too_far_ahead'],
    ['9999-12-31', null, 'starts_too_far_ahead'],
    // Many certificates name the last day that there is, and mean that they have no end.
    ['2026-03-01', '9999-12-31', null],
  ]
  for (const [validFrom, validUntil, expected] of cases)
    test(`${validFrom} to ${validUntil}: ${expected ?? 'possible'}`, ({ assert }) =>
      assert.equal(refuseValidity({ validFrom, validUntil }, '2026-03-01'), expected))
})
