import { test } from '@japa/runner'
import type { Money } from '#app/shared/money/money'
import {
  deadlineNoticeDue,
  type DisputeStatus,
  explainsReversal,
  hoursUntilAsked,
  mayAccept,
  mayAnswer,
  mayTreatLoss,
  reconcileDispute,
  reconcileReversed,
} from '#app/payments/domain/dispute'
import { findEvidenceProblems, refuseEvidenceFile } from '#app/payments/domain/evidence'
import type { GatewayDispute } from '#app/payments/domain/gateway_values'

const fee = { amount: 1500n, currency: 'EUR' }
const nothing = { amount: 0n, currency: 'EUR' }

function said(state: GatewayDispute['state'], of: Money | null, isAnswered = false): GatewayDispute {
  return {
    reference: 'dp_1', paymentReference: 'pi_1', state, reason: 'fraudulent', code: 'fraudulent', money: { amount: 1000n, currency: 'EUR' },
    fee: of, respondBy: null, isAnswered, openedAt: new Date(0),
  } // prettier-ignore
}

const known = (status: DisputeStatus, isWithheld: boolean, of: Money | null = null) => ({ status, isWithheld, isAnswered: false, isAppeal: false, fee: of }) // prettier-ignore

test.group('What an answer makes of a dispute', () => {
  test('{what}: {status}, books {books}, tells {news}')
    .with([
      { what: 'opened with its fee', before: null, now: said('needs_response', fee), status: 'needs_response', books: ['withheld', 'fee'], news: ['opened'] },
      { what: 'an inquiry', before: null, now: said('inquiry', null), status: 'inquiry', books: [], news: ['opened'] },
      { what: 'an inquiry that becomes a dispute', before: known('inquiry', false), now: said('needs_response', fee), status: 'needs_response', books: ['withheld', 'fee'], news: ['escalated'] },
      { what: 'the same again', before: known('needs_response', true, fee), now: said('needs_response', fee), status: 'needs_response', books: [], news: [] },
      { what: 'answered', before: known('needs_response', true, fee), now: said('under_review', fee, true), status: 'under_review', books: [], news: ['answered'] },
      { what: 'won, with the fee', before: known('under_review', true, fee), now: said('won', nothing), status: 'won', books: ['given_back', 'fee_given_back'], news: ['won'] },
      { what: 'won, without the fee', before: known('under_review', true, fee), now: said('won', fee), status: 'won', books: ['given_back'], news: ['won'] },
      { what: 'lost', before: known('under_review', true, fee), now: said('lost', fee), status: 'lost', books: [], news: ['lost'] },
      { what: 'lost, and won on appeal', before: known('lost', true, fee), now: said('won', fee), status: 'won', books: ['given_back'], news: ['won'] },
      { what: 'lost, and may be appealed', before: known('lost', true, fee), now: { ...said('needs_response', fee), isAppeal: true }, status: 'needs_response', books: [], news: ['appeal_opened'] },
      { what: 'lost, and appealed before we heard of it', before: known('lost', true, fee), now: { ...said('under_review', fee, true), isAppeal: true }, status: 'under_review', books: [], news: ['appeal_opened', 'answered'] },
      { what: 'lost and open for an appeal in one word', before: { ...known('under_review', true, fee), isAnswered: true }, now: { ...said('needs_response', fee), isAppeal: true }, status: 'needs_response', books: [], news: ['appeal_opened'] },
      { what: 'an appeal that is lost', before: { ...known('under_review', true, fee), isAppeal: true }, now: said('lost', fee), status: 'lost', books: [], news: ['lost'] },
      { what: 'an old word about an appeal that was lost', before: { ...known('lost', true, fee), isAppeal: true }, now: { ...said('needs_response', fee), isAppeal: true }, status: 'lost', books: [], news: [] },
      { what: 'an old word after it was lost', before: known('lost', true, fee), now: said('under_review', fee), status: 'lost', books: [], news: [] },
      { what: 'an old word after it was won', before: known('won', false), now: said('under_review', null), status: 'won', books: [], news: [] },
      { what: 'found when it was lost already', before: null, now: said('lost', fee), status: 'lost', books: ['withheld', 'fee'], news: ['opened', 'lost'] },
      { what: 'an inquiry that is closed', before: known('inquiry', false), now: said('withdrawn', null), status: 'withdrawn', books: [], news: ['withdrawn'] },
    ])
    .run(({ assert }, { before, now, status, books, news }) => {
      const decision = reconcileDispute(before, now)
      assert.deepEqual([decision.status, decision.books, decision.news], [status, books, news])
    })
}) // prettier-ignore

test.group('Money that went before its dispute', () => {
  test('{what}: {status}, books {books}, tells {news}')
    .with([
      { what: 'a dispute', now: said('needs_response', null), status: 'needs_response', books: [], news: ['escalated'] },
      { what: 'one that calls itself an inquiry', now: said('inquiry', null), status: 'needs_response', books: [], news: ['escalated'] },
      { what: 'one that is lost already', now: said('lost', null), status: 'lost', books: [], news: [] },
      { what: 'one that was won', now: said('won', null), status: 'won', books: ['given_back'], news: ['won'] },
    ])
    .run(({ assert }, { now, status, books, news }) => {
      const decision = reconcileReversed({ fee: null }, now)
      assert.deepEqual([decision.status, decision.books, decision.news], [status, books, news])
    })

  test('{reversed} taken back of {captured}, {disputed} disputed: the same money: {same}')
    .with([
      { reversed: 1000n, disputed: 1000n, captured: 3000n, same: true },
      { reversed: 1000n, disputed: 600n, captured: 1000n, same: true },
      { reversed: 400n, disputed: 600n, captured: 1000n, same: false },
    ])
    .run(({ assert }, { same, ...amounts }) => assert.equal(explainsReversal(amounts), same))
}) // prettier-ignore

test.group('When a dispute is asked about again', () => {
  const now = new Date('2026-03-31T00:00:00Z')
  const closed = (days: number) => new Date(now.getTime() - days * 86_400_000)
  test('{what}: {hours}')
    .with([
      { what: 'open', dispute: { status: 'under_review' as const, isAppeal: false, closedAt: null }, hours: 6 },
      { what: 'lost today', dispute: { status: 'lost' as const, isAppeal: false, closedAt: now }, hours: 24 },
      { what: 'lost for a month', dispute: { status: 'lost' as const, isAppeal: false, closedAt: closed(30) }, hours: null },
      { what: 'lost on appeal', dispute: { status: 'lost' as const, isAppeal: true, closedAt: now }, hours: null },
      { what: 'won', dispute: { status: 'won' as const, isAppeal: false, closedAt: now }, hours: null },
      { what: 'given up', dispute: { status: 'accepted' as const, isAppeal: false, closedAt: now }, hours: null },
    ])
    .run(({ assert }, { dispute, hours }) => assert.equal(hoursUntilAsked(dispute, now), hours))
}) // prettier-ignore

test.group('Answering a dispute', () => {
  test('an appeal is answered, not given up; what is lost is treated once', ({ assert }) => {
    const now = new Date(0)
    const open = { status: 'needs_response', isAnswered: false, pendingCall: null, respondBy: null, isAppeal: true } as never
    assert.deepEqual([mayAnswer(open, now), mayAccept(open, now)], [true, false])
    const lost = (change: object) => mayTreatLoss({ status: 'lost', isWithheld: true, lossTreatment: null, ...change } as never)
    assert.deepEqual([lost({}), lost({ status: 'accepted' }), lost({ lossTreatment: 'owed' }), lost({ status: 'won' }), lost({ isWithheld: false })], [true, true, false, false, false])
  }) // prettier-ignore


  test('what was said to an inquiry does not answer the dispute that it became', ({ assert }) => {
    const inquiry = { ...known('inquiry', false), isAnswered: true }
    assert.isFalse(reconcileDispute(inquiry, said('needs_response', fee)).isAnswered)
    assert.isTrue(reconcileDispute(inquiry, said('inquiry', null)).isAnswered)
  })

  test('{days} days before its deadline staff are told: {told}')
    .with([
      { days: 3.1, told: null },
      { days: 3, told: 3 },
      { days: 1.1, told: 3 },
      { days: 1, told: 1 },
      { days: 0.1, told: 1 },
      { days: 0, told: null },
    ])
    .run(({ assert }, { days, told }) => {
      const now = new Date('2026-03-10T00:00:00Z')
      assert.equal(deadlineNoticeDue(new Date(now.getTime() + days * 86_400_000), now), told)
    })

  test('counts while it waits, once, until its deadline', ({ assert }) => {
    const now = new Date('2026-03-10T00:00:00Z')
    const open = { status: 'needs_response', isAnswered: false, pendingCall: null, respondBy: new Date('2026-03-11T00:00:00Z') } // prettier-ignore
    const may = (change: object) => mayAnswer({ ...open, ...change } as never, now)
    assert.isTrue(may({}))
    assert.isTrue(may({ status: 'inquiry', respondBy: null }))
    for (const change of [
      { status: 'under_review' },
      { isAnswered: true },
      { pendingCall: 'answer' },
      { respondBy: now },
    ])
      assert.isFalse(may(change))
  })

  test('what banks want has to be there', ({ assert }) => {
    assert.lengthOf(findEvidenceProblems(null), 4)
  })

  test('a file: {what} is {outcome}')
    .with([
      { what: 'a PDF', file: { bytes: 9, mediaType: 'application/pdf' }, there: [], outcome: 'application/pdf' },
      { what: 'a page that calls itself a picture', file: { bytes: 9, mediaType: null }, there: [], outcome: 'file_type' },
      { what: 'nothing', file: { bytes: 0, mediaType: null }, there: [], outcome: 'file_empty' },
      { what: 'a film', file: { bytes: 2_000_001, mediaType: null }, there: [], outcome: 'file_too_large' },
      { what: 'an eleventh', file: { bytes: 9, mediaType: 'image/png' }, there: Array.from({ length: 10 }, () => ({ bytes: 1 })), outcome: 'files_too_many' },
      { what: 'one too much', file: { bytes: 9, mediaType: 'image/png' }, there: [{ bytes: 4_500_000 }], outcome: 'files_too_large' },
    ])
    .run(({ assert }, { file, there, outcome }) => {
      const checked = refuseEvidenceFile(file, there)
      assert.equal(checked.ok ? checked.value : checked.error, outcome)
    })
}) // prettier-ignore
