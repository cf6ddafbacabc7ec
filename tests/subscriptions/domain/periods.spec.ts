import { test } from '@japa/runner'
import fc from 'fast-check'
import { addDays, dayOfMonth, daysBetween, startOfDay, type IntervalUnit } from '#app/shared/time/calendar'
import { readPolicies } from '#app/billing/index'
import { renew } from '#app/subscriptions/domain/renewal'
import { invoicedWith, invoiceDay, periodFrom, periodStartOn } from '#app/subscriptions/domain/periods'

const monthly = { unit: 'month' as const, count: 1 }

test.group('Periods', () => {
  const rows: [string, string, { unit: IntervalUnit; count: number }, number, string][] = [
    ['a month', '2026-01-15', monthly, 15, '2026-02-15'],
    ['the 31st to February', '2026-01-31', monthly, 31, '2026-02-28'],
    ['and back', '2026-02-28', monthly, 31, '2026-03-31'],
    ['to a 30th', '2026-03-31', monthly, 31, '2026-04-30'],
    ['the 30th to a leap February', '2028-01-30', monthly, 30, '2028-02-29'],
    ['a quarter', '2026-11-30', { unit: 'month', count: 3 }, 30, '2027-02-28'],
    ['a leap day to the next year', '2028-02-29', { unit: 'year', count: 1 }, 29, '2029-02-28'],
    ['and to the next leap year', '2031-02-28', { unit: 'year', count: 1 }, 29, '2032-02-29'],
    ['three years', '2026-05-10', { unit: 'year', count: 3 }, 10, '2029-05-10'],
  ]
  for (const [name, startsOn, interval, anchorDay, endsOn] of rows) {
    test(name, ({ assert }) => {
      assert.equal(periodFrom(startsOn, { interval, anchorDay }).endsOn, endsOn)
    })
  }

  test('the invoice is made seven days before', ({ assert }) => {
    assert.equal(invoiceDay('2026-03-03', monthly, readPolicies({})), '2026-02-24')
  })

  test('after a pause billing goes on with the period that today lies in', ({ assert }) => {
    const rhythm = { interval: monthly, anchorDay: 31 }
    assert.equal(periodStartOn('2026-06-15', '2026-03-31', rhythm), '2026-05-31')
    assert.equal(periodStartOn('2026-06-30', '2026-03-31', rhythm), '2026-06-30')
    assert.equal(periodStartOn('2026-04-01', '2026-03-31', rhythm), '2026-03-31')
  })
})

test.group('Periods: always true', () => {
  const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'America/Havana', 'Asia/Beirut', 'Asia/Kolkata', 'Pacific/Apia', 'Pacific/Kiritimati', 'Australia/Lord_Howe', 'America/Santiago'] // prettier-ignore
  const start = fc.integer({ min: 0, max: 365 * 12 }).map((days) => addDays('2019-01-01', days))
  const interval = fc.record({
    unit: fc.constantFrom<IntervalUnit>('month', 'year'),
    count: fc.integer({ min: 1, max: 6 }),
  })

  test('no gap and no overlap over many periods, in dates and in instants of every zone', ({ assert }) => {
    fc.assert(
      fc.property(start, interval, fc.constantFrom(...zones), (startsOn, each, zone) => {
        const rhythm = { interval: each, anchorDay: dayOfMonth(startsOn) }
        let period = periodFrom(startsOn, rhythm)
        for (let index = 0; index < 40; index += 1) {
          const next = periodFrom(period.endsOn, rhythm)
          assert.equal(next.startsOn, period.endsOn)
          assert.isAbove(daysBetween(period.startsOn, period.endsOn), 27)
          assert.isBelow(
            startOfDay(zone, period.startsOn).getTime(),
            startOfDay(zone, period.endsOn).getTime()
          )
          period = next
        }
      }),
      { numRuns: 150 }
    )
  })

  test('a period starts on the anchor day or on the last day of a shorter month', ({ assert }) => {
    fc.assert(
      fc.property(start, (startsOn) => {
        const anchorDay = dayOfMonth(startsOn)
        let day = startsOn
        for (let index = 0; index < 24; index += 1) {
          day = periodFrom(day, { interval: monthly, anchorDay }).endsOn
          const isLastOfMonth = dayOfMonth(addDays(day, 1)) === 1
          assert.isTrue(dayOfMonth(day) === anchorDay || (isLastOfMonth && dayOfMonth(day) < anchorDay))
        }
      })
    )
  })
})

test.group('Monthly summaries', () => {
  const summary = (summaryDay: number, invoiceLeadDays = 7) => readPolicies({ invoiceGrouping: 'month', summaryDay, invoiceLeadDays }) // prettier-ignore
  const rows: [string, number, IntervalUnit, string, string][] = [
    ['2026-03-15', 1, 'month', '2026-03-01', '2026-02-22'],
    ['2026-03-01', 1, 'month', '2026-03-01', '2026-02-22'],
    ['2026-03-31', 1, 'year', '2026-03-01', '2026-02-22'],
    ['2026-03-15', 20, 'month', '2026-02-20', '2026-02-13'],
    ['2026-03-19', 20, 'month', '2026-02-20', '2026-02-13'],
    ['2026-03-20', 20, 'month', '2026-03-20', '2026-03-13'],
    ['2026-03-27', 28, 'month', '2026-02-28', '2026-02-21'],
    ['2026-01-05', 28, 'month', '2025-12-28', '2025-12-21'],
    ['2026-03-15', 1, 'week', '2026-03-15', '2026-03-08'],
    ['2026-03-15', 1, 'day', '2026-03-15', '2026-03-08'],
  ]
  for (const [renewsOn, day, unit, expected, made] of rows) {
    test(`a ${unit} from ${renewsOn} is on the invoice of ${expected}, made on ${made}`, ({ assert }) => {
      assert.equal(invoicedWith(renewsOn, { unit }, summary(day)), expected)
      assert.equal(invoiceDay(renewsOn, { unit }, summary(day)), made)
    })
  }

  test('every period is invoiced once, in order, ahead, and on a day that its month has', ({ assert }) => {
    const start = fc.integer({ min: 0, max: 365 * 12 }).map((days) => addDays('2019-01-01', days))
    const count = fc.integer({ min: 1, max: 12 })
    const day = fc.integer({ min: 1, max: 28 })
    const lead = fc.integer({ min: 0, max: 30 })
    fc.assert(
      fc.property(start, count, day, lead, (startsOn, months, summaryDay, leadDays) => {
        const terms = summary(summaryDay, leadDays)
        const rhythm = {
          interval: { unit: 'month' as const, count: months },
          anchorDay: dayOfMonth(startsOn),
        }
        let renewsOn = periodFrom(startsOn, rhythm).endsOn
        for (let index = 0; index < 24; index += 1) {
          const today = invoiceDay(renewsOn, rhythm.interval, terms)
          const { period, dueOn, next } = renew({ ...rhythm, renewsOn }, { today, terms })
          assert.equal(period.startsOn, renewsOn)
          assert.equal(dueOn, invoicedWith(renewsOn, rhythm.interval, terms))
          assert.equal(dayOfMonth(dueOn), summaryDay)
          assert.isAtMost(daysBetween(dueOn, renewsOn), 30)
          assert.isAtLeast(daysBetween(dueOn, renewsOn), 0)
          assert.isAbove(daysBetween(today, next.invoiceOn!), 0)
          renewsOn = next.renewsOn
        }
      }),
      { numRuns: 100 }
    )
  })
})
