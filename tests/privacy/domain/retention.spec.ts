import { test } from '@japa/runner'
import {
  faultOf,
  keptFrom,
  leastDaysOf,
  retentionKinds,
  type RetentionWish,
} from '#app/privacy/domain/retention'

test.group('Rules of retention', () => {
  const rows: [string, RetentionWish[], string | null][] = [
    ['nothing is asked for', [], null],
    ['kept for good', [{ kind: 'notes', keepDays: null }], null],
    ['as short as may be', [{ kind: 'order_origins', keepDays: 180 }], null],
    ['too short for disputes', [{ kind: 'order_origins', keepDays: 179 }], 'order_origins'],
    ['a customer of last month', [{ kind: 'idle_customers', keepDays: 30 }], 'idle_customers'],
    ['longer than anybody thinks', [{ kind: 'notes', keepDays: 7301 }], 'notes'],
    ['the first wrong one of several', [{ kind: 'notes', keepDays: 90 }, { kind: 'quotes', keepDays: 1 }], 'quotes'],
  ] // prettier-ignore
  for (const [name, wishes, expected] of rows) {
    test(name, ({ assert }) => assert.equal(faultOf(wishes)?.kind ?? null, expected))
  }

  test('never let the database be stricter than they are', ({ assert }) => {
    for (const kind of retentionKinds)
      assert.isAtLeast(leastDaysOf(kind), kind === 'idle_customers' ? 365 : 30)
    assert.equal(keptFrom(new Date('2026-03-31T00:00:00Z'), 30).toISOString(), '2026-03-01T00:00:00.000Z')
  })
})
