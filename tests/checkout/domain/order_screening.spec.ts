import { test } from '@japa/runner'
import { isToReview, type RiskyOrderPolicy, type Screening } from '#app/checkout/domain/order_screening'

const said = (level: string, decision = 'authorized', review: string | null = null): Screening => ({ level, decision, review }) // prettier-ignore

test.group('Whether an order waits for a look at its payment', () => {
  const cases: [string, Screening | null, RiskyOrderPolicy, boolean, boolean][] = [
    ['nothing is told', null, 'every', true, false],
    ['normal', said('normal'), 'every', true, false],
    ['not assessed', said('not_assessed'), 'every', true, false],
    ['a word that nobody knows', said('purple'), 'every', true, false],
    ['elevated', said('elevated'), 'first', true, true],
    ['elevated', said('elevated'), 'first', false, false],
    ['elevated', said('elevated'), 'every', false, true],
    ['elevated', said('elevated'), 'none', true, false],
    ['highest', said('highest'), 'first', true, true],
    ['under review', said('normal', 'authorized', 'open'), 'first', false, true],
    ['under review', said('normal', 'authorized', 'open'), 'none', false, false],
    ['to be reviewed, which is not told yet', said('normal', 'manual_review'), 'first', false, true],
    ['approved at the gateway', said('elevated', 'manual_review', 'approved'), 'every', true, false],
    ['given back at the gateway', said('elevated', 'manual_review', 'refunded'), 'first', true, true],
  ]
  for (const [what, screening, policy, isFirstOrder, waits] of cases) {
    const whose = isFirstOrder ? 'a first order' : 'a further order'
    test(`${what}, ${whose}, policy ${policy}: ${waits ? 'waits' : 'goes on'}`, ({ assert }) => {
      assert.equal(isToReview(screening, { policy, isFirstOrder }), waits)
    })
  }
})
