import { test } from '@japa/runner'
import { marginOf, type MonthlyCost, monthlyRevenue } from '#app/provisioning/domain/margin'

const eur = (kind: MonthlyCost['kind'], amount: bigint, count = 1): MonthlyCost => ({
  kind,
  amount,
  currency: 'EUR',
  count,
})

test.group('What is left of a service', () => {
  for (const [amount, unit, count, expected] of [
    [1000n, 'month', 1, 1000n],
    [3000n, 'month', 3, 1000n],
    [12_000n, 'year', 1, 1000n],
    [10_000n, 'year', 1, 833n],
    [450n, 'hour', 1, 450n],
    [100n, 'day', 1, 3044n],
  ] as const) {
    test(`${amount} each ${count} ${unit} is ${expected} in a month`, ({ assert }) =>
      assert.equal(monthlyRevenue(amount, { unit, count }), expected))
  }

  for (const [name, costs, margin, reason] of [
    ['nothing is written down', [], null, 'no_costs'],
    ['its plan alone', [eur('plan', 300n)], 700n, null],
    ['a share of its panel', [eur('panel', 10_000n, 30)], 667n, null],
    ['a panel with nobody on it yet', [eur('panel', 400n, 0)], 600n, null],
    ['its addresses', [eur('address', 150n, 3)], 550n, null],
    ['all of it', [eur('panel', 10_000n, 100), eur('plan', 300n), eur('address', 150n, 2)], 300n, null],
    ['more than it brings', [eur('plan', 1200n)], -200n, null],
    ['a cost in another currency', [eur('plan', 300n), { ...eur('address', 100n), currency: 'USD' }], null, 'other_currency'],
  ] as const) {
    test(`${name}: ${margin ?? reason}`, ({ assert }) => {
      const found = marginOf({ amount: 1000n, currency: 'EUR' }, costs)
      assert.equal(found.margin, margin)
      assert.equal(found.reason, reason)
    })
  } // prettier-ignore
})
