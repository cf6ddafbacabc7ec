import type { ConfiguredItem, FirstPeriod } from '#app/catalogue/index'
import { type LineProration, type ProrationConvention, remainingShare } from '#app/billing/index'
import {
  addDays,
  type CalendarDate,
  dayOfMonth,
  daysBetween,
  nextPeriodStart,
  startOfDay,
} from '#app/shared/time/calendar'
import { isByHour, type Period, periodFrom, type Rhythm } from '#app/subscriptions/domain/periods'

export interface AlignmentTerms {
  /** The day of the month on which the customer's periods start. */
  day: number
  today: CalendarDate
  timeZone: string
  convention: ProrationConvention
}

/**
 * The first period of a new service that is aligned to a customer's day: from today to that day, and the part of a whole interval that it
 * is. From then on it renews with the customer's other services. Null where there is nothing to align: days and weeks know no anchor,
 * and where a part costs as much as the whole (`none`) it would be paid twice.
 */
export function alignFirstPeriod(
  interval: Rhythm['interval'],
  { day, today, timeZone, convention }: AlignmentTerms
): FirstPeriod | null {
  if (isCounted(interval) || convention === 'none') return null
  const endsOn = firstDayAfter(today, day)
  const wholeFrom = nextPeriodStart(endsOn, { unit: interval.unit, count: -interval.count }, day)
  // On the day itself the first period is a whole one.
  const isOnDay = nextPeriodStart(endsOn, { unit: 'month', count: -1 }, day) === today
  if (isOnDay) {
    const whole = periodFrom(today, { interval, anchorDay: day })
    return { anchorDay: day, startsOn: today, endsOn: whole.endsOn, share: null }
  }
  const period = { startsOn: wholeFrom, endsOn }
  const measure = (by: ProrationConvention) =>
    remainingShare({ convention: by, period, from: startOfDay(timeZone, today), fromOn: today, timeZone })
  const usual = measure(convention)
  // In months of 30 days nothing lies between the 30th and the 31st, and an order for nothing cannot be paid: the day counts as it is.
  const share = usual.numerator === 0n ? measure('days') : usual
  return { anchorDay: day, startsOn: today, endsOn, share: writeShare(share) }
}

/** Hours, days and weeks are counted and know no day of the month. */
function isCounted({ unit }: Rhythm['interval']): boolean {
  return unit === 'hour' || unit === 'day' || unit === 'week'
}

/** The next day of the month after a date; the last day of shorter months. */
function firstDayAfter(date: CalendarDate, day: number): CalendarDate {
  const thisMonth = nextPeriodStart(date, { unit: 'month', count: 0 }, day)
  return thisMonth > date ? thisMonth : nextPeriodStart(date, { unit: 'month', count: 1 }, day)
}

export function alignItem(item: ConfiguredItem, terms: AlignmentTerms): ConfiguredItem {
  const firstPeriod = alignFirstPeriod({ unit: item.intervalUnit, count: item.intervalCount }, terms)
  return firstPeriod ? { ...item, firstPeriod } : item
}

/** The part of an interval that the first charge is; null for a whole one. */
export function firstShare({ firstPeriod }: Pick<ConfiguredItem, 'firstPeriod'>): LineProration | null {
  const share = firstPeriod?.share
  return share
    ? { ...share, numerator: BigInt(share.numerator), denominator: BigInt(share.denominator) }
    : null
}

/**
 * The days of the first period of a service that begins today, and its anchor. One that begins on another day than it was quoted for has
 * as many days as are paid for, and keeps a day of its own: nobody pays for days that are over, or gets days that are not paid for.
 */
export function beginPeriod(
  interval: Rhythm['interval'],
  today: CalendarDate,
  quoted: FirstPeriod | undefined
): { period: Period; anchorDay: number } {
  if (quoted?.startsOn === today)
    return { period: { startsOn: today, endsOn: quoted.endsOn }, anchorDay: quoted.anchorDay }
  if (!quoted?.share) {
    const anchorDay = isByHour(interval) ? 1 : dayOfMonth(today)
    return { period: periodFrom(today, { interval, anchorDay }), anchorDay }
  }
  const endsOn = addDays(today, daysBetween(quoted.startsOn, quoted.endsOn))
  return { period: { startsOn: today, endsOn }, anchorDay: dayOfMonth(endsOn) }
}

function writeShare(share: LineProration): NonNullable<FirstPeriod['share']> {
  return { ...share, numerator: share.numerator.toString(), denominator: share.denominator.toString() }
}
