import { test } from '@japa/runner'
import fc from 'fast-check'
import { alignFirstPeriod, beginPeriod } from '#app/subscriptions/domain/alignment'
import { periodFrom, wholeIntervalOf } from '#app/subscriptions/domain/periods'
import { addDays, type CalendarDate, dayOfMonth, daysBetween } from '#app/shared/time/calendar'

const month = { unit: 'month' as const, count: 1 }
const year = { unit: 'year' as const, count: 1 }
const terms = { day: 1, today: '2026-03-10', timeZone: 'Europe/Berlin', convention: 'days' as const }

test.group('Aligning a first period to a customer’s day', () => {
  for (const { title, interval = month, change, expected } of [
    { title: '10 March to the 1st: 22 of 31 days', change: {}, expected: ['2026-04-01', '22/31'] },
    { title: 'a year from 10 March to the 1st: 22 of 365 days, then whole years', interval: year, change: {}, expected: ['2026-04-01', '22/365'] },
    { title: 'a quarter', interval: { unit: 'month' as const, count: 3 }, change: {}, expected: ['2026-04-01', '22/90'] },
    { title: 'to the 31st in April: its last day', change: { day: 31, today: '2026-04-10' }, expected: ['2026-04-30', '20/30'] },
    { title: 'to the 31st from the last day of February: a whole one', change: { day: 31, today: '2026-02-28' }, expected: ['2026-03-31', null] },
    { title: 'on the day: a whole one', change: { day: 10 }, expected: ['2026-04-10', null] },
    { title: 'real seconds of a month with 743 hours', change: { convention: 'seconds' as const }, expected: ['2026-04-01', `${22 * 86_400 - 3_600}/${743 * 3_600}`] },
    { title: 'days of 30', change: { convention: 'fixed_30' as const }, expected: ['2026-04-01', '21/30'] },
    { title: 'days of 30, of which none lies between the 30th and the 31st: the real day', change: { convention: 'fixed_30' as const, today: '2027-05-30', day: 31 }, expected: ['2027-05-31', '1/31'] },
    { title: 'days of 30 from the 31st, which counts as the 30th: all of them', change: { convention: 'fixed_30' as const, today: '2026-03-31', day: 30 }, expected: ['2026-04-30', '30/30'] },
    { title: 'by the hour there is no day of the month', interval: { unit: 'hour' as const, count: 1 }, change: {}, expected: null },
    { title: 'A31: a short first period of 8 days of 30', change: { convention: 'fixed_30' as const, today: '2023-05-15', day: 23 }, expected: ['2023-05-23', '8/30'] },
    { title: 'A43: 12 of the 31 days of the month before the day', change: { today: '2011-02-01', day: 13 }, expected: ['2011-02-13', '12/31'] },
    { title: 'A45: from the 14th to the end of the month after: 1 and 14/31 there, here to the next such day', change: { today: '2011-02-14', day: 31 }, expected: ['2011-02-28', '14/28'] },
    { title: 'where a part is the whole: none', change: { convention: 'none' as const }, expected: null },
    { title: 'weeks know no day of the month', interval: { unit: 'week' as const, count: 1 }, change: {}, expected: null },
  ]) {
    test(title, ({ assert }) => {
      const aligned = alignFirstPeriod(interval, { ...terms, ...change })
      const share = aligned?.share && `${aligned.share.numerator}/${aligned.share.denominator}`
      assert.deepEqual(aligned && [aligned.endsOn, share], expected)
    })
  } // prettier-ignore

  test('no gap and no overlap, never more than a month to the day, on the customer’s day ever after', () => {
    const day = fc.integer({ min: 0, max: 3_000 }).map((days) => addDays('2024-01-01', days))
    const interval = fc.constantFrom(month, year, { unit: 'month' as const, count: 3 }, { unit: 'year' as const, count: 2 }) // prettier-ignore
    const zone = fc.constantFrom('Europe/Berlin', 'America/Havana', 'Pacific/Apia', 'UTC')
    const convention = fc.constantFrom('seconds' as const, 'days' as const, 'fixed_30' as const)
    fc.assert(
      fc.property(
        fc.record({ today: day, interval, day: fc.integer({ min: 1, max: 31 }), timeZone: zone, convention }),
        (each) => {
          const aligned = alignFirstPeriod(each.interval, each)!
          const { period, anchorDay } = beginPeriod(each.interval, each.today, aligned)
          const other = firstOn(each.today, each.day)
          let next = period
          for (let count = 0; count < 5; count += 1) {
            const following = periodFrom(next.endsOn, { interval: each.interval, anchorDay })
            if (following.startsOn !== next.endsOn || following.endsOn <= following.startsOn) return false
            if (
              wholeIntervalOf(following, { interval: each.interval, anchorDay }).startsOn !==
              following.startsOn
            )
              return false
            if (!isOnDay(following.startsOn, each.day)) return false
            next = following
          }
          if (!aligned.share) return isOnDay(each.today, each.day)
          const [part, whole] = [BigInt(aligned.share.numerator), BigInt(aligned.share.denominator)]
          return period.startsOn === each.today && period.endsOn === other && daysBetween(each.today, other) <= 31 && part > 0n && (each.convention === 'fixed_30' ? part <= whole : part < whole) // prettier-ignore
        }
      )
    )
  })

  test('what begins on another day than it was quoted for has the days that are paid for, and a day of its own', ({
    assert,
  }) => {
    const quoted = alignFirstPeriod(month, terms)!
    const periodOn = (today: CalendarDate) => beginPeriod(month, today, quoted).period
    assert.deepEqual(periodOn('2026-03-10'), { startsOn: '2026-03-10', endsOn: '2026-04-01' })
    assert.deepEqual(periodOn('2026-03-12'), { startsOn: '2026-03-12', endsOn: '2026-04-03' })
    assert.deepEqual(periodOn('2026-04-02'), { startsOn: '2026-04-02', endsOn: '2026-04-24' })
    assert.equal(beginPeriod(month, '2026-04-02', quoted).anchorDay, 24)
    const whole = alignFirstPeriod(month, { ...terms, day: 10 })!
    assert.deepEqual(beginPeriod(month, '2026-03-11', whole).period, {
      startsOn: '2026-03-11',
      endsOn: '2026-04-11',
    })
    assert.deepEqual(beginPeriod(month, '2026-03-12', undefined), { period: { startsOn: '2026-03-12', endsOn: '2026-04-12' }, anchorDay: 12 }) // prettier-ignore
  })
})

function isOnDay(date: CalendarDate, day: number): boolean {
  const isLast = dayOfMonth(addDays(date, 1)) === 1
  return dayOfMonth(date) === day || (isLast && dayOfMonth(date) < day)
}

/** Looked for day by day. */
function firstOn(after: CalendarDate, day: number): CalendarDate {
  let date = addDays(after, 1)
  while (!isOnDay(date, day)) date = addDays(date, 1)
  return date
}
