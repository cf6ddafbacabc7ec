import { test } from '@japa/runner'
import { assertBalanced } from '#app/ledger/domain/journal_entry'
import type { GatewayMovement } from '#app/payments/domain/gateway_values'
import { matchMovement, proposalFor, type SettledRecord } from '#app/payments/domain/settlement'
import { bookAnswer, bookArrival, bookMatch } from '#app/payments/domain/settlement_bookings'
import { compareCurrencies, differencesOf } from '#app/payments/domain/settlement_comparison'
import { toDays } from '#app/payments/domain/settlement_day'
import { retryMinutes, windowOf } from '#app/payments/domain/settlement_window'
import { mergeSettings } from '#app/payments/domain/settings_form'

const record = (change: Partial<SettledRecord>): SettledRecord => ({
  kind: 'payment', id: 'p1', reference: 'pi_1', money: { amount: 1401n, currency: 'EUR' }, isBooked: true, bookedOn: '2026-03-01', ...change,
}) // prettier-ignore

const movement = (change: Partial<GatewayMovement>): GatewayMovement => {
  const { gross = 1401n, fee = 0n } = change
  return {
    reference: 'txn_1', kind: 'payment', objectReference: 'pi_1', gross, fee, net: gross - fee, currency: 'EUR', exchanged: null,
    createdAt: new Date('2026-03-01T10:00:00Z'), availableAt: null, payoutReference: null, ...change,
  } // prettier-ignore
}

const usd = (amount: bigint) => ({ money: { amount, currency: 'USD' }, rate: '0.92' })
const refund = record({ kind: 'refund', reference: 're_1', money: { amount: 500n, currency: 'EUR' } })
const dispute = record({ kind: 'dispute', reference: 'dp_1' })
const payout = record({ kind: 'payout', reference: 'po_1', money: { amount: 1920n, currency: 'EUR' } })

test.group('Matching a movement', () => {
  test('{what}: {outcome}')
    .with([
      { what: 'a payment', told: {}, records: [record({})], outcome: 'payment 1401 EUR' },
      {
        what: 'a refund',
        told: { kind: 'refund', objectReference: 're_1', gross: -500n },
        records: [refund],
        outcome: 'refund -500 EUR',
      },
      {
        what: 'a refund that came back',
        told: { kind: 'refund_failed', objectReference: 're_1', gross: 500n },
        records: [refund],
        outcome: 'refund 500 EUR',
      },
      {
        what: 'a dispute, with its fee',
        told: { kind: 'dispute', objectReference: 'dp_1', gross: -1401n, fee: 1500n },
        records: [dispute],
        outcome: 'dispute -2901 EUR',
      },
      {
        what: 'a payout',
        told: { kind: 'payout', objectReference: 'po_1', gross: -1920n },
        records: [payout],
        outcome: 'payout -1920 EUR',
      },
      {
        what: 'a payout that came back',
        told: { kind: 'payout', objectReference: 'po_1', gross: 1920n },
        records: [payout],
        outcome: 'payout 1920 EUR',
      },
      {
        what: 'a payment in dollars that became euros',
        told: { gross: 998n, exchanged: usd(1085n) },
        records: [record({ money: { amount: 1085n, currency: 'USD' } })],
        outcome: 'payment 1085 USD',
      },
      { what: 'a cent too much', told: { gross: 1402n }, records: [record({})], outcome: 'amount_differs' },
      { what: 'a cent too little', told: { gross: 1400n }, records: [record({})], outcome: 'amount_differs' },
      {
        what: 'a payment that leaves the account',
        told: { gross: -1401n },
        records: [record({})],
        outcome: 'amount_differs',
      },
      {
        what: 'a refund that enters it',
        told: { kind: 'refund', objectReference: 're_1', gross: 500n },
        records: [refund],
        outcome: 'amount_differs',
      },
      {
        what: 'another currency',
        told: { currency: 'USD' },
        records: [record({})],
        outcome: 'currency_differs',
      },
      {
        what: 'another payment',
        told: { objectReference: 'pi_2' },
        records: [record({})],
        outcome: 'unknown_object',
      },
      {
        what: 'a refund that is called like a payment',
        told: { kind: 'refund', gross: -1401n },
        records: [record({})],
        outcome: 'unknown_object',
      },
      {
        what: 'a payment of which we do not know that it was taken',
        told: {},
        records: [record({ isBooked: false, money: { amount: 0n, currency: 'EUR' } })],
        outcome: 'not_booked',
      },
      {
        what: 'a fee of its own',
        told: { kind: 'fee', gross: -200n, objectReference: null },
        records: [],
        outcome: 'no_object',
      },
      {
        what: 'a fee that names a payment',
        told: { kind: 'fee', gross: -200n },
        records: [record({})],
        outcome: 'no_object',
      },
      { what: 'something else', told: { kind: 'adjustment' }, records: [record({})], outcome: 'no_object' },
    ] as { what: string; told: Partial<GatewayMovement>; records: SettledRecord[]; outcome: string }[]) // prettier-ignore
    .run(({ assert }, { told, records, outcome }) => {
      const match = matchMovement(movement(told), records, () => false)
      const said =
        match.type === 'matched'
          ? `${match.record.kind} ${match.counted.amount} ${match.counted.currency}`
          : match.problem
      assert.equal(said, outcome)
    })

  test('a record is accounted for once', ({ assert }) => {
    const match = matchMovement(movement({}), [record({})], () => true)
    assert.equal(match.type === 'unmatched' ? match.problem : '', 'counted_twice')
  })

  test('{kind} with {problem}: {proposal}')
    .with([
      { kind: 'fee', problem: 'no_object', proposal: 'book_fee' },
      { kind: 'payment', problem: 'unknown_object', proposal: 'look_up' },
      { kind: 'payment', problem: 'not_booked', proposal: 'look_up' },
      { kind: 'payment', problem: 'amount_differs', proposal: 'compare' },
      { kind: 'refund', problem: 'counted_twice', proposal: 'compare' },
      { kind: 'adjustment', problem: 'no_object', proposal: 'explain' },
    ] as const)
    .run(({ assert }, { kind, problem, proposal }) => {
      assert.equal(proposalFor({ kind, net: -1n }, problem), proposal)
    })
})

test.group('What a movement adds to the books', () => {
  const booked = (change: Partial<GatewayMovement>) => ({
    ...movement(change),
    id: 'm1',
    ledgerCode: 'stripe',
    countsOn: '2026-03-02',
  })
  const shown = (entries: ReturnType<typeof bookMatch>) =>
    entries.flatMap(({ kind, postings }) =>
      postings.map(({ account, amount, currency }) => `${kind} ${account.code} ${amount} ${currency}`)
    )

  test('{what}')
    .with([
      { what: 'a payment without a fee adds nothing', told: {}, of: record({}), lines: [] },
      {
        what: 'a fee',
        told: { fee: 46n },
        of: record({}),
        lines: ['gateway_fee gateway_fees 46 EUR', 'gateway_fee cash:stripe -46 EUR'],
      },
      {
        what: 'a fee that is given back',
        told: { kind: 'refund', gross: -500n, fee: -20n },
        of: refund,
        lines: ['gateway_fee gateway_fees -20 EUR', 'gateway_fee cash:stripe 20 EUR'],
      },
      {
        what: 'a dispute adds nothing: its fee is booked with it',
        told: { kind: 'dispute', gross: -1401n, fee: 1500n },
        of: dispute,
        lines: [],
      },
      {
        what: 'a payout goes by in flight',
        told: { kind: 'payout', gross: -1920n },
        of: payout,
        lines: ['payout_sent in_flight:stripe 1920 EUR', 'payout_sent cash:stripe -1920 EUR'],
      },
      {
        what: 'a payout comes back the same way',
        told: { kind: 'payout', gross: 1920n },
        of: payout,
        lines: ['payout_sent in_flight:stripe -1920 EUR', 'payout_sent cash:stripe 1920 EUR'],
      },
      {
        what: 'an exchange leaves nothing of what was paid',
        told: { gross: 998n, fee: 40n, exchanged: usd(1085n) },
        of: record({ money: { amount: 1085n, currency: 'USD' } }),
        lines: [
          'gateway_exchange fx_gain_loss 1085 USD',
          'gateway_exchange cash:stripe -1085 USD',
          'gateway_exchange cash:stripe 998 EUR',
          'gateway_exchange fx_gain_loss -998 EUR',
          'gateway_fee gateway_fees 40 EUR',
          'gateway_fee cash:stripe -40 EUR',
        ],
      },
    ] as { what: string; told: Partial<GatewayMovement>; of: SettledRecord; lines: string[] }[]) // prettier-ignore
    .run(({ assert }, { told, of, lines }) => {
      const entries = bookMatch(booked(told), of)
      entries.forEach(assertBalanced)
      assert.deepEqual(shown(entries), lines)
      assert.isTrue(entries.every(({ bookedOn, causeId }) => bookedOn === '2026-03-02' && causeId === 'm1'))
    })

  test('what a person says it is', ({ assert }) => {
    const fee = bookAnswer(booked({ kind: 'fee', gross: -200n }), 'fee')
    assert.deepEqual(shown(fee), [
      'movement_answered gateway_fees 200 EUR',
      'movement_answered cash:stripe -200 EUR',
    ])
    const found = bookAnswer(booked({ kind: 'adjustment', gross: 700n }), 'difference')
    assert.deepEqual(shown(found), [
      'movement_answered settlement_differences -700 EUR',
      'movement_answered cash:stripe 700 EUR',
    ])
    assert.deepEqual(bookAnswer(booked({ gross: 0n }), 'difference'), [])
  })

  test('a payout arrives at the bank and may be sent back', ({ assert }) => {
    const one = { id: 'o1', ledgerCode: 'stripe', money: { amount: 1920n, currency: 'EUR' } }
    assert.deepEqual(shown([bookArrival(one, 'arrived')]), [
      'payout_arrived cash:bank_transfer 1920 EUR',
      'payout_arrived in_flight:stripe -1920 EUR',
    ])
    assert.deepEqual(shown([bookArrival(one, 'returned')]), [
      'payout_returned in_flight:stripe 1920 EUR',
      'payout_returned cash:bank_transfer -1920 EUR',
    ])
  })
})

test.group('Account and books', () => {
  const eur = (amount: bigint) => [{ currency: 'EUR', amount }]

  test('{what}: untold {untold}, unexplained {unexplained}')
    .with([
      {
        what: 'equal to the cent',
        stated: 1920n,
        known: 1920n,
        booked: 1920n,
        unmatched: 0n,
        awaited: 0n,
        untold: 0n,
        unexplained: 0n,
      },
      {
        what: 'a payment that is not reported yet',
        stated: 1920n,
        known: 1920n,
        booked: 3321n,
        unmatched: 0n,
        awaited: 1401n,
        untold: 0n,
        unexplained: 0n,
      },
      {
        what: 'a movement that fits nothing',
        stated: 1720n,
        known: 1720n,
        booked: 1920n,
        unmatched: -200n,
        awaited: 0n,
        untold: 0n,
        unexplained: 0n,
      },
      {
        what: 'money from before',
        stated: 5920n,
        known: 1920n,
        booked: 1920n,
        unmatched: 0n,
        awaited: 0n,
        untold: 4000n,
        unexplained: 0n,
      },
      {
        what: 'a cent that nobody knows',
        stated: 1920n,
        known: 1920n,
        booked: 1921n,
        unmatched: 0n,
        awaited: 0n,
        untold: 0n,
        unexplained: 1n,
      },
    ]) // prettier-ignore
    .run(({ assert }, { untold, unexplained, ...sides }) => {
      const [line] = compareCurrencies({
        stated: eur(sides.stated), known: eur(sides.known), booked: eur(sides.booked), unmatched: eur(sides.unmatched), awaited: eur(sides.awaited),
      }) // prettier-ignore
      assert.deepEqual(differencesOf(line!), { untold, unexplained })
    })

  test('a currency that only one side knows is a line of its own', ({ assert }) => {
    const lines = compareCurrencies({
      stated: eur(0n),
      known: [],
      unmatched: [],
      awaited: [],
      booked: [{ currency: 'USD', amount: 5n }],
    })
    assert.deepEqual(
      lines.map((line) => [line.currency, line.stated, differencesOf(line).unexplained]),
      [
        ['EUR', '0', 0n],
        ['USD', null, 5n],
      ]
    )
  })

  test('a day begins where the one before ended, and ends with all that moved', ({ assert }) => {
    const rows = [
      { currency: 'EUR', kind: 'payment', count: 2, opening: 1000n, gross: 2000n, fee: 80n },
      { currency: 'EUR', kind: 'payout', count: 0, opening: -900n, gross: 0n, fee: 0n },
    ]
    const [day] = toDays(rows, new Map([['EUR', 2021n]]))
    assert.deepEqual([day!.opening, day!.closing, day!.booked, day!.difference], [100n, 2020n, 2021n, 1n])
    assert.deepEqual(day!.lines, [{ kind: 'payment', count: 2, gross: 2000n, fee: 80n, net: 1920n }])
    assert.isNull(toDays(rows, null)[0]!.difference)
  })
})

test.group('When a gateway is asked', () => {
  const now = new Date('2026-03-10T05:00:00Z')
  const gatewayId = `${new Date('2026-03-01T00:00:00Z')
    .getTime()
    .toString(16)
    .padStart(12, '0')
    .replace(/(.{8})(.{4})/, '$1-$2')}-7000-8000-000000000000`

  test('first since it was connected, then with days of overlap', ({ assert }) => {
    const first = windowOf({ gatewayId, settledUntil: null, now })
    assert.deepEqual(
      [first.movements, first.payouts].map((at) => at.toISOString()),
      Array(2).fill('2026-02-28T23:00:00.000Z')
    )
    const later = windowOf({ gatewayId, settledUntil: now, now })
    assert.deepEqual(
      [later.movements, later.payouts].map((at) => at.toISOString()),
      ['2026-03-07T05:00:00.000Z', '2026-02-24T05:00:00.000Z']
    )
    const odd = windowOf({ gatewayId: 'ffffffff-ffff-7000-8000-000000000000', settledUntil: null, now })
    assert.equal(odd.movements.toISOString(), '2026-03-09T05:00:00.000Z')
  })

  test('after the {failures}th failure again in {minutes} minutes')
    .with([
      { failures: 1, minutes: 10 },
      { failures: 2, minutes: 20 },
      { failures: 4, minutes: 80 },
      { failures: 9, minutes: 360 },
    ]) // prettier-ignore
    .run(({ assert }, { failures, minutes }) => assert.equal(retryMinutes(failures), minutes))
})

test.group('What is entered to connect a gateway', () => {
  const form = [
    { name: 'key', kind: 'text', isRequired: true },
    { name: 'secret', kind: 'secret', isRequired: true },
    { name: 'place', kind: 'choice', isRequired: true, choices: ['sandbox', 'live'] },
    { name: 'isFast', kind: 'switch', isRequired: false },
    { name: 'hook', kind: 'secret', isRequired: true, comesWithWebhook: true },
  ] as const
  const known = {
    config: { key: 'k', place: 'live', baseUrl: 'https://x.test' },
    secrets: { secret: 's', hook: 'h' },
  }

  test('{what}')
    .with([
      {
        what: 'nothing entered keeps everything',
        answers: {},
        base: known,
        config: known.config,
        secrets: known.secrets,
        fresh: [],
        wrong: [],
      },
      {
        what: 'an empty secret stays',
        answers: { secret: ' ', key: 'k2 ' },
        base: known,
        config: { ...known.config, key: 'k2' },
        secrets: known.secrets,
        fresh: [],
        wrong: [],
      },
      {
        what: 'a new secret takes its place',
        answers: { secret: 't', isFast: 'true' },
        base: known,
        config: { ...known.config, isFast: true },
        secrets: { secret: 't', hook: 'h' },
        fresh: ['secret'],
        wrong: [],
      },
      {
        what: 'a choice has a first',
        answers: { key: 'k', secret: 's' },
        base: { config: {}, secrets: {} },
        config: { key: 'k', place: 'sandbox' },
        secrets: { secret: 's' },
        fresh: ['secret'],
        wrong: [],
      },
      {
        what: 'what is missing is named',
        answers: { key: '', place: 'moon' },
        base: { config: {}, secrets: {} },
        config: { key: '', place: 'moon' },
        secrets: {},
        fresh: [],
        wrong: ['key required', 'secret required', 'place unknown_choice'],
      },
      {
        what: 'what is too long is refused',
        answers: { key: 'k'.repeat(2_001) },
        base: known,
        config: { ...known.config, key: 'k'.repeat(2_001) },
        secrets: known.secrets,
        fresh: [],
        wrong: ['key too_long'],
      },
    ] as {
      what: string
      answers: Record<string, string>
      base: { config: Record<string, unknown>; secrets: Record<string, string> }
      config: object
      secrets: object
      fresh: string[]
      wrong: string[]
    }[]) // prettier-ignore
    .run(({ assert }, { answers, base, config, secrets, fresh, wrong }) => {
      const merged = mergeSettings(form, answers, base)
      assert.deepEqual(merged.settings, { config, secrets } as never)
      assert.deepEqual(merged.newSecrets, fresh)
      assert.deepEqual(
        merged.complaints.map(({ field, type }) => `${field} ${type}`),
        wrong
      )
    })
})
