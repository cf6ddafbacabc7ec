import { test } from '@japa/runner'
import fc from 'fast-check'
import { Fraction } from '#app/shared/money/fraction'
import { addDays, dateIn, startOfDay } from '#app/shared/time/calendar'
import { prorationConventions, type ProrationConvention, remainingShare } from '#app/billing/domain/proration'

interface Measured {
  convention: ProrationConvention
  period: [string, string]
  /** An instant, or a date for its beginning in UTC. */
  from: string
  zone?: string
}

function shareOf({ convention, period: [startsOn, endsOn], from, zone = 'UTC' }: Measured): Fraction {
  const at = new Date(from)
  const share = remainingShare({ convention, period: { startsOn, endsOn }, from: at, fromOn: dateIn(zone, at), timeZone: zone }) // prettier-ignore
  return new Fraction(share.numerator, share.denominator)
}
function part(amount: bigint, share: Fraction): bigint {
  return new Fraction(amount).times(share).roundHalfAwayFromZero()
}

/** Published examples by their number (docs/golden_cases.md): what is given back of the old price, what is charged of the new. */
const golden: [name: string, Measured, oldAmount: bigint, newAmount: bigint, back: bigint, charged: bigint][] = [
  ['A1', { convention: 'seconds', period: ['2025-04-01', '2025-05-01'], from: '2025-04-16T00:00:00Z' }, 1000n, 2000n, 500n, 1000n],
  ['A3', { convention: 'seconds', period: ['2025-04-01', '2025-05-01'], from: '2025-04-02T00:00:00Z' }, 2000n, 500n, 1933n, 483n],
  ['A5', { convention: 'seconds', period: ['2025-06-01', '2025-07-01'], from: '2025-06-11T00:00:00Z' }, 10000n, 30000n, 6667n, 20000n],
  ['A7', { convention: 'seconds', period: ['2024-08-01', '2025-08-01'], from: '2024-10-01T00:00:00Z' }, 100000n, 300000n, 83288n, 249863n],
  ['A9', { convention: 'seconds', period: ['2023-02-18', '2024-02-18'], from: '2023-09-05T00:00:00Z' }, 100000n, 300000n, 45479n, 136438n],
  ['A33', { convention: 'fixed_30', period: ['2023-04-23', '2023-05-23'], from: '2023-05-15T00:00:00Z' }, 1995n, 0n, 532n, 0n],
  ['A37', { convention: 'days', period: ['2012-05-01', '2012-06-01'], from: '2012-05-07T15:00:00Z' }, 59995n, 995n, 48383n, 802n],
  ['A41', { convention: 'days', period: ['2013-08-18', '2014-08-18'], from: '2013-09-17T09:00:00Z' }, 239995n, 0n, 220269n, 0n],
] // prettier-ignore

/** What part is left, exactly. */
const shares: [name: string, Measured, numerator: bigint, denominator: bigint][] = [
  ['A35 in 2023: thirty-day months', { convention: 'fixed_30', period: ['2023-02-15', '2023-03-15'], from: '2023-02-23T00:00:00Z' }, 22n, 30n],
  ['A35 in a leap year: the same', { convention: 'fixed_30', period: ['2024-02-15', '2024-03-15'], from: '2024-02-23T00:00:00Z' }, 22n, 30n],
  ['a period of the one day that thirty-day months lack is measured as it is', { convention: 'fixed_30', period: ['2025-05-30', '2025-05-31'], from: '2025-05-30T00:00:00Z' }, 1n, 1n],
  ['the day of the change belongs to the new', { convention: 'days', period: ['2025-06-01', '2025-07-01'], from: '2025-06-11T23:59:59Z' }, 20n, 30n],
  ['March in Berlin lacks an hour', { convention: 'seconds', period: ['2026-03-01', '2026-04-01'], from: '2026-03-31T10:00:00Z', zone: 'Europe/Berlin' }, 12n * 3600n, (31n * 24n - 1n) * 3600n],
  ['October in Berlin has one more', { convention: 'seconds', period: ['2026-10-01', '2026-11-01'], from: '2026-10-31T11:00:00Z', zone: 'Europe/Berlin' }, 12n * 3600n, (31n * 24n + 1n) * 3600n],
  ['a day in Berlin is not a day in New York', { convention: 'days', period: ['2026-03-01', '2026-04-01'], from: '2026-03-16T03:00:00Z', zone: 'America/New_York' }, 17n, 31n],
  ['nothing is measured: a part is the whole', { convention: 'none', period: ['2026-03-01', '2026-04-01'], from: '2026-03-31T23:00:00Z' }, 1n, 1n],
  ['before the period: all of it', { convention: 'seconds', period: ['2026-03-01', '2026-04-01'], from: '2026-02-20T00:00:00Z' }, 1n, 1n],
  ['after it: nothing', { convention: 'seconds', period: ['2026-03-01', '2026-04-01'], from: '2026-04-01T00:00:00Z' }, 0n, 1n],
  ['after it, where nothing is measured: nothing', { convention: 'none', period: ['2026-03-01', '2026-04-01'], from: '2026-04-01T00:00:00Z' }, 0n, 1n],
] // prettier-ignore

test.group('remainingShare', () => {
  for (const [name, measured, oldAmount, newAmount, back, charged] of golden) {
    test(`${name}: ${back} given back, ${charged} charged`, ({ assert }) => {
      const share = shareOf(measured)
      assert.deepEqual([part(oldAmount, share), part(newAmount, share)], [back, charged])
    })
  }

  test('A11: a year begins anew in the middle of a month', ({ assert }) => {
    const share = shareOf({ convention: 'days', period: ['2025-06-01', '2025-07-01'], from: '2025-06-11T00:00:00Z' }) // prettier-ignore
    assert.equal(part(10000n, share), 6667n)
  })

  test('A13: a month begins anew in the middle of a leap year', ({ assert }) => {
    const share = shareOf({ convention: 'days', period: ['2024-02-18', '2025-02-18'], from: '2024-04-19T00:00:00Z' }) // prettier-ignore
    assert.equal(part(100000n, share), 83333n)
  })

  for (const [name, measured, numerator, denominator] of shares) {
    test(name, ({ assert }) => {
      const share = shareOf(measured)
      const expected = new Fraction(numerator, denominator)
      assert.deepEqual([share.numerator, share.denominator], [expected.numerator, expected.denominator])
    })
  }

  test('what is used and what is left are the whole, and time only lowers what is left', ({ assert }) => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia', 'Asia/Beirut']
    const scene = fc.record({
      convention: fc.constantFrom(...prorationConventions),
      zone: fc.constantFrom(...zones),
      start: fc.integer({ min: 0, max: 2000 }),
      days: fc.integer({ min: 1, max: 400 }),
      a: fc.integer({ min: -3 * 86_400, max: 405 * 86_400 }),
      later: fc.integer({ min: 0, max: 90 * 86_400 }),
    })
    fc.assert(
      fc.property(scene, ({ convention, zone, start, days, a, later }) => {
        const startsOn = addDays('2024-01-01', start)
        const measure = (seconds: number) =>
          shareOf({
            convention,
            zone,
            period: [startsOn, addDays(startsOn, days)],
            from: new Date(startOfDay(zone, startsOn).getTime() + seconds * 1000).toISOString(),
          })
        const [first, second] = [measure(a), measure(a + later)]
        for (const { numerator, denominator } of [first, second]) {
          assert.isTrue(numerator >= 0n && numerator <= denominator)
        }
        assert.isTrue(second.numerator * first.denominator <= first.numerator * second.denominator)
      }),
      { numRuns: 300 }
    )
  })
})
