import { test } from '@japa/runner'
import { assumePayments } from '#app/subscriptions/domain/assumed_payments'

const eur = (amount: bigint) => ({ amount, currency: 'EUR' })
const usd = (amount: bigint) => ({ amount, currency: 'USD' })

/** balance, what is due in its order, what the balance pays of each */
const cases: [string, Record<string, bigint>, { amount: bigint; currency: string }[], bigint[]][] = [
  ['no balance', {}, [eur(100n)], [0n]],
  ['enough for all', { EUR: 500n }, [eur(100n), eur(200n)], [100n, 200n]],
  ['until it is used up', { EUR: 150n }, [eur(100n), eur(200n), eur(10n)], [100n, 50n, 0n]],
  ['each currency for itself', { EUR: 150n, USD: 20n }, [usd(30n), eur(100n), usd(5n)], [20n, 100n, 0n]],
  ['a debt is no balance', { EUR: -50n }, [eur(100n)], [0n]],
]

test.group('How far the balance reaches', () => {
  for (const [name, balances, owed, paid] of cases)
    test(name, ({ assert }) => {
      assert.deepEqual(assumePayments(owed, new Map(Object.entries(balances))), paid)
    })
})
