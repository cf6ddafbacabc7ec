import { test } from '@japa/runner'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import {
  addDays,
  atHour,
  dateIn,
  daysBetween,
  isCalendarDate,
  nextPeriodStart,
  startOfDay,
} from '#app/shared/time/calendar'

test.group('Period starts', () => {
  for (const [from, unit, count, anchor, expected] of [
    ['2026-01-31', 'month', 1, 31, '2026-02-28'],
    ['2026-02-28', 'month', 1, 31, '2026-03-31'],
    ['2028-01-30', 'month', 1, 30, '2028-02-29'],
    ['2026-03-15', 'month', 3, 15, '2026-06-15'],
    ['2028-02-29', 'year', 1, 29, '2029-02-28'],
    ['2031-02-28', 'year', 1, 29, '2032-02-29'],
    ['2026-12-31', 'month', 1, 31, '2027-01-31'],
  ] as const) {
    test(`after ${from}, every ${count} ${unit}, anchor ${anchor}: ${expected}`, ({ assert }) => {
      assert.equal(nextPeriodStart(from, { unit, count }, anchor), expected)
    })
  }

  test('a chain of months visits every month once and returns to its anchor day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 31 }), fc.integer({ min: 1, max: 12 }), (anchor, count) => {
        let date = '2026-01-01'
        for (let step = 0; step < 48; step += 1) {
          const next = nextPeriodStart(date, { unit: 'month', count }, anchor)
          const months =
            (Number(next.slice(0, 4)) - Number(date.slice(0, 4))) * 12 +
            Number(next.slice(5, 7)) -
            Number(date.slice(5, 7))
          const day = Number(next.slice(8))
          const isLastDay = addDays(next, 1).endsWith('-01')
          if (months !== count || next <= date || !(day === anchor || (day < anchor && isLastDay)))
            return false
          date = next
        }
        return true
      })
    )
  })
})

test.group('Dates and instants', () => {
  for (const [zone, date, expected] of [
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z'],
    ['Europe/Berlin', '2026-03-30', '2026-03-29T22:00:00.000Z'],
    ['Asia/Beirut', '2026-03-29', '2026-03-28T22:00:00.000Z'],
    ['America/Havana', '2026-03-08', '2026-03-08T05:00:00.000Z'],
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z'],
    ['Atlantic/Azores', '2026-10-25', '2026-10-25T00:00:00.000Z'],
    ['Pacific/Apia', '2026-01-01', '2025-12-31T11:00:00.000Z'],
  ] as const) {
    test(`${date} begins in ${zone} at ${expected}`, ({ assert }) => {
      assert.equal(startOfDay(zone, date).toISOString(), expected)
    })
  }

  test('a day begins with the first instant of its date, in every zone', () => {
    const zones = Intl.supportedValuesOf('timeZone')
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 4000 }), (zone, offset) => {
        const date = addDays('2026-01-01', offset)
        const start = startOfDay(zone, date)
        const before = dateIn(zone, new Date(start.getTime() - 1))
        return dateIn(zone, start) === date && before < date && dateIn(zone, atHour(zone, date, 6)) === date
      }),
      // The clock goes back over midnight.
      {
        examples: [
          ['America/Havana', 304],
          ['Atlantic/Azores', 297],
        ],
      }
    )
  })

  test('dates are counted as the library of zones counts them', () => {
    const day = fc.date({ min: new Date('0100-01-01'), max: new Date('9990-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: -800, max: 800 }),
        fc.integer({ min: -40, max: 40 }),
        (instant, days, count) => {
          const date = instant.toISOString().slice(0, 10)
          const kept = DateTime.fromISO(date, { zone: 'utc' })
          const later = kept.plus({ days }).toISODate()!
          const month = kept.startOf('month').plus({ months: count })
          return (
            addDays(date, days) === later &&
            daysBetween(date, later) === days &&
            nextPeriodStart(date, { unit: 'month', count }, 31) === month.endOf('month').toISODate()
          )
        }
      )
    )
  })

  test('days between dates do not care for daylight saving', ({ assert }) => {
    assert.equal(daysBetween('2026-03-28', '2026-03-30'), 2)
    assert.equal(daysBetween('2026-03-01', '2027-03-01'), 365)
  })

  for (const [text, expected] of [
    ['2028-02-29', true],
    ['0001-01-01', true],
    ['9999-12-31', true],
    ['2027-02-29', false],
    ['2026-13-01', false],
    ['2026-02-00', false],
    ['2026-1-1', false],
    // The year before 1 is 1 before Christ: neither we nor the database write one as 0.
    ['0000-01-01', false],
    ['0000-02-29', false],
  ] as const) {
    test(`${text} is ${expected ? 'a day' : 'none'}`, ({ assert }) =>
      assert.equal(isCalendarDate(text), expected))
  }
})
