import { test } from '@japa/runner'
import { readPolicies } from '#app/billing/index'
import { type CancellationInput, decideCancellation } from '#app/subscriptions/domain/cancellation'
import { decideOverdue, type OverdueSituation } from '#app/subscriptions/domain/overdue_decision'
import { renew } from '#app/subscriptions/domain/renewal'
import {
  moveSubscription,
  type SubscriptionMove,
  type SubscriptionStatus,
} from '#app/subscriptions/domain/subscription_state'

const defaultPolicies = readPolicies({})

test.group('Subscription states', () => {
  const allowed: Record<SubscriptionStatus, Partial<Record<SubscriptionMove, SubscriptionStatus>>> = {
    pending: { begin_trial: 'trialing', activate: 'active', cancel: 'cancelled' },
    trialing: { convert: 'active', suspend: 'suspended', cancel: 'cancelled' },
    active: { fall_behind: 'past_due', suspend: 'suspended', cancel: 'cancelled' },
    past_due: { catch_up: 'active', suspend: 'suspended', cancel: 'cancelled' },
    suspended: { restore: 'active', cancel: 'cancelled' },
    cancelled: {},
  }
  const moves: SubscriptionMove[] = [
    'begin_trial',
    'convert',
    'activate',
    'fall_behind',
    'catch_up',
    'suspend',
    'restore',
    'cancel',
  ]
  for (const status of Object.keys(allowed) as SubscriptionStatus[]) {
    for (const move of moves) {
      const expected = allowed[status][move] ?? 'refused'
      test(`${status}: ${move} → ${expected}`, ({ assert }) => {
        const result = moveSubscription(status, move)
        assert.equal(result.ok ? result.value : 'refused', expected)
      })
    }
  }
})

test.group('renew', () => {
  const subscription = {
    interval: { unit: 'month' as const, count: 1 },
    anchorDay: 31,
    renewsOn: '2026-02-28',
  }

  test('on time: due when the period starts', ({ assert }) => {
    assert.deepEqual(renew(subscription, { today: '2026-02-21', terms: defaultPolicies }), {
      period: { startsOn: '2026-02-28', endsOn: '2026-03-31' },
      dueOn: '2026-02-28',
      next: { currentPeriodStartsOn: '2026-02-28', renewsOn: '2026-03-31', invoiceOn: '2026-03-24' },
    })
  })

  test('late: due when it is issued', ({ assert }) => {
    assert.equal(renew(subscription, { today: '2026-03-05', terms: defaultPolicies }).dueOn, '2026-03-05')
  })
})

test.group('decideOverdue', () => {
  const behind: OverdueSituation = {
    status: 'past_due',
    owedSince: '2026-04-10',
    today: '2026-04-15',
    wasTried: true,
    isPaymentUnderWay: false,
  }
  const rows: [string, Partial<OverdueSituation>, string][] = [
    ['four days late', { today: '2026-04-14' }, 'wait'],
    ['five days late', {}, 'suspend'],
    ['never tried', { wasTried: false }, 'wait'],
    ['money on its way', { isPaymentUnderWay: true }, 'wait'],
    ['thirty days late and still running: one step at a time', { today: '2026-05-10' }, 'suspend'],
    ['suspended, 29 days', { status: 'suspended', today: '2026-05-09' }, 'wait'],
    ['suspended, 30 days', { status: 'suspended', today: '2026-05-10' }, 'terminate'],
    ['suspended, paying', { status: 'suspended', today: '2026-05-10', isPaymentUnderWay: true }, 'wait'],
    ['cancelled', { status: 'cancelled', today: '2026-06-10' }, 'wait'],
    ['not begun', { status: 'pending', today: '2026-06-10' }, 'wait'],
  ]
  for (const [name, difference, expected] of rows) {
    test(`${name} → ${expected}`, ({ assert }) => {
      assert.equal(
        decideOverdue({ ...behind, ...difference }, { ...defaultPolicies, stricterOn: null }),
        expected
      )
    })
  }
})

test.group('decideCancellation', () => {
  const running: CancellationInput = {
    subscription: {
      status: 'active',
      cancelAtPeriodEnd: false,
      currentPeriodStartsOn: '2026-03-10',
      renewsOn: '2026-04-10',
    },
    when: 'period_end',
    today: '2026-03-20',
    isLastPeriodUnpaid: false,
  }
  const ahead = { ...running.subscription, currentPeriodStartsOn: '2026-04-10', renewsOn: '2026-05-10' }
  const ends = (endsOn: string, isImmediate: boolean, abandonedFrom: string | null = null) => ({
    endsOn,
    isImmediate,
    abandonedFrom,
  })
  const rows: [string, Partial<CancellationInput>, object | string][] = [
    ['at period end', {}, ends('2026-04-10', false)],
    ['now', { when: 'now' }, ends('2026-03-20', true)],
    ['renewal open', { subscription: ahead, today: '2026-04-05', isLastPeriodUnpaid: true }, ends('2026-04-10', false, '2026-04-10')],
    ['renewal paid', { subscription: ahead, today: '2026-04-05' }, ends('2026-05-10', false)],
    ['now, renewal open', { when: 'now', subscription: ahead, today: '2026-04-05', isLastPeriodUnpaid: true }, ends('2026-04-05', true, '2026-04-10')],
    ['running period unpaid', { isLastPeriodUnpaid: true }, ends('2026-04-10', false)],
    ['suspended', { subscription: { ...running.subscription, status: 'suspended' } }, ends('2026-03-20', true)],
    ['pending, now', { when: 'now', subscription: { status: 'pending', cancelAtPeriodEnd: false, currentPeriodStartsOn: null, renewsOn: null } }, ends('2026-03-20', true)],
    ['pending, at period end', { subscription: { status: 'pending', cancelAtPeriodEnd: false, currentPeriodStartsOn: null, renewsOn: null } }, 'not_started'],
    ['cancelled', { subscription: { ...running.subscription, status: 'cancelled' } }, 'already_cancelled'],
    ['ending already', { subscription: { ...running.subscription, cancelAtPeriodEnd: true } }, 'already_ending'],
    ['ending already, now', { when: 'now', subscription: { ...running.subscription, cancelAtPeriodEnd: true } }, ends('2026-03-20', true)],
  ] // prettier-ignore
  for (const [name, difference, expected] of rows) {
    test(name, ({ assert }) => {
      const result = decideCancellation({ ...running, ...difference })
      assert.deepEqual(result.ok ? result.value : result.error.type, expected)
    })
  }
})
