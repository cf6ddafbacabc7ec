import { test } from '@japa/runner'
import fc from 'fast-check'
import { furtherMoney, watchedPause } from '#app/payments/domain/coins_received'
import type { GatewayReceipt } from '#app/payments/domain/gateway_values'

const receipt = (reference: string, amount: bigint, isConfirmed = true): GatewayReceipt => ({
  reference, amount, isConfirmed, method: 'BTC-CHAIN', coin: 'BTC', coinAmount: '0.1', rate: '100', networkFee: null, receivedAt: new Date(0), isLate: false,
}) // prettier-ignore

test.group('Money that comes after success', () => {
  test('{what}: {amount} more by {count} transfers')
    .with([
      { what: 'the same again', captured: 1000n, recorded: 1000n, known: ['a'], told: [receipt('a', 1000n)], amount: 0n, count: 0 },
      { what: 'a second transfer', captured: 1000n, recorded: 1000n, known: ['a'], told: [receipt('a', 1000n), receipt('b', 500n)], amount: 500n, count: 1 },
      { what: 'a second that is not final', captured: 1000n, recorded: 1000n, known: ['a'], told: [receipt('a', 1000n), receipt('b', 500n, false)], amount: 0n, count: 0 },
      { what: 'the transfer behind what was booked on somebody’s word', captured: 1000n, recorded: 0n, known: [], told: [receipt('a', 1000n)], amount: 0n, count: 1 },
      { what: '… and one more', captured: 1000n, recorded: 0n, known: [], told: [receipt('a', 1000n), receipt('b', 1n)], amount: 1n, count: 2 },
      { what: 'nothing told', captured: 1000n, recorded: 1000n, known: ['a'], told: [], amount: 0n, count: 0 },
    ])
    .run(({ assert }, { captured, recorded, known, told, amount, count }) => {
      const further = furtherMoney({ captured, recorded, references: new Set(known) }, told)
      assert.deepEqual([further.amount, further.receipts.length], [amount, count])
    }) // prettier-ignore

  test('told in whatever order and however often, all that is final is booked once', ({ assert }) => {
    const transfers = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.boolean()), { maxLength: 40 })
    fc.assert(
      fc.property(transfers, (looks) => {
        let known = { captured: 100n, recorded: 100n, references: new Set(['first']) }
        const final = new Set<number>()
        for (const [which, isConfirmed] of looks) {
          const told = [receipt(`${which}`, BigInt(which), isConfirmed)]
          const { receipts, amount } = furtherMoney(known, told)
          if (isConfirmed) final.add(which)
          known = {
            captured: known.captured + amount,
            recorded: receipts.reduce((sum, each) => sum + each.amount, known.recorded),
            references: new Set([...known.references, ...receipts.map(({ reference }) => reference)]),
          }
        }
        assert.equal(known.captured, [...final].reduce((sum, which) => sum + BigInt(which), 100n)) // prettier-ignore
      })
    )
  })

  test('watched {isWatched}, at rest {isAtRest}, pause {pause}: looked at in {minutes}')
    .with([
      { isWatched: false, isAtRest: true, pause: 30, minutes: null },
      { isWatched: false, isAtRest: false, pause: 60, minutes: 60 },
      { isWatched: true, isAtRest: true, pause: 60, minutes: 10 },
      { isWatched: true, isAtRest: false, pause: 60, minutes: 10 },
      { isWatched: true, isAtRest: false, pause: 2, minutes: 2 },
    ])
    .run(({ assert }, { minutes, ...situation }) => {
      assert.equal(watchedPause(situation), minutes)
    })
})
