import { test } from '@japa/runner'
import fc from 'fast-check'
import { chart } from '#app/ledger/domain/chart'
import {
  assertBalanced,
  credit,
  debit,
  type NewEntry,
  reverse,
  totalsByCurrency,
} from '#app/ledger/domain/journal_entry'
import { reportPostings } from '#app/ledger/domain/exchange_rates'
import { newId } from '#app/shared/ids'

const rates = new Map([['USD', '1.0850'], ['JPY', '163.00'], ['KWD', '0.333']]) // prettier-ignore
const cause = newId()
const entry = (postings: NewEntry['postings']): NewEntry => ({
  kind: 'payment_received',
  causeId: cause,
  postings,
})
const cash = chart.cash('stripe')
const balance = chart.customerBalance(cause)

/** Any entry that balances: random amounts, and one more posting per currency that takes back their sum. */
const balancedEntry = fc
  .array(fc.tuple(fc.bigInt(-(10n ** 15n), 10n ** 15n), fc.constantFrom('EUR', 'USD', 'JPY', 'KWD')), {
    minLength: 1,
    maxLength: 12,
  })
  .map((amounts) => {
    const postings = amounts
      .filter(([amount]) => amount !== 0n)
      .map(([amount, currency]) => ({ account: cash, amount, currency }))
    const rest = [...totalsByCurrency(postings)].filter(([, total]) => total !== 0n)
    return entry([
      ...postings,
      ...rest.map(([currency, total]) => ({ account: balance, amount: -total, currency })),
    ])
  })
  .filter(({ postings }) => postings.length >= 2)

test.group('Journal entry', () => {
  test('refuses what the books must not hold: {why}')
    .with([
      {
        why: 'one side only',
        postings: [debit(cash, { amount: 5n, currency: 'EUR' })],
        says: /two postings/,
      },
      {
        why: 'off by one',
        postings: [
          debit(cash, { amount: 5n, currency: 'EUR' }),
          credit(balance, { amount: 4n, currency: 'EUR' }),
        ],
        says: /off by 1 EUR/,
      },
      {
        why: 'two currencies that only add up together',
        postings: [
          debit(cash, { amount: 5n, currency: 'EUR' }),
          credit(balance, { amount: 5n, currency: 'USD' }),
        ],
        says: /off by/,
      },
      {
        why: 'a posting of zero',
        postings: [
          debit(cash, { amount: 0n, currency: 'EUR' }),
          credit(balance, { amount: 0n, currency: 'EUR' }),
        ],
        says: /zero/,
      },
      {
        why: 'a currency that is none',
        postings: [
          debit(cash, { amount: 5n, currency: 'eur' }),
          credit(balance, { amount: 5n, currency: 'eur' }),
        ],
        says: /currency/,
      },
    ]) // prettier-ignore
    .run(({ assert }, { postings, says }) => {
      assert.throws(() => assertBalanced(entry(postings)), says)
    })

  test('whatever balances is accepted, and so is its reverse; together they move nothing', () => {
    fc.assert(
      fc.property(balancedEntry, (original) => {
        const back = reverse(original, { kind: 'payment_returned', causeId: cause })
        assertBalanced(original)
        assertBalanced(back)
        return [...totalsByCurrency([...original.postings, ...back.postings]).values()].every(
          (total) => total === 0n
        )
      })
    )
  })

  test('moving one unit on one side is always noticed', ({ assert }) => {
    fc.assert(
      fc.property(balancedEntry, fc.nat(), (original, index) => {
        const postings = original.postings.map((posting, at) =>
          at === index % original.postings.length && posting.amount !== -1n
            ? { ...posting, amount: posting.amount + 1n }
            : posting
        )
        if (postings.every((posting, at) => posting.amount === original.postings[at]!.amount)) return
        assert.throws(() => assertBalanced(entry(postings)), /off by/)
      })
    )
  })

  test('balances in the reporting currency too, whatever rounding does', () => {
    fc.assert(
      fc.property(balancedEntry, fc.constantFrom('EUR', 'USD', 'JPY'), (original, reportingCurrency) => {
        const reported = reportPostings(original.postings, { rates, reportingCurrency })
        return reported.reduce((sum, { amount }) => sum + amount, 0n) === 0n
      })
    )
  })
})
