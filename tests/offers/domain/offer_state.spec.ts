import { test } from '@japa/runner'
import { canBeRevised, decideAnswer, moveOffer, type OfferMove, offerStatuses, type OfferStatus } from '#app/offers/domain/offer_state' // prettier-ignore
import { isReminderDue } from '#app/offers/domain/reminder'

test.group('The way of an offer', () => {
  const allowed: Record<OfferStatus, Partial<Record<OfferMove, OfferStatus>>> = {
    draft: { send: 'sent', withdraw: 'withdrawn' },
    sent: { accept: 'accepted', decline: 'declined', expire: 'expired', withdraw: 'withdrawn', supersede: 'superseded' }, // prettier-ignore
    accepted: { withdraw: 'withdrawn', supersede: 'superseded' },
    declined: {},
    expired: {},
    withdrawn: {},
    superseded: {},
  }
  const moves: OfferMove[] = ['send', 'accept', 'decline', 'expire', 'withdraw', 'supersede']
  for (const status of offerStatuses) {
    for (const move of moves) {
      test(`${status}, ${move}`, ({ assert }) => {
        const moved = moveOffer({ status, orderId: null }, move)
        const next = allowed[status][move]
        assert.deepEqual(moved, next ? { ok: true, value: next } : { ok: false, error: { type: 'offer_move_not_allowed', status } }) // prettier-ignore
        const ordered = moveOffer({ status, orderId: 'o' }, move)
        assert.deepEqual(ordered, { ok: false, error: { type: 'offer_ordered' } })
      })
    }
  }

  const answers: [OfferStatus, string, string | null][] = [
    ['sent', '2026-03-30', null],
    ['sent', '2026-03-31', null],
    ['sent', '2026-04-01', 'offer_expired'],
    ['draft', '2026-03-30', 'offer_not_sent'],
    ['accepted', '2026-03-30', 'offer_accepted'],
    ['declined', '2026-03-30', 'offer_declined'],
    ['expired', '2026-03-30', 'offer_expired'],
    ['withdrawn', '2026-03-30', 'offer_withdrawn'],
    ['superseded', '2026-03-30', 'offer_superseded'],
  ]
  for (const [status, today, refusal] of answers) {
    test(`${status}, good until 31 March, answered on ${today}: ${refusal ?? 'heard'}`, ({ assert }) => {
      const answer = decideAnswer({ status, validUntil: '2026-03-31' }, today)
      assert.equal(answer.ok ? null : answer.error.type, refusal)
    })
  }

  const revisions: [OfferStatus, string | null, boolean][] = [
    ['sent', null, true],
    ['declined', null, true],
    ['expired', null, true],
    ['withdrawn', null, true],
    ['accepted', null, true],
    ['accepted', 'order', false],
    ['draft', null, false],
    ['superseded', null, false],
  ]
  for (const [status, orderId, expected] of revisions) {
    test(`${status}${orderId ? ' and ordered' : ''} can be revised: ${expected}`, ({ assert }) => {
      assert.equal(canBeRevised({ status, orderId }), expected)
    })
  }

  const reminders: [string, string, boolean, string, boolean][] = [
    ['three days before', '2026-03-01', false, '2026-03-28', true],
    ['four days before', '2026-03-01', false, '2026-03-27', false],
    ['late, on the last day', '2026-03-01', false, '2026-03-31', true],
    ['after the last day', '2026-03-01', false, '2026-04-01', false],
    ['a second time', '2026-03-01', true, '2026-03-28', false],
    ['sent within the three days', '2026-03-28', false, '2026-03-29', false],
  ]
  for (const [what, sentOn, isReminded, today, expected] of reminders) {
    test(`a reminder ${what}: ${expected}`, ({ assert }) => {
      assert.equal(isReminderDue({ validUntil: '2026-03-31', sentOn, isReminded }, today), expected)
    })
  }
})
