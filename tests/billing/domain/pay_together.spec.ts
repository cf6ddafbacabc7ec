import { test } from '@japa/runner'
import fc from 'fast-check'
import { invoicesPerPaymentMax, planPayment, type PayWish } from '#app/billing/domain/pay_together'
import type { InvoiceStatus } from '#app/billing/domain/invoice_state'

const limits = { allowsPartPayments: true, partPaymentMin: 500n }

function bill(
  id: string,
  amountDue: bigint,
  rest: { dueOn?: string; status?: string; currency?: string } = {}
) {
  const { dueOn = '2026-03-08', currency = 'EUR' } = rest
  return { id, amountDue, dueOn, currency, status: (rest.status ?? 'open') as InvoiceStatus }
}

const known = new Map(
  [
    bill('a', 1000n),
    bill('b', 2000n, { dueOn: '2026-02-08' }),
    bill('paid', 0n, { status: 'paid' }),
    bill('void', 0n, { status: 'void' }),
    bill('usd', 700n, { currency: 'USD' }),
  ].map((invoice) => [invoice.id, invoice])
)
const all = (...ids: string[]): PayWish[] => ids.map((invoiceId) => ({ invoiceId, amount: null }))
const part = (invoiceId: string, amount: bigint): PayWish[] => [{ invoiceId, amount }]

test.group('One payment for several invoices', () => {
  test('{what}: {expected}')
    .with([
      { what: 'nothing', wishes: [], expected: 'nothing_chosen' },
      {
        what: 'too many',
        wishes: all(...Array.from({ length: invoicesPerPaymentMax + 1 }, (_, i) => `i${i}`)),
        expected: 'too_many',
      },
      { what: 'one twice', wishes: all('a', 'a'), expected: 'chosen_twice' },
      { what: 'one that is not there', wishes: all('a', 'x'), expected: 'invoice_not_found' },
      { what: 'a paid one', wishes: all('a', 'paid'), expected: 'invoice_not_open' },
      { what: 'a void one', wishes: all('void'), expected: 'invoice_not_open' },
      { what: 'two currencies', wishes: all('a', 'usd'), expected: 'currencies_differ' },
      { what: 'more than is due', wishes: part('a', 1001n), expected: 'more_than_due' },
      { what: 'too small a part', wishes: part('a', 499n), expected: 'below_part_min' },
      { what: 'nothing of it', wishes: part('a', 0n), expected: 'below_part_min' },
    ]) // prettier-ignore
    .run(({ assert }, { wishes, expected }) => {
      const plan = planPayment(known, wishes, { balance: 0n, limits })
      assert.equal(plan.ok ? 'ok' : plan.error.type, expected)
    })

  test('parts may be switched off; all that is due is no part; staff may do as agreed', ({ assert }) => {
    const off = { allowsPartPayments: false, partPaymentMin: 500n }
    const type = (wishes: PayWish[], chosen: typeof off | null) => {
      const plan = planPayment(known, wishes, { balance: 0n, limits: chosen })
      return plan.ok ? 'ok' : plan.error.type
    }
    assert.equal(type(part('a', 600n), off), 'part_payments_off')
    assert.equal(type(part('a', 1000n), off), 'ok')
    assert.equal(type(part('a', 1n), null), 'ok')
  })

  test('the balance pays what was due first, the card the rest', ({ assert }) => {
    const plan = planPayment(known, all('a', 'b'), { balance: 2_300n, limits })
    assert.deepEqual(plan.ok && plan.value, {
      currency: 'EUR',
      total: 3_000n,
      fromBalance: [
        { invoiceId: 'b', amount: 2_000n },
        { invoiceId: 'a', amount: 300n },
      ],
      byCard: [{ invoiceId: 'a', amount: 700n }],
    })
  })

  test('what balance and card pay always adds up to what was chosen, and never beyond the balance', ({
    assert,
  }) => {
    const dues = fc.array(fc.bigInt({ min: 1n, max: 10_000n }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(dues, fc.bigInt({ min: -50n, max: 60_000n }), (amounts, balance) => {
        const invoices = new Map(amounts.map((amount, index) => [`i${index}`, bill(`i${index}`, amount)]))
        const plan = planPayment(invoices, all(...invoices.keys()), { balance, limits })
        if (!plan.ok) return false
        const sum = (parts: { amount: bigint }[]) => parts.reduce((total, { amount }) => total + amount, 0n)
        const [fromBalance, byCard] = [sum(plan.value.fromBalance), sum(plan.value.byCard)]
        const total = amounts.reduce((left, right) => left + right, 0n)
        return fromBalance + byCard === total && fromBalance <= (balance > 0n ? balance : 0n) && plan.value.total === total
      })
    ) // prettier-ignore
    assert.isTrue(true)
  })
})
