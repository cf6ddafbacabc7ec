import { test } from '@japa/runner'
import fc from 'fast-check'
import { convert, rateBetween, rateToText, reportPostings } from '#app/ledger/domain/exchange_rates'
import { isStale, needsHistory, nextFeedAttempt } from '#app/ledger/domain/feed_schedule'

const rates = new Map([['USD', '1.0850'], ['JPY', '163.00'], ['KWD', '0.3330'], ['IDR', '19610']]) // prettier-ignore

test.group('Exchange rates', () => {
  test('{amount} {from} are {expected} minor units of {to}')
    .with([
      { amount: 1000n, from: 'EUR', to: 'EUR', expected: 1000n },
      { amount: 1000n, from: 'EUR', to: 'USD', expected: 1085n },
      { amount: 100n, from: 'EUR', to: 'JPY', expected: 163n },
      { amount: 163n, from: 'JPY', to: 'EUR', expected: 100n },
      { amount: 1n, from: 'JPY', to: 'EUR', expected: 1n },
      { amount: 1000n, from: 'EUR', to: 'KWD', expected: 3330n },
      { amount: 3330n, from: 'KWD', to: 'EUR', expected: 1000n },
      { amount: 1n, from: 'KWD', to: 'JPY', expected: 0n },
      { amount: 2n, from: 'KWD', to: 'JPY', expected: 1n },
      { amount: -1085n, from: 'USD', to: 'EUR', expected: -1000n },
      // 1 / 19610 cut to ten decimals would give 100.00 € more or less on a milliard.
      { amount: 196_100_000_000_000n, from: 'IDR', to: 'EUR', expected: 10_000_000_000n },
    ])
    .run(({ assert }, { amount, from, to, expected }) => {
      assert.equal(convert(amount, rateBetween(rates, from, to), { from, to }), expected)
    })

  test('a rate is kept with ten decimals and an unknown currency is refused', ({ assert }) => {
    assert.equal(rateToText(rateBetween(rates, 'USD', 'EUR')), '0.9216589862')
    assert.throws(() => rateBetween(rates, 'XAU', 'EUR'), /No exchange rate from XAU to EUR/)
  })

  test('there and back through any currency is exact', () => {
    const currency = fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'IDR')
    fc.assert(
      fc.property(currency, currency, (a, b) => {
        const there = rateBetween(rates, a, b).times(rateBetween(rates, b, a))
        return there.numerator === 1n && there.denominator === 1n
      })
    )
  })

  test('a posting that continues an earlier one keeps that rate', ({ assert }) => {
    const postings = [
      { amount: 1085n, currency: 'USD', reportingAmount: 900n },
      { amount: -1085n, currency: 'USD', reportingAmount: -900n },
    ]
    const reported = reportPostings(postings, { rates, reportingCurrency: 'EUR' })
    assert.deepEqual(reported.map(({ amount, rate }) => [amount, rate]), [[900n, '0.8294930876'], [-900n, '0.8294930876']]) // prettier-ignore
  })
})

test.group('When a feed is asked', () => {
  const now = new Date('2026-03-10T12:00:00Z')

  test('after {failures} failures: {expected} minutes later')
    .with([
      { failures: 0, expected: 240 },
      { failures: 1, expected: 10 },
      { failures: 2, expected: 20 },
      { failures: 4, expected: 80 },
      { failures: 5, expected: 120 },
      { failures: 5000, expected: 120 },
    ])
    .run(({ assert }, { failures, expected }) => {
      assert.equal((nextFeedAttempt(now, failures).getTime() - now.getTime()) / 60_000, expected)
    })

  test('kept until {latestOn}, today {today}: history {history}, stale {stale}')
    .with([
      { latestOn: null, today: '2026-04-07', history: true, stale: true },
      { latestOn: '2026-04-06', today: '2026-04-07', history: false, stale: false },
      // Maundy Thursday to Easter Tuesday, before the afternoon's publication.
      { latestOn: '2026-04-02', today: '2026-04-07', history: true, stale: false },
      { latestOn: '2026-04-02', today: '2026-04-08', history: true, stale: true },
    ])
    .run(({ assert }, { latestOn, today, history, stale }) => {
      assert.equal(needsHistory(latestOn, today), history)
      assert.equal(isStale(latestOn, { today, silentDaysMax: 5 }), stale)
    })
})
