import { test } from '@japa/runner'
import { decideRefund, type RefundablePayment, refundableOf } from '#app/payments/domain/refund_decision'
import {
  approvalNeeded,
  defaultRefundLimit,
  mayApprove,
  widestLimit,
} from '#app/payments/domain/refund_limits'
import { reconcileRefund } from '#app/payments/domain/refund_reconciliation'
import { type RefundStatus } from '#app/payments/domain/refund'
import type { GatewayRefund } from '#app/payments/domain/gateway_values'

const taken: RefundablePayment = {
  status: 'succeeded',
  captured: 1000n,
  isApplied: true,
  givenBack: 0n,
  disputed: 0n,
  hasOpenDispute: false,
  ability: 'partial',
}

test.group('What may go back', () => {
  test('{what}: {outcome}')
    .with([
      { what: 'all of it', change: {}, amount: 1000n, free: 1000n, outcome: 'ok' },
      { what: 'a part', change: {}, amount: 1n, free: 1000n, outcome: 'ok' },
      { what: 'nothing', change: {}, amount: 0n, free: 1000n, outcome: 'amount_not_positive' },
      { what: 'more than was taken', change: {}, amount: 1001n, free: 2000n, outcome: 'more_than_payment' },
      {
        what: 'what went back already',
        change: { givenBack: 600n },
        amount: 401n,
        free: 1000n,
        outcome: 'more_than_payment',
      },
      {
        what: 'what a bank took back',
        change: { disputed: 1000n },
        amount: 1n,
        free: 1000n,
        outcome: 'more_than_payment',
      },
      {
        what: 'while a bank disputes it',
        change: { hasOpenDispute: true },
        amount: 1n,
        free: 1000n,
        outcome: 'payment_disputed',
      },
      {
        what: 'what paid an invoice that stands',
        change: {},
        amount: 500n,
        free: 499n,
        outcome: 'more_than_balance',
      },
      { what: 'from a balance below zero', change: {}, amount: 1n, free: -5n, outcome: 'more_than_balance' },
      {
        what: 'before it is applied',
        change: { isApplied: false },
        amount: 1n,
        free: 1000n,
        outcome: 'payment_not_applied',
      },
      {
        what: 'of a payment that failed',
        change: { status: 'failed' as const },
        amount: 1n,
        free: 1000n,
        outcome: 'payment_not_taken',
      },
      {
        what: 'where the gateway gives nothing',
        change: { ability: 'none' as const },
        amount: 1n,
        free: 1000n,
        outcome: 'refunds_not_possible',
      },
      {
        what: 'a part where it gives all or nothing',
        change: { ability: 'whole' as const },
        amount: 999n,
        free: 1000n,
        outcome: 'only_whole',
      },
      {
        what: 'all where it gives all or nothing',
        change: { ability: 'whole' as const },
        amount: 1000n,
        free: 1000n,
        outcome: 'ok',
      },
    ])
    .run(({ assert }, { change, amount, free, outcome }) => {
      const decision = decideRefund({ amount, free, payment: { ...taken, ...change } })
      assert.equal(decision.ok ? 'ok' : decision.error.type, outcome)
      if (decision.ok) assert.isAtMost(Number(amount), Number(refundableOf({ ...taken, ...change })))
    })

  test('another way is limited by the balance alone', ({ assert }) => {
    assert.isTrue(decideRefund({ amount: 5n, free: 5n, payment: null }).ok)
    assert.isFalse(decideRefund({ amount: 6n, free: 5n, payment: null }).ok)
  })
})

const answer = (state: GatewayRefund['state']): GatewayRefund => ({
  reference: 're_1', refundId: null, paymentReference: 'pi_1', state, money: { amount: 1n, currency: 'EUR' },
  failure: state === 'failed' ? { code: 'declined', message: 'No.' } : null, claimUrl: null, createdAt: new Date(0),
}) // prettier-ignore

test.group('What an answer makes of a refund', () => {
  test('{from} and {state}: {to}, books {books}')
    .with([
      {
        from: 'created',
        state: 'succeeded',
        isSent: false,
        isReturned: false,
        to: 'succeeded',
        books: 'sent',
      },
      {
        from: 'created',
        state: 'processing',
        isSent: false,
        isReturned: false,
        to: 'processing',
        books: null,
      },
      {
        from: 'unknown',
        state: 'succeeded',
        isSent: false,
        isReturned: false,
        to: 'succeeded',
        books: 'sent',
      },
      { from: 'processing', state: 'failed', isSent: false, isReturned: false, to: 'failed', books: null },
      {
        from: 'succeeded',
        state: 'succeeded',
        isSent: true,
        isReturned: false,
        to: 'succeeded',
        books: null,
      },
      {
        from: 'succeeded',
        state: 'processing',
        isSent: true,
        isReturned: false,
        to: 'succeeded',
        books: null,
      },
      {
        from: 'succeeded',
        state: 'failed',
        isSent: true,
        isReturned: false,
        to: 'failed',
        books: 'returned',
      },
      {
        from: 'failed',
        state: 'succeeded',
        isSent: false,
        isReturned: false,
        to: 'succeeded',
        books: 'sent',
      },
      { from: 'failed', state: 'succeeded', isSent: true, isReturned: true, to: 'failed', books: null },
      {
        from: 'awaiting_approval',
        state: 'succeeded',
        isSent: false,
        isReturned: false,
        to: 'awaiting_approval',
        books: null,
      },
    ] as const)
    .run(({ assert }, { from, state, isSent, isReturned, to, books }) => {
      const at = new Date(0)
      const known = { status: from as RefundStatus, failure: null, succeededAt: isSent ? at : null, returnedAt: isReturned ? at : null } // prettier-ignore
      const decision = reconcileRefund(known, answer(state))
      assert.deepEqual([decision.status, decision.books], [to, books])
    })
})

test.group('Who may give how much', () => {
  test('{way} of {amount} with {today} today and a limit of {limit}: {needs}')
    .with([
      { way: 'source', amount: 200n, today: 0n, limit: 200n, needs: null },
      { way: 'source', amount: 201n, today: 0n, limit: 200n, needs: 'above_limit' },
      { way: 'source', amount: 1n, today: 200n, limit: 200n, needs: 'above_limit' },
      { way: 'source', amount: 1_000_000n, today: 0n, limit: null, needs: null },
      { way: 'cash', amount: 1n, today: 0n, limit: null, needs: 'another_way' },
    ])
    .run(({ assert }, { needs, ...asked }) => assert.equal(approvalNeeded(asked), needs))

  test('{what}: {refusal}')
    .with([
      { what: 'another within their limit', change: {}, refusal: null },
      { what: 'it does not wait', change: { isWaiting: false }, refusal: 'not_waiting' },
      { what: 'their own', change: { isOwn: true }, refusal: 'own_request' },
      { what: 'their own, and nobody else could', change: { isOwn: true, others: 0 }, refusal: null },
      { what: 'beyond their limit', change: { limit: 99n }, refusal: 'beyond_own_limit' },
      { what: 'beyond it with what they gave today', change: { today: 1n }, refusal: 'beyond_own_limit' },
      { what: 'their own beyond their limit', change: { isOwn: true, others: 0, limit: 99n }, refusal: 'beyond_own_limit' },
    ])
    .run(({ assert }, { change, refusal }) => {
      const asked = { isWaiting: true, isOwn: false, amount: 100n, today: 0n, limit: 100n as bigint | null, others: 1, ...change }
      assert.equal(mayApprove(asked), refusal)
    })

  test('the widest limit of all roles counts; nobody without a role gives anything', ({ assert }) => {
    const limits = ['owner', 'billing'].map((role) => ({ role, currency: 'EUR', amount: defaultRefundLimit(role, 'EUR') }))
    assert.equal(widestLimit(['billing', 'support'], limits), 20_000n)
    assert.equal(widestLimit(['billing', 'owner'], limits), null)
    assert.equal(widestLimit(['support'], limits), 0n)
    assert.equal(defaultRefundLimit('billing', 'JPY'), 20_000n)
  })
}) // prettier-ignore
