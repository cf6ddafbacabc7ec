import { test } from '@japa/runner'
import fc from 'fast-check'
import { type InvoiceMove, type InvoiceStatus, moveInvoice } from '#app/billing/domain/invoice_state'
import { settle } from '#app/billing/domain/settlement'
import { canonicalJson, isSealIntact, sealOf } from '#app/billing/domain/snapshot'

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

  test('every text is spelled as JSON spells it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => canonicalJson(text) === JSON.stringify(text)),
      { examples: [['"'], ['\\'], ['\u007f'], ['line\nbreak'], ['\ud800'], ['[ab]'], ['']] }
    )
  })

  test('a float is refused', ({ assert }) => {
    assert.throws(() => sealOf({ amount: 14.01 }), /whole numbers/)
  })
})
