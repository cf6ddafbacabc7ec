import { test } from '@japa/runner'
import fc from 'fast-check'
import { type InvoiceMove, type InvoiceStatus, moveInvoice } from '#app/billing/domain/invoice_state'
import { priceLines } from '#app/billing/domain/price_lines'
import { settle } from '#app/billing/domain/settlement'
import { canonicalJson, isSealIntact, sealOf } from '#app/billing/domain/snapshot'
import { flatTax } from '#app/billing/domain/tax'

test.group('Invoice states', () => {
  const rows: [InvoiceStatus, InvoiceMove, InvoiceStatus | 'refused'][] = [
    ['open', 'settle', 'paid'],
    ['open', 'void', 'void'],
    ['open', 'write_off', 'uncollectible'],
    ['paid', 'settle', 'refused'],
    ['paid', 'void', 'refused'],
    ['paid', 'write_off', 'refused'],
    ['void', 'settle', 'refused'],
    ['void', 'void', 'refused'],
    ['uncollectible', 'settle', 'refused'],
    ['uncollectible', 'void', 'refused'],
  ]
  for (const [status, move, expected] of rows) {
    test(`${status}: ${move} → ${expected}`, ({ assert }) => {
      const result = moveInvoice(status, move)
      assert.equal(result.ok ? result.value : 'refused', expected)
    })
  }
})

test.group('settle', () => {
  const rows: [string, bigint, bigint, { amount: bigint; amountDue: bigint; isPaid: boolean }][] = [
    ['in full', 1667n, 1667n, { amount: 1667n, amountDue: 0n, isPaid: true }],
    ['in part', 1667n, 667n, { amount: 667n, amountDue: 1000n, isPaid: false }],
    ['with too much', 1667n, 5000n, { amount: 1667n, amountDue: 0n, isPaid: true }],
    ['with nothing', 1667n, 0n, { amount: 0n, amountDue: 1667n, isPaid: false }],
    ['with a balance that owes us', 1667n, -5n, { amount: 0n, amountDue: 1667n, isPaid: false }],
  ]
  for (const [name, amountDue, available, expected] of rows) {
    test(name, ({ assert }) => {
      const result = settle({ status: 'open', amountDue }, available)
      assert.deepEqual(result, { ok: true, value: expected })
    })
  }

  /** Pays one after the other, each with what is left. @returns what is due after each, and what is left in the end */
  const payAll = (amountDue: bigint, payments: bigint[]) =>
    payments.map((payment) => {
      const settled = settle({ status: 'open', amountDue }, payment)
      amountDue = settled.ok ? settled.value.amountDue : -1n
      return amountDue
    })

  test('B21: 100 paid by 30, 40 and 30', ({ assert }) => {
    assert.deepEqual(payAll(10_000n, [3000n, 4000n, 3000n]), [7000n, 3000n, 0n])
  })

  test('A39: a balance of 475.81 pays a renewal of 29.95 whole', ({ assert }) => {
    assert.deepEqual(settle({ status: 'open', amountDue: 2995n }, 47_581n), {
      ok: true,
      value: { amount: 2995n, amountDue: 0n, isPaid: true },
    })
  })

  test('B23: a balance of 39.00 pays 14.29 and 14.27 with 24 % tax, one after the other', ({ assert }) => {
    let balance = 3900n
    const left = [1429n, 1427n].map((unitAmount) => {
      const { total } = priceLines([{ kind: 'plan', description: 'Usage', quantity: 1, unitAmount, priceId: null, interval: null, period: null }], {
        currency: 'EUR', taxRounding: 'line', tax: flatTax({ country: 'FI', name: 'ALV', percent: '24', reason: 'rate' }),
      })
      const settled = settle({ status: 'open', amountDue: total }, balance)
      balance -= settled.ok && settled.value.isPaid ? settled.value.amount : 0n
      return balance
    })
    assert.deepEqual(left, [2128n, 359n])
  }) // prettier-ignore

  test('a closed invoice takes no money', ({ assert }) => {
    assert.isFalse(settle({ status: 'void', amountDue: 0n }, 100n).ok)
  })
})

test.group('The seal', () => {
  test('the order of fields does not matter, their content does', ({ assert }) => {
    const first = { a: 1, b: { c: ['ü', null, true], d: 'x' } }
    const second = { b: { d: 'x', c: ['ü', null, true] }, a: 1 }
    assert.equal(canonicalJson(first), '{"a":1,"b":{"c":["ü",null,true],"d":"x"}}')
    assert.isTrue(isSealIntact(second, sealOf(first)))
    assert.isFalse(isSealIntact({ ...first, a: 2 }, sealOf(first)))
  })

  test('is of the same text whether or not fields lie in order', () => {
    const key = fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('a', 'b', '10', '9', '__proto'))
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'binary', maxLength: 4 }),
        fc.integer(),
        fc.constantFrom(null, true, false, undefined),
        fc.array(tie('value').map((each) => each ?? null), { maxLength: 3 }),
        fc.uniqueArray(fc.tuple(key, tie('value')), { maxLength: 4, selector: ([name]) => name }).map((fields) => Object.fromEntries(fields))
      ),
    })) // prettier-ignore
    fc.assert(
      fc.property(
        fc.dictionary(key, value, { noNullPrototype: true }),
        (content) =>
          canonicalJson(content) === spelled(content) && canonicalJson(reversed(content)) === spelled(content)
      )
    )
  })

  test('a float is refused', ({ assert }) => {
    assert.throws(() => sealOf({ amount: 14.01 }), /whole numbers/)
  })
})

/** The canonical form as its rule says it: fields by name, what is not there left out. */
function spelled(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(spelled).join(',')}]`
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  const inOrder = fields.toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${inOrder.map(([name, field]) => `${JSON.stringify(name)}:${spelled(field)}`).join(',')}}`
}

function reversed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(reversed)
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, field]) => [name, reversed(field)])
  )
}
