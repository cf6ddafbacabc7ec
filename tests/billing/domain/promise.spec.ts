import { test } from '@japa/runner'
import { defaultPolicies } from '#app/billing/domain/policies'
import { attemptAfterPromise, decidePromise, isTriedSincePromise } from '#app/billing/domain/promise'

test.group('decidePromise', () => {
  const rows: [string, 'open' | 'paid', string, string][] = [
    ['until today', 'open', '2026-03-10', '2026-03-11'],
    ['until next week', 'open', '2026-03-17', '2026-03-18'],
    ['over the end of February', 'open', '2026-03-31', '2026-04-01'],
    ['ninety days', 'open', '2026-06-08', '2026-06-09'],
    ['more than ninety days', 'open', '2026-06-09', 'promise_too_far'],
    ['yesterday', 'open', '2026-03-09', 'promise_in_the_past'],
    ['for what is paid', 'paid', '2026-03-17', 'invoice_not_open'],
  ]
  for (const [name, status, until, expected] of rows) {
    test(name, ({ assert }) => {
      const decision = decidePromise({ status }, until, '2026-03-10')
      assert.equal(decision.ok ? decision.value.collectsOn : decision.error.type, expected)
    })
  }
})

test.group('What follows a promise', () => {
  const never = { nextAttemptAt: null, lastAttemptAt: null, collectionFailure: null, reopenedOn: null }
  const endsAt = new Date('2026-04-07T04:00:00Z')
  const first = '2026-04-10T04:00:00.000Z'
  const planned = { ...never, nextAttemptAt: new Date(first) }
  const rows: [string, Parameters<typeof attemptAfterPromise>[0], string, string | null][] = [
    ['it ends before the due date', planned, '2026-04-10', first],
    ['it ends after it', planned, '2026-04-01', endsAt.toISOString()],
    ['all tries were made', { ...never, lastAttemptAt: endsAt }, '2026-04-01', endsAt.toISOString()],
    ['refused without a try of ours', { ...never, collectionFailure: 'hard_decline' }, '2026-04-01', endsAt.toISOString()],
    ['owed again', { ...never, reopenedOn: '2026-04-02' }, '2026-04-01', endsAt.toISOString()],
    ['nothing is charged by itself', never, '2026-04-01', null],
  ] // prettier-ignore
  for (const [name, invoice, dueOn, expected] of rows)
    test(`when: ${name}`, ({ assert }) => {
      const plan = { dueOn, timeZone: 'Europe/Berlin', policies: defaultPolicies }
      assert.equal(attemptAfterPromise(invoice, endsAt, plan)?.toISOString() ?? null, expected)
    })

  test('without days on which anything is charged it is tried when the promise ends', ({ assert }) => {
    const plan = { dueOn: '2026-04-10', timeZone: 'Europe/Berlin', policies: { ...defaultPolicies, collectionDays: [] } } // prettier-ignore
    assert.deepEqual(attemptAfterPromise(planned, endsAt, plan), endsAt)
  })

  const tried: [string, string | null, string | null, boolean][] = [
    ['never promised', null, null, true],
    ['not tried', '2026-04-14', null, false],
    ['tried by hand on its last day', '2026-04-14', '2026-04-14T21:59:00Z', false],
    ['tried on the day after, in Berlin', '2026-04-14', '2026-04-14T22:00:00Z', true],
  ]
  for (const [name, promisedUntil, at, expected] of tried)
    test(`whether it was tried since: ${name}`, ({ assert }) => {
      const invoice = { promisedUntil, lastAttemptAt: at ? new Date(at) : null }
      assert.equal(isTriedSincePromise(invoice, 'Europe/Berlin'), expected)
    })
})
