import { test } from '@japa/runner'
import {
  type CollectionFailure,
  collectionInstants,
  firstAttemptAt,
  nextAttemptAt,
} from '#app/billing/domain/collection'
import { consequenceOn, noticesDue } from '#app/billing/domain/overdue'
import { defaultPolicies } from '#app/billing/domain/policies'

const terms = { ...defaultPolicies, stricterOn: null }
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

  const rows: [string, string, CollectionFailure | null, string | null][] = [
    ['before the first', '2026-03-25T12:00:00Z', null, '2026-03-26T05:00:00.000Z'],
    ['after the first', '2026-03-26T05:00:01Z', null, '2026-03-27T05:00:00.000Z'],
    ['exactly at the first', '2026-03-26T05:00:00Z', null, '2026-03-27T05:00:00.000Z'],
    ['when two were missed', '2026-03-30T12:00:00Z', null, '2026-03-31T04:00:00.000Z'],
    ['after the last', '2026-04-02T04:00:00Z', null, null],
    ['after a hard decline', '2026-03-26T05:00:01Z', 'hard_decline', null],
    ['when the bank wants its customer', '2026-03-26T05:00:01Z', 'authentication_required', null],
    ['when there was not enough money', '2026-03-27T05:00:01Z', 'insufficient_funds', '2026-03-29T04:00:00.000Z'],
    ['when the bank said no', '2026-03-27T05:00:01Z', 'soft_decline', '2026-03-29T04:00:00.000Z'],
    ['when the bank could not be asked: the next day', '2026-03-27T05:00:01Z', 'try_later', '2026-03-28T05:00:00.000Z'],
    ['when it could not be asked on the day before a listed one', '2026-03-28T05:00:01Z', 'try_later', '2026-03-29T04:00:00.000Z'],
    ['when it could not be asked on the last listed day', '2026-04-02T04:00:01Z', 'try_later', null],
    ['when so little cannot be charged alone', '2026-03-27T05:00:01Z', 'too_small', null],
    ['without a card', '2026-03-27T05:00:01Z', 'no_payment_method', '2026-03-29T04:00:00.000Z'],
    ['when the gateway is off', '2026-03-27T05:00:01Z', 'not_chargeable', '2026-03-29T04:00:00.000Z'],
  ] // prettier-ignore
  for (const [name, now, failure, expected] of rows) {
    test(`the next try ${name}`, ({ assert }) => {
      const next = nextAttemptAt(berlin, { now: new Date(now), failure })
      assert.equal(next?.toISOString() ?? null, expected)
    })
  }

  test('a tenant may choose not to try at all', ({ assert }) => {
    assert.isNull(firstAttemptAt({ ...berlin, policies: { ...defaultPolicies, collectionDays: [] } }))
  })
})

test.group('Overdue', () => {
  test('suspension after 5 days, termination after 30', ({ assert }) => {
    assert.equal(consequenceOn('2026-04-10', 'suspension', terms), '2026-04-15')
    assert.equal(consequenceOn('2026-04-10', 'termination', terms), '2026-05-10')
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
      const notices = noticesDue({ owedSince: '2026-04-10' }, today, terms)
      assert.deepEqual(
        notices.map(({ consequence, daysBefore }) => `${consequence} ${daysBefore}`),
        expected
      )
    })
  }
})
