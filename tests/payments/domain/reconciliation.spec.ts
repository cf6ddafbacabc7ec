import { test } from '@japa/runner'
import fc from 'fast-check'
import { money } from '#app/shared/money/money'
import type { Decline, GatewayPayment, GatewayState } from '#app/payments/domain/gateway_values'
import {
  mayMove,
  pauseMinutes,
  type PaymentStatus,
  paymentStatuses,
  type PendingCall,
} from '#app/payments/domain/payment'
import { reconcile } from '#app/payments/domain/reconciliation'

const soft: Decline = { kind: 'declined', code: 'insufficient_funds', message: 'No.', isHard: false }
const bank: Decline = {
  kind: 'action_required',
  code: 'authentication_required',
  message: 'Confirm.',
  isHard: false,
}

const answer = (state: GatewayState, decline: Decline | null = null): GatewayPayment => ({
  reference: 'pi_1', paymentId: null, state, money: money(1401n, 'EUR'), captured: state === 'succeeded' ? 1401n : 0n, clientSecret: null, page: null, decline,
  authorisationExpiresAt: null, method: null, isLive: false,
}) // prettier-ignore

const page = {
  driver: 'paypal',
  url: 'https://www.paypal.test/checkoutnow?token=O1',
  expiresAt: null,
  coins: [],
}

const known = (status: PaymentStatus, rest: { pendingCall?: PendingCall | null; isOffSession?: boolean; failure?: Decline | null; attempt?: number } = {}) => ({
  status, pendingCall: null, isOffSession: false, failure: null, attempt: 1, ...rest,
}) // prettier-ignore

test.group('What an answer of the gateway means', () => {
  test('{what}: {status}, still to call {pending}, news {news}')
    .with([
      { what: 'the form waits for a card', before: known('created', { pendingCall: 'create' }), told: answer('awaiting_method'), status: 'created', pending: null, news: [] },
      { what: 'a card was declined in front of the customer', before: known('created'), told: answer('awaiting_method', soft), status: 'created', pending: null, news: ['declined'] },
      { what: 'the same decline is told again', before: known('created', { failure: soft }), told: answer('awaiting_method', soft), status: 'created', pending: null, news: [] },
      { what: 'a card was declined without the customer', before: known('created', { pendingCall: 'create', isOffSession: true }), told: answer('awaiting_method', soft), status: 'failed', pending: null, news: ['failed'] },
      { what: 'the bank wants the absent customer', before: known('created', { pendingCall: 'create', isOffSession: true }), told: answer('awaiting_method', bank), status: 'action_required', pending: null, news: ['action_required'] },
      { what: 'the bank asks the customer who is there', before: known('created'), told: answer('action_required'), status: 'action_required', pending: null, news: [] },
      { what: 'the bank holds the money', before: known('created'), told: answer('authorised'), status: 'authorised', pending: null, news: ['authorised'] },
      { what: 'the money was taken as asked', before: known('authorised', { pendingCall: 'capture' }), told: answer('succeeded'), status: 'succeeded', pending: null, news: ['succeeded'] },
      { what: 'the money is not taken yet', before: known('authorised', { pendingCall: 'capture' }), told: answer('authorised'), status: 'authorised', pending: 'capture', news: [] },
      { what: 'the authorisation lapsed before the money was taken', before: known('authorised', { pendingCall: 'capture' }), told: answer('cancelled'), status: 'failed', pending: null, news: ['failed'] },
      { what: 'it was let go as asked', before: known('authorised', { pendingCall: 'cancel' }), told: answer('cancelled'), status: 'cancelled', pending: null, news: ['cancelled'] },
      { what: 'it was taken although it was to be let go', before: known('authorised', { pendingCall: 'cancel' }), told: answer('succeeded'), status: 'succeeded', pending: null, news: ['succeeded'] },
      { what: 'an old answer arrives late', before: known('authorised'), told: answer('action_required'), status: 'authorised', pending: null, news: [] },
      { what: 'success is told again', before: known('succeeded'), told: answer('succeeded'), status: 'succeeded', pending: null, news: [] },
      { what: 'money was taken after we gave up', before: known('failed', { failure: soft }), told: answer('succeeded'), status: 'succeeded', pending: null, news: ['succeeded'] },
      { what: 'money is held after we gave up', before: known('cancelled'), told: answer('authorised'), status: 'cancelled', pending: 'cancel', news: [] },
      { what: 'a bank transfer bounced', before: known('processing'), told: answer('awaiting_method', soft), status: 'failed', pending: null, news: ['failed'] },
      { what: 'coins that were seen never came', before: known('processing'), told: answer('cancelled', soft), status: 'failed', pending: null, news: ['failed'] },
      { what: 'what was on its way is called off by us', before: known('processing', { pendingCall: 'cancel' }), told: answer('cancelled', soft), status: 'cancelled', pending: null, news: ['cancelled'] },
      { what: 'its customer approved it at the gateway', before: known('created'), told: answer('approved'), status: 'processing', pending: 'continue', news: [] },
      { what: 'what was approved is taken', before: known('processing', { pendingCall: 'continue' }), told: answer('succeeded'), status: 'succeeded', pending: null, news: ['succeeded'] },
      { what: 'what was approved is held', before: known('processing', { pendingCall: 'continue' }), told: answer('authorised'), status: 'authorised', pending: null, news: ['authorised'] },
      { what: 'what was approved is refused', before: known('processing', { pendingCall: 'continue' }), told: answer('awaiting_method', soft), status: 'failed', pending: null, news: ['failed'] },
      { what: 'another funding source may be chosen for what was approved', before: known('processing', { pendingCall: 'continue' }), told: { ...answer('awaiting_method', soft), page }, status: 'created', pending: null, news: ['declined'] },
      { what: 'the fifth funding source was declined', before: known('processing', { pendingCall: 'continue', attempt: 5 }), told: { ...answer('awaiting_method', soft), page }, status: 'failed', pending: null, news: ['failed'] },
      { what: 'a charge without its customer, who is asked to agree and agrees', before: known('action_required', { isOffSession: true, failure: bank }), told: answer('approved'), status: 'processing', pending: 'continue', news: [] },
      { what: 'its customer agreed, and what they chose was declined', before: known('processing', { pendingCall: 'continue', isOffSession: true, failure: bank }), told: { ...answer('awaiting_method', soft), page }, status: 'created', pending: null, news: ['declined'] },
      { what: 'who was declined there has not chosen anew yet', before: known('created', { isOffSession: true, failure: soft, attempt: 2 }), told: { ...answer('awaiting_method'), page }, status: 'created', pending: null, news: [] },
      { what: 'a customer who was asked for has not come yet', before: known('action_required', { isOffSession: true, failure: bank }), told: answer('awaiting_method'), status: 'action_required', pending: null, news: [] },
      { what: 'it is approved after we gave up: nothing moves', before: known('cancelled'), told: answer('approved'), status: 'cancelled', pending: null, news: [] },
      { what: 'it is approved while it is called off', before: known('created', { pendingCall: 'cancel' }), told: answer('approved'), status: 'processing', pending: 'cancel', news: [] },
      { what: 'what was unknown is known', before: known('unknown', { pendingCall: 'create', isOffSession: true }), told: answer('succeeded'), status: 'succeeded', pending: null, news: ['succeeded'] },
    ])
    .run(({ assert }, { before, told, status, pending, news }) => {
      const after = reconcile(before as Parameters<typeof reconcile>[0], told)
      assert.deepEqual([after.status, after.pendingCall, after.news], [status, pending, news] as unknown)
    }) // prettier-ignore

  test('whatever arrives in whatever order: no forbidden move, success once and for ever', ({ assert }) => {
    const states: GatewayState[] = [
      'awaiting_method',
      'action_required',
      'approved',
      'processing',
      'authorised',
      'succeeded',
      'cancelled',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...paymentStatuses),
        fc.boolean(),
        fc.array(fc.tuple(fc.constantFrom(...states), fc.constantFrom(null, soft, bank)), { maxLength: 20 }),
        (first, isOffSession, answers) => {
          let payment = known(first, { isOffSession })
          let successes = first === 'succeeded' ? 1 : 0
          for (const [state, decline] of answers) {
            const after = reconcile(payment, answer(state, decline))
            assert.isTrue(after.status === payment.status || mayMove(payment.status, after.status))
            successes += after.news.filter((item) => item === 'succeeded').length
            payment = { ...payment, ...after, pendingCall: after.pendingCall as null }
          }
          assert.isAtMost(successes, 1)
          if (answers.some(([state]) => state === 'succeeded')) assert.equal(payment.status, 'succeeded')
        }
      )
    )
  })

  test('pauses grow and end at half a day', ({ assert }) => {
    assert.deepEqual([0, 1, 2, 9, 10, 40].map(pauseMinutes), [1, 2, 4, 512, 720, 720])
  })
})
