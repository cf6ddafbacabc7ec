import { test } from '@japa/runner'
import fc from 'fast-check'
import { progressOf } from '#app/privacy/domain/data_export'
import { obstaclesOf, type Situation, tellable } from '#app/privacy/domain/erasure'

const nothing: Situation = {
  services: 0,
  orders: 0,
  invoices: 0,
  payments: 0,
  disputes: 0,
  balance: 0n,
  isHeld: false,
}

test.group('What stands in the way of forgetting a customer', () => {
  const rows: [string, Partial<Situation>, string[]][] = [
    ['nothing', {}, []],
    ['a server that runs', { services: 1 }, ['running_services']],
    ['an order that waits for its money', { orders: 1 }, ['open_orders']],
    ['an invoice that is open', { invoices: 2 }, ['open_invoices']],
    ['a payment on its way', { payments: 1 }, ['open_payments']],
    ['a dispute', { disputes: 1 }, ['open_disputes']],
    ['money of theirs', { balance: 1n }, ['balance']],
    ['money that they owe', { balance: -1n }, ['balance']],
    ['what staff forbade', { isHeld: true }, ['legal_hold']],
    ['several', { services: 1, isHeld: true }, ['running_services', 'legal_hold']],
  ]
  for (const [name, situation, expected] of rows) {
    test(name, ({ assert }) => assert.deepEqual(obstaclesOf({ ...nothing, ...situation }), expected))
  }

  test('is told to the customer, except that somebody forbade it', ({ assert }) => {
    assert.deepEqual(tellable(['running_services', 'legal_hold']), ['running_services'])
  })
})

test('a copy is never done before it can be downloaded', ({ assert }) => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.nat(10_000), (done, more) => {
      const progress = progressOf(done, done + more)
      return progress >= 0 && progress < 100
    })
  )
  assert.equal(progressOf(5, 10), 50)
})
