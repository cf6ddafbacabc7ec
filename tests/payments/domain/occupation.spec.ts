import { test } from '@japa/runner'
import type { Debt } from '#app/payments/domain/debt'
import { findOccupation, type OpenPayment } from '#app/payments/domain/occupation'
import { newPayment, type Payment } from '#app/payments/domain/payment'

const now = new Date('2026-03-01T09:00:00Z')
const eur = (amount: bigint) => ({ amount, currency: 'EUR' })
const base = { customerId: 'ada', isPayable: true }
const invoice = (id: string, amount = 1000n): Debt => ({ ...base, kind: 'invoice', id, money: eur(amount) })
const topUp = (amount: bigint): Debt => ({ ...base, kind: 'top_up', money: eur(amount) })
const bundle = (...parts: [string, bigint][]): Debt => ({
  ...base,
  kind: 'bundle',
  parts: parts.map(([invoiceId, amount]) => ({ invoiceId, amount })),
  money: eur(parts.reduce((sum, [, amount]) => sum + amount, 0n)),
})

function open(debt: Debt, change: Partial<Payment> = {}): OpenPayment {
  const intent = { id: 'p', gatewayId: 'g', paymentMethodId: 'visa', capture: 'automatic' as const }
  const payment = newPayment({
    ...intent,
    debt,
    isOffSession: false,
    consent: null,
    now,
    nextCheckAt: now,
  })
  const parts = debt.kind === 'bundle' ? debt.parts : []
  return { payment: { ...payment, pendingCall: null, ...change }, parts }
}

const ab = bundle(['a', 600n], ['b', 400n])

test.group('What stands in the way of a payment', () => {
  test('{what}: {expected}')
    .with([
      { what: 'nothing', open: [], debt: ab, method: 'visa', expected: 'free' },
      { what: 'the same bundle', open: [open(ab)], debt: ab, method: 'visa', expected: 'begun' },
      {
        what: 'the same bundle in another order',
        open: [open(bundle(['b', 400n], ['a', 600n]))],
        debt: ab,
        method: 'visa',
        expected: 'begun',
      },
      {
        what: 'the same bundle at the bank, now with another card',
        open: [open(ab, { status: 'processing' })],
        debt: ab,
        method: 'amex',
        expected: 'begun',
      },
      {
        what: 'the same bundle with another card',
        open: [open(ab)],
        debt: ab,
        method: 'amex',
        expected: 'obsolete',
      },
      {
        what: 'the same invoices with other parts',
        open: [open(bundle(['a', 500n], ['b', 500n]))],
        debt: ab,
        method: 'visa',
        expected: 'obsolete',
      },
      {
        what: 'one of them waiting alone',
        open: [open(invoice('a'))],
        debt: ab,
        method: 'visa',
        expected: 'obsolete',
      },
      {
        what: 'each of them waiting alone',
        open: [open(invoice('a')), open(invoice('b'))],
        debt: ab,
        method: 'visa',
        expected: 'obsolete',
      },
      {
        what: 'one of them at the bank',
        open: [open(invoice('a'), { status: 'processing' })],
        debt: ab,
        method: 'visa',
        expected: 'taken',
      },
      {
        what: 'one of them being sent to the gateway',
        open: [open(invoice('a'), { pendingCall: 'create' })],
        debt: ab,
        method: 'visa',
        expected: 'taken',
      },
      {
        what: 'one of them unknown, the other waiting',
        open: [open(invoice('b')), open(invoice('a'), { status: 'unknown' })],
        debt: ab,
        method: 'visa',
        expected: 'taken',
      },
      {
        what: 'a bundle that waits, now one of it alone',
        open: [open(ab)],
        debt: invoice('a', 600n),
        method: 'visa',
        expected: 'obsolete',
      },
      {
        what: 'a bundle at the bank, now one of it alone',
        open: [open(ab, { status: 'authorised' })],
        debt: invoice('a', 600n),
        method: 'visa',
        expected: 'taken',
      },
      {
        what: 'the same top-up',
        open: [open(topUp(20n))],
        debt: topUp(20n),
        method: 'visa',
        expected: 'begun',
      },
      {
        what: 'the same bundle at another gateway',
        open: [open(ab)],
        debt: ab,
        method: null,
        gateway: 'paypal',
        expected: 'obsolete',
      },
      {
        what: 'the same bundle at the bank, now at another gateway',
        open: [open(ab, { status: 'processing' })],
        debt: ab,
        method: null,
        gateway: 'paypal',
        expected: 'begun',
      },
      {
        what: 'the same invoice whose card is being charged, now with another card',
        open: [open(invoice('a'), { pendingCall: 'create' })],
        debt: invoice('a'),
        method: 'amex',
        expected: 'taken',
      },
      {
        what: 'the same invoice whose card is being charged, now at another gateway',
        open: [open(invoice('a'), { pendingCall: 'create' })],
        debt: invoice('a'),
        method: null,
        gateway: 'paypal',
        expected: 'taken',
      },
      {
        what: 'the same invoice whose card is being charged, now another amount',
        open: [open(invoice('a'), { pendingCall: 'create' })],
        debt: invoice('a', 600n),
        method: null,
        expected: 'taken',
      },
      {
        what: 'the same invoice whose card is being charged, as offered',
        open: [open(invoice('a'), { pendingCall: 'create' })],
        debt: invoice('a'),
        method: null,
        expected: 'begun',
      },
      {
        what: 'the same invoice whose form is being made, now with a card',
        open: [open(invoice('a'), { pendingCall: 'create', paymentMethodId: null })],
        debt: invoice('a'),
        method: 'visa',
        expected: 'obsolete',
      },
      {
        what: 'the same invoice whose charge is unknown, now another amount',
        open: [open(invoice('a'), { status: 'unknown' })],
        debt: invoice('a', 600n),
        method: 'visa',
        expected: 'taken',
      },
      {
        what: 'the same bundle, however it was to be paid',
        open: [open(ab)],
        debt: ab,
        method: null,
        expected: 'begun',
      },
      {
        what: 'a top-up of another amount',
        open: [open(topUp(20n))],
        debt: topUp(30n),
        method: 'visa',
        expected: 'obsolete',
      },
    ])
    .run(({ assert }, { open: payments, debt, method, expected, ...way }) => {
      const gatewayId = ('gateway' in way && way.gateway) || null
      assert.equal(findOccupation(payments, debt, { methodId: method, gatewayId }).type, expected)
    })
})
