import { DateTime } from 'luxon'

/** A calendar date, `YYYY-MM-DD`. It meets an instant only through an IANA zone. */
export type CalendarDate = string

/**
 * How a price repeats. A period is whole days: what is charged by the hour is counted in hours and invoiced by calendar month, after it
 * (docs/adr/0015-hours-are-invoiced-by-the-month.md).
 */
export type IntervalUnit = 'hour' | 'day' | 'week' | 'month' | 'year'

export const intervalUnits = ['hour', 'day', 'week', 'month', 'year'] as const satisfies IntervalUnit[]

export interface Interval {
  unit: IntervalUnit
  count: number
}

/** The date on the wall of a place at an instant. */
export function dateIn(zone: string, instant: Date): CalendarDate {
  return DateTime.fromJSDate(instant, { zone }).toISODate()!
}

/**
 * The instant at which a date begins in a zone. Where daylight saving skips midnight (Beirut, Cairo …) the day begins at the first instant
 * that exists; where the clock goes back over midnight (Havana, the Azores), at the first of the two.
 */
export function startOfDay(zone: string, date: CalendarDate): Date {
  const start = DateTime.fromISO(date, { zone }).startOf('day')
  const offsetBefore = start.minus({ hours: 3 }).offset
  if (offsetBefore === start.offset) return start.toJSDate()
  const earlier = addDuration(instantOf(partsOf(date)), { minutes: -offsetBefore })
  return earlier < start.toJSDate() && dateIn(zone, earlier) === date ? earlier : start.toJSDate()
}

/** The instant of a wall-clock hour of a date in a zone. */
export function atHour(zone: string, date: CalendarDate, hour: number): Date {
  return DateTime.fromISO(date, { zone }).startOf('day').set({ hour }).toJSDate()
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  const { year, month, day } = partsOf(date)
  return dateOf(year, month, day + days)
}

export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return (instantOf(partsOf(to)).getTime() - instantOf(partsOf(from)).getTime()) / dayMs
}

export function dayOfMonth(date: CalendarDate): number {
  return Number(date.slice(8, 10))
}

/** Whether there is such a day, here and in the database, which knows no year 0. */
export function isCalendarDate(text: string): boolean {
  const hasForm = /^\d{4}-\d{2}-\d{2}$/.test(text) && !text.startsWith('0000')
  return hasForm && DateTime.fromISO(text, { zone: 'utc' }).isValid
}

/**
 * The start of the period after the one that starts on `date`. An anchor on the 29th to 31st falls on the last day of
 * shorter months and returns to the anchor day after (domain.md, Policies). Days and weeks are counted and know no anchor; hours are
 * put together by calendar month.
 */
export function nextPeriodStart(date: CalendarDate, interval: Interval, anchorDay: number): CalendarDate {
  if (interval.unit === 'hour')
    return nextPeriodStart(date, { unit: 'month', count: Math.sign(interval.count) }, 1)
  if (interval.unit === 'day') return addDays(date, interval.count)
  if (interval.unit === 'week') return addDays(date, interval.count * 7)
  const { year, month } = partsOf(date)
  const inMonth = month + interval.count * (interval.unit === 'year' ? 12 : 1)
  // Day zero of the month after is the last of this one.
  const lastDay = instantOf({ year, month: inMonth + 1, day: 0 }).getUTCDate()
  return dateOf(year, inMonth, Math.min(anchorDay, lastDay))
}

const dayMs = 86_400_000

/** A billing run moves dates on by the hundred thousand; a date knows no zone, so it needs no library of zones. */
function partsOf(date: CalendarDate): { year: number; month: number; day: number } {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)) - 1, day: dayOfMonth(date) }
}

/** Months, counted from 0, and days beyond their year or month lead into another. */
function dateOf(year: number, month: number, day: number): CalendarDate {
  return instantOf({ year, month, day }).toISOString().slice(0, 10)
}

/** The instant at which a date begins in UTC. */
function instantOf({ year, month, day }: { year: number; month: number; day: number }): Date {
  const instant = new Date(0)
  instant.setUTCFullYear(year, month, day)
  return instant
}

export function addMilliseconds(instant: Date, ms: number): Date {
  return new Date(instant.getTime() + ms)
}

export function addDuration(
  instant: Date,
  duration: { minutes?: number; hours?: number; days?: number }
): Date {
  const { minutes = 0, hours = 0, days = 0 } = duration
  return addMilliseconds(instant, ((days * 24 + hours) * 60 + minutes) * 60_000)
}

/** Reads an ISO 8601 instant; null when it is none (the 31st of February, say). */
export function parseInstant(text: string): Date | null {
  const instant = DateTime.fromISO(text, { zone: 'utc' })
  return instant.isValid ? instant.toJSDate() : null
}
