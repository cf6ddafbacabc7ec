import { test } from '@japa/runner'
import fc from 'fast-check'
import { hourlyTiers } from '#app/catalogue/index'
import { addDays, dateIn, nextPeriodStart } from '#app/shared/time/calendar'
import { countHours, hourEndsAt, hoursIn, hoursSoFar } from '#app/subscriptions/domain/hours'
import { renew } from '#app/subscriptions/domain/renewal'
import { invoiceDay, periodFrom } from '#app/subscriptions/domain/periods'
import type { RenewalItem } from '#app/subscriptions/domain/renewal_drafts'
import { readPolicies } from '#app/billing/index'

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'America/Havana', 'Asia/Beirut', 'Asia/Kolkata', 'Pacific/Apia', 'Australia/Lord_Howe', 'America/Santiago', 'Atlantic/Azores'] // prettier-ignore
const byHour = { unit: 'hour' as const, count: 1 }
const hourMs = 3_600_000

const ran = (from: string, until: string | null) => ({
  startsAt: new Date(from),
  endsAt: until === null ? null : new Date(until),
})

test.group('Hours of a month', () => {
  const march = { startsOn: '2026-03-01', endsOn: '2026-04-01' }
  const rows: [string, ReturnType<typeof ran>[], typeof march, string, [string, bigint][]][] = [
    ['a whole month, in UTC', [ran('2026-03-01T00:00:00Z', null)], march, 'UTC', [['2026-03-01', 744n]]],
    ['a month that loses an hour', [ran('2026-02-01T00:00:00Z', null)], march, 'Europe/Berlin', [['2026-03-01', 743n]]],
    ['a month that gains one', [ran('2026-02-01T00:00:00Z', null)], { startsOn: '2026-10-01', endsOn: '2026-11-01' }, 'Europe/Berlin', [['2026-10-01', 745n]]],
    ['the hour under way counts as a whole', [ran('2026-03-10T10:17:00Z', '2026-03-10T11:17:01Z')], march, 'UTC', [['2026-03-01', 2n]]],
    ['a day that begins twice', [ran('2026-11-01T04:00:00Z', '2026-11-01T06:00:00Z')], { startsOn: '2026-11-01', endsOn: '2026-12-01' }, 'America/Havana', [['2026-11-01', 2n]]],
    ['to the second', [ran('2026-03-10T10:17:00Z', '2026-03-10T11:17:00Z')], march, 'UTC', [['2026-03-01', 1n]]],
    ['an hour belongs to the month in which it begins', [ran('2026-03-31T23:30:00Z', '2026-04-01T01:00:00Z')], march, 'UTC', [['2026-03-01', 1n]]],
    ['and the next to the next', [ran('2026-03-31T23:30:00Z', '2026-04-01T01:00:00Z')], { startsOn: '2026-04-01', endsOn: '2026-05-01' }, 'UTC', [['2026-04-01', 1n]]],
    ['a pause is not counted', [ran('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'), ran('2026-03-30T00:00:00Z', null)], march, 'UTC', [['2026-03-01', 72n]]],
    ['not at all', [ran('2026-03-10T10:00:00Z', '2026-03-10T10:00:00Z')], march, 'UTC', []],
    ['months apart, each by itself', [ran('2026-02-27T00:00:00Z', null)], { startsOn: '2026-02-20', endsOn: '2026-04-01' }, 'UTC', [['2026-02-01', 48n], ['2026-03-01', 744n]]],
  ] // prettier-ignore
  for (const [name, stretches, period, zone, expected] of rows) {
    test(name, ({ assert }) => {
      assert.deepEqual(hoursIn(stretches, period, zone), expected.map(([month, hours]) => ({ month, hours }))) // prettier-ignore
    })
  }

  test('no hour is lost and none is counted twice, month after month, in every zone', ({ assert }) => {
    const start = fc.integer({ min: 0, max: 4 * 365 * 24 * 60 }).map((minutes) => Date.UTC(2024, 0, 1) + minutes * 60_000) // prettier-ignore
    const lasting = fc.integer({ min: 1, max: 200 * 24 * 3600 })
    fc.assert(
      fc.property(start, lasting, fc.constantFrom(...zones), (startMs, seconds, zone) => {
        const stretch = { startsAt: new Date(startMs), endsAt: new Date(startMs + seconds * 1000) }
        let startsOn = dateIn(zone, stretch.startsAt)
        const last = addDays(dateIn(zone, stretch.endsAt), 1)
        let sum = 0n
        while (startsOn < last) {
          const { endsOn } = periodFrom(startsOn, { interval: byHour, anchorDay: 1 })
          for (const { hours } of hoursIn([stretch], { startsOn, endsOn }, zone)) sum += hours
          startsOn = endsOn
        }
        assert.equal(sum, BigInt(Math.ceil((seconds * 1000) / hourMs)))
      }),
      { numRuns: 200 }
    )
  })

  test('split in two at the end of an hour, both parts together are the whole', ({ assert }) => {
    const minutes = fc.integer({ min: 0, max: 40 * 24 * 60 })
    fc.assert(
      fc.property(minutes, minutes, fc.constantFrom(...zones), (a, b, zone) => {
        const startsAt = new Date(Date.UTC(2026, 2, 20, 5, 17))
        const [first, second] = [Math.min(a, b), Math.max(a, b)].map((each) => new Date(startsAt.getTime() + each * 60_000)) // prettier-ignore
        const at = hourEndsAt({ startsAt }, first!)
        const end = new Date(Math.max(second!.getTime(), at.getTime()))
        const period = { startsOn: '2026-03-01', endsOn: '2026-06-01' }
        const count = (parts: { startsAt: Date; endsAt: Date }[]) =>
          hoursIn(parts, period, zone).reduce((sum, { hours }) => sum + hours, 0n)
        assert.equal(count([{ startsAt, endsAt: at }, { startsAt: at, endsAt: end }]), count([{ startsAt, endsAt: end }])) // prettier-ignore
      }),
      { numRuns: 200 }
    )
  })
})

test.group('What hours cost', () => {
  const item: RenewalItem = {
    subscriptionId: 's',
    kind: 'plan',
    priceId: 'p',
    description: 'VPS S',
    quantity: 1,
    unitAmount: 450n,
    tiers: hourlyTiers('0.83', 450n),
  }
  const period = { startsOn: '2026-03-01', endsOn: '2026-04-01' }
  const of = (from: string, until: string | null, items: unknown[] | null = null) => ({
    ...ran(from, until),
    subscriptionId: 's',
    items: items as never,
  })
  const count = (stretches: ReturnType<typeof of>[], agreed = [item]) =>
    countHours(agreed, { stretches, period, timeZone: 'UTC' }).map(({ description, unitAmount }) => [description, unitAmount]) // prettier-ignore

  test('by the hour, rounded once', ({ assert }) => {
    // 312 × 0.83 = 258.96
    assert.deepEqual(count([of('2026-03-19T00:00:00Z', null)]), [['VPS S · 312 h', 259n]])
  })

  test('up to the most of a month', ({ assert }) => {
    assert.deepEqual(count([of('2026-03-01T00:00:00Z', null)]), [['VPS S · 744 h', 450n]])
  })

  test('of each unit', ({ assert }) => {
    const addresses = { ...item, description: 'IPv4', quantity: 3, tiers: hourlyTiers('0.2', 100n) }
    assert.deepEqual(count([of('2026-03-31T00:00:00Z', null)], [addresses]), [['IPv4 × 3 · 24 h', 14n]])
  })

  test('what it was before a change is charged for the hours before', ({ assert }) => {
    const before = { ...item, description: 'VPS XS', unitAmount: '200', tiers: hourlyTiers('0.5', 200n) }
    const stretches = [
      of('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z', [before]),
      of('2026-03-02T00:00:00Z', '2026-03-03T00:00:00Z'),
    ]
    assert.deepEqual(count(stretches), [
      ['VPS XS · 24 h', 12n],
      ['VPS S · 24 h', 20n],
    ])
  })

  const soFar = (stretches: ReturnType<typeof of>[], now: string) => {
    const { hours, amount, amountAtEnd } = hoursSoFar([item], { stretches, period, timeZone: 'UTC', now: new Date(now) })
    return [hours, amount, amountAtEnd]
  } // prettier-ignore
  const rowsSoFar: [string, ReturnType<typeof of>[], string, bigint[]][] = [
    ['so far: the hour under way counts', [of('2026-03-19T00:00:00Z', null)], '2026-03-19T04:00:01Z', [5n, 4n, 259n]],
    ['so far: nothing at its first instant', [of('2026-03-19T00:00:00Z', null)], '2026-03-19T00:00:00Z', [0n, 0n, 259n]],
    ['so far: never above the most of a month', [of('2026-03-01T00:00:00Z', null)], '2026-03-31T12:00:00Z', [732n, 450n, 450n]],
    ['so far: what was stopped stays', [of('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z')], '2026-03-09T00:00:00Z', [24n, 20n, 20n]],
    ['so far: what it is for from the next hour on has not begun', [of('2026-03-01T00:00:00Z', '2026-03-02T01:00:00Z', [{ ...item, unitAmount: '450' }]), of('2026-03-02T01:00:00Z', null)], '2026-03-02T00:30:00Z', [25n, 21n, 471n]],
  ] // prettier-ignore
  for (const [name, stretches, now, expected] of rowsSoFar) {
    test(name, ({ assert }) => assert.deepEqual(soFar(stretches, now), expected))
  }

  test('a month never costs more than its most, nor more than its hours', ({ assert }) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 744 }), fc.integer({ min: 1, max: 999 }), (hours, most) => {
        const priced = { ...item, tiers: hourlyTiers('1.25', BigInt(most)) }
        const until = new Date(Date.UTC(2026, 2, 1) + hours * hourMs).toISOString()
        const [counted] = countHours([priced], { stretches: [of('2026-03-01T00:00:00Z', until)], period, timeZone: 'UTC' }) // prettier-ignore
        assert.isTrue(counted!.unitAmount <= BigInt(most))
        assert.isTrue(counted!.unitAmount <= BigInt(Math.round(hours * 1.25 + 1e-9)))
      })
    )
  })
})

test.group('When hours are invoiced', () => {
  test('on the first day of the month after, whatever the lead', ({ assert }) => {
    const terms = readPolicies({ invoiceLeadDays: 7, invoiceGrouping: 'month', summaryDay: 15 })
    const first = periodFrom('2026-03-10', { interval: byHour, anchorDay: 1 })
    assert.equal(first.endsOn, '2026-04-01')
    assert.equal(invoiceDay(first.endsOn, byHour, terms), '2026-04-01')
    const standing = {
      interval: byHour,
      anchorDay: 1,
      currentPeriodStartsOn: first.startsOn,
      renewsOn: first.endsOn,
    }
    const { period, dueOn, next } = renew({ ...standing, status: 'active' }, { today: '2026-04-01', terms })
    assert.deepEqual(period, { startsOn: '2026-03-10', endsOn: '2026-04-01' })
    assert.equal(dueOn, '2026-04-01')
    assert.deepEqual(next, { currentPeriodStartsOn: '2026-04-01', renewsOn: '2026-05-01', invoiceOn: '2026-05-01' }) // prettier-ignore
  })

  test('the last ones on the day it ended, and then nothing more', ({ assert }) => {
    const ended = { interval: byHour, anchorDay: 1, currentPeriodStartsOn: '2026-04-01', renewsOn: '2026-04-08' } // prettier-ignore
    const { period, next } = renew(
      { ...ended, status: 'cancelled' },
      { today: '2026-04-07', terms: readPolicies({}) }
    )
    assert.deepEqual(period, { startsOn: '2026-04-01', endsOn: '2026-04-08' })
    assert.isNull(next.invoiceOn)
  })

  test('their months are calendar months', ({ assert }) => {
    assert.equal(nextPeriodStart('2026-01-31', byHour, 31), '2026-02-01')
    assert.equal(nextPeriodStart('2026-12-01', byHour, 1), '2027-01-01')
    assert.equal(nextPeriodStart('2026-12-01', { ...byHour, count: -1 }, 1), '2026-11-01')
  })
})
