import { test } from '@japa/runner'
import { expiryNoticeDue } from '#app/billing/domain/taxation/exemption_end'

const rows: [string, string, number[], number | null][] = [
  ['31 days before', '2026-04-01', [], null],
  ['30 days before', '2026-03-31', [], 30],
  ['once', '2026-03-31', [30], null],
  ['8 days before, never told', '2026-03-09', [], 30],
  ['7 days before', '2026-03-08', [30], 7],
  ['told of 7 days, not of 30 after', '2026-03-08', [7], null],
  ['the day before', '2026-03-02', [30, 7], null],
  ['the first day without', '2026-03-01', [30, 7], 0],
  ['the day after, when nothing ran', '2026-02-28', [30, 7], 0],
  ['told already', '2026-02-28', [0], null],
  ['long over', '2026-02-01', [], null],
]

test.group('The end of a certificate', () => {
  test('{0}').with(rows).run(({ assert }, [, validUntil, given, days]) => {
    assert.equal(expiryNoticeDue({ validUntil, today: '2026-03-01' }, given), days)
  }) // prettier-ignore
})
