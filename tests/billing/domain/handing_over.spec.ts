import { test } from '@japa/runner'
import { decideHandOver, type HandOverSituation } from '#app/billing/domain/handing_over'

test.group('Handing over to an agency', () => {
  const open: HandOverSituation = {
    status: 'open',
    owedSince: '2026-01-10',
    unpaid: 1667n,
    isHandedOver: false,
    isPaymentUnderWay: false,
    isCustomerTerminated: false,
    collectionFailure: null,
  }
  const rows: [string, Partial<HandOverSituation>, string, string][] = [
    ['due for 59 days', {}, '2026-03-10', 'too_early'],
    ['due for 60 days', {}, '2026-03-11', 'ok'],
    ['of a terminated customer', { isCustomerTerminated: true }, '2026-01-11', 'ok'],
    ['of a terminated customer, not due yet', { isCustomerTerminated: true }, '2026-01-10', 'too_early'],
    ['written off', { status: 'uncollectible' }, '2026-01-20', 'ok'],
    ['written off, and paid all the same', { status: 'uncollectible', unpaid: 0n }, '2026-03-11', 'nothing_unpaid'],
    ['paid', { status: 'paid', unpaid: 0n }, '2026-03-11', 'nothing_unpaid'],
    ['taken back', { status: 'void' }, '2026-03-11', 'nothing_unpaid'],
    ['with an agency', { isHandedOver: true }, '2026-03-11', 'already_handed_over'],
    ['that goes with the next one', { collectionFailure: 'too_small', isCustomerTerminated: true }, '2026-03-11', 'too_small'],
    ['with money on its way', { isPaymentUnderWay: true }, '2026-03-11', 'payment_under_way'],
  ] // prettier-ignore
  for (const [name, difference, today, expected] of rows) {
    test(`an invoice ${name}: ${expected}`, ({ assert }) => {
      const decision = decideHandOver({ ...open, ...difference }, { today, handOverDays: 60 })
      assert.equal(decision.ok ? 'ok' : decision.error.type, expected)
    })
  }
})
