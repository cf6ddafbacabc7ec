import { test } from '@japa/runner'
import type { PaymentRisk } from '#app/payments/domain/gateway_values'
import type { PaymentPurpose } from '#app/payments/domain/payment'
import { firstStatus, isRiskToDecide } from '#app/payments/domain/payment_warning'

const risk = (level: string, review: string | null = null): PaymentRisk => ({
  level,
  score: null,
  decision: 'authorized',
  message: null,
  rule: null,
  review,
})

test.group('Payments that staff are warned of', () => {
  const rows: [string, PaymentRisk | null, { purpose?: PaymentPurpose; hasPaidBefore?: boolean }, boolean][] =
    [
      ['nothing said', null, {}, false],
      ['normal', risk('normal'), {}, false],
      ['not assessed', risk('not_assessed'), {}, false],
      ['elevated, of somebody new', risk('elevated'), {}, true],
      ['elevated, of somebody whose payments went well', risk('elevated'), { hasPaidBefore: true }, false],
      ['highest, of anybody', risk('highest'), { hasPaidBefore: true }, true],
      ['elevated, for the balance', risk('elevated'), { purpose: 'top_up' }, true],
      ['highest, for several invoices', risk('highest'), { purpose: 'bundle' }, true],
      ['highest, for an order, which is decided before', risk('highest'), { purpose: 'order' }, false],
      ['under review at the gateway, which decides', risk('highest', 'open'), {}, false],
      ['approved at the gateway', risk('highest', 'approved'), {}, false],
      ['a word that is new', risk('moonlit'), {}, false],
    ]
  for (const [name, said, { purpose = 'invoice', hasPaidBefore = false }, expected] of rows) {
    test(name, ({ assert }) => assert.equal(isRiskToDecide(said, { purpose, hasPaidBefore }), expected))
  }

  test('a report of which nothing is left to do was answered by a refund or a dispute', ({ assert }) => {
    const told = [
      [true, false],
      [false, false],
      [true, true],
      [false, true],
    ] as const
    assert.deepEqual(
      told.map(([isActionable, isDisputed]) => firstStatus({ isActionable }, { isDisputed })),
      ['open', 'given_back', 'disputed', 'disputed']
    )
  })
})
