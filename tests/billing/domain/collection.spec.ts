import { test } from '@japa/runner'
import { collectionInstants, firstAttemptAt, nextAttemptAt } from '#app/billing/domain/collection'
import { consequenceOn, noticesDue } from '#app/billing/domain/overdue'
import { defaultPolicies } from '#app/billing/domain/policies'

const berlin = { dueOn: '2026-03-26', timeZone: 'Europe/Berlin', policies: defaultPolicies }

test.group('Collection', () => {
  test('tries are on days 0, 1, 3, 5 and 7 at six in the tenant’s zone, across the change to summer time', ({
    assert,
  }) => {
    assert.deepEqual(
      collectionInstants(berlin).map((instant) => instant.toISOString()),
      [
        '2026-03-26T05:00:00.000Z',
        '2026-03-27T05:00:00.000Z',
        '2026-03-29T04:00:00.000Z',
        '2026-03-31T04:00:00.000Z',
        '2026-04-02T04:00:00.000Z',
      ]
    )
  })

  const rows: [string, string, boolean, string | null][] = [
    ['before the first', '2026-03-25T12:00:00Z', false, '2026-03-26T05:00:00.000Z'],
    ['after the first', '2026-03-26T05:00:01Z', false, '2026-03-27T05:00:00.000Z'],
    ['exactly at the first', '2026-03-26T05:00:00Z', false, '2026-03-27T05:00:00.000Z'],
    ['when two were missed', '2026-03-30T12:00:00Z', false, '2026-03-31T04:00:00.000Z'],
    ['after the last', '2026-04-02T04:00:00Z', false, null],
    ['after a hard decline', '2026-03-26T05:00:01Z', true, null],
  ]
  for (const [name, now, isHardDecline, expected] of rows) {
    test(`the next try ${name}`, ({ assert }) => {
      const next = nextAttemptAt(berlin, { now: new Date(now), isHardDecline })
      assert.equal(next?.toISOString() ?? null, expected)
    })
  }

  test('a tenant may choose not to try at all', ({ assert }) => {
    assert.isNull(firstAttemptAt({ ...berlin, policies: { ...defaultPolicies, collectionDays: [] } }))
  })
})

test.group('Overdue', () => {
  test('suspension after 5 days, termination after 30', ({ assert }) => {
    assert.equal(consequenceOn('2026-04-10', 'suspension', defaultPolicies), '2026-04-15')
    assert.equal(consequenceOn('2026-04-10', 'termination', defaultPolicies), '2026-05-10')
  })

  const rows: [string, string, string[]][] = [
    ['the due date', '2026-04-10', []],
    ['the day after', '2026-04-11', []],
    ['3 days before suspension', '2026-04-12', ['suspension 3']],
    ['2 days before: the same notice, which is sent once', '2026-04-13', ['suspension 3']],
    ['1 day before suspension', '2026-04-14', ['suspension 1']],
    ['the day of suspension', '2026-04-15', []],
    ['3 days before termination', '2026-05-07', ['termination 3']],
    ['1 day before termination', '2026-05-09', ['termination 1']],
    ['the day of termination', '2026-05-10', []],
    ['long after', '2026-09-10', []],
    ['before it is due', '2026-04-01', []],
  ]
  for (const [name, today, expected] of rows) {
    test(`notices on ${name}`, ({ assert }) => {
      const notices = noticesDue({ dueOn: '2026-04-10' }, today, defaultPolicies)
      assert.deepEqual(
        notices.map(({ consequence, daysBefore }) => `${consequence} ${daysBefore}`),
        expected
      )
    })
  }
})
