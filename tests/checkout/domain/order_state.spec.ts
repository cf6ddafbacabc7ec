import { test } from '@japa/runner'
import {
  isOver,
  type LineStatus,
  moveOrder,
  orderStatuses,
  outcomeOfLines,
} from '#app/checkout/domain/order_state'

test.group('moveOrder', () => {
  const allowed = [
    'reserving → awaiting_payment',
    'reserving → provisioning',
    'reserving → failed',
    'reserving → cancelled',
    'awaiting_payment → in_review',
    'awaiting_payment → provisioning',
    'awaiting_payment → failed',
    'awaiting_payment → cancelled',
    'in_review → provisioning',
    'in_review → cancelled',
    'provisioning → completed',
    'provisioning → failed',
  ]
  for (const from of orderStatuses) {
    for (const to of orderStatuses) {
      const isAllowed = allowed.includes(`${from} → ${to}`)
      test(`${from} → ${to} is ${isAllowed ? 'allowed' : 'refused'}`, ({ assert }) => {
        assert.equal(moveOrder(from, to).ok, isAllowed)
      })
    }
  }

  test('an order ends completed, failed or cancelled', ({ assert }) => {
    assert.deepEqual(orderStatuses.filter(isOver), ['completed', 'failed', 'cancelled'])
  })
})

test.group('outcomeOfLines', () => {
  const cases: [LineStatus[], 'completed' | 'failed' | null][] = [
    [['pending'], null],
    [['active', 'pending'], null],
    [['failed', 'pending'], null],
    [['active'], 'completed'],
    [['active', 'failed'], 'completed'],
    [['failed', 'failed'], 'failed'],
  ]
  for (const [lines, expected] of cases) {
    test(`${lines.join(', ')} makes ${expected ?? 'nothing yet'}`, ({ assert }) => {
      assert.equal(outcomeOfLines(lines), expected)
    })
  }
})
