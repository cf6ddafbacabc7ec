import { test } from '@japa/runner'
import { defaultPolicies, readPolicies } from '#app/billing/domain/policies'

test.group('readPolicies', () => {
  test('a tenant without settings has the defaults', ({ assert }) => {
    assert.deepEqual(readPolicies({}), defaultPolicies)
  })

  test('a setting replaces its default only', ({ assert }) => {
    assert.deepEqual(readPolicies({ invoiceLeadDays: 14, somethingElse: true }), {
      ...defaultPolicies,
      invoiceLeadDays: 14,
    })
  })

  test('days are put in order', ({ assert }) => {
    const policies = readPolicies({ collectionDays: [3, 0, 1], noticeDaysBefore: [1, 3] })
    assert.deepEqual(policies.collectionDays, [0, 1, 3])
    assert.deepEqual(policies.suspensionNoticeDays, [3, 1])
    assert.deepEqual(policies.terminationNoticeDays, [3, 1])
  })

  test('both lists of notices may be said at once, and each for itself', ({ assert }) => {
    const policies = readPolicies({ noticeDaysBefore: [2], terminationNoticeDays: [7, 1] })
    assert.deepEqual([policies.suspensionNoticeDays, policies.terminationNoticeDays], [[2], [7, 1]])
  })

  const refusals: [string, Record<string, unknown>][] = [
    ['a lead beyond 30 days', { invoiceLeadDays: 31 }],
    ['a negative lead', { invoiceLeadDays: -1 }],
    ['half a day', { suspensionDays: 2.5 }],
    ['text', { terminationDays: '30' }],
    ['an hour that does not exist', { collectionHour: 24 }],
    ['the same day twice', { collectionDays: [0, 0] }],
    ['no list', { collectionDays: 3 }],
    ['an unknown rounding', { taxRounding: 'invoice' }],
    ['a summary on a day that some months lack', { summaryDay: 29 }],
    ['an unknown grouping', { invoiceGrouping: 'week' }],
    ['a fee without its kind', { lateFee: { afterDays: 10, isTaxed: false } }],
    ['a fee on the due date', { lateFee: { kind: 'percent', percent: '5', afterDays: 0, isTaxed: false, minimum: {}, maximum: {} } }],
    ['termination before suspension', { suspensionDays: 10, terminationDays: 10 }],
  ] // prettier-ignore
  for (const [name, settings] of refusals) {
    test(`${name} is refused`, ({ assert }) => {
      assert.throws(() => readPolicies(settings), /policy/)
    })
  }
})
