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
    assert.deepEqual(policies.noticeDaysBefore, [3, 1])
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
    ['termination before suspension', { suspensionDays: 10, terminationDays: 10 }],
  ]
  for (const [name, settings] of refusals) {
    test(`${name} is refused`, ({ assert }) => {
      assert.throws(() => readPolicies(settings), /policy/)
    })
  }
})
