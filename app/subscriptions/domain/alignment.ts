import type { ConfiguredItem, FirstPeriod } from '#app/catalogue/index'
import { type LineProration, type ProrationConvention, remainingShare } from '#app/billing/index'
import { type CalendarDate, dayOfMonth, nextPeriodStart, startOfDay } from '#app/shared/time/calendar'
import { type Period, periodFrom, type Rhythm } from '#app/subscriptions/domain/periods'

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
  if (interval.unit === 'day' || interval.unit === 'week' || convention === 'none') return null
  const endsOn = firstDayAfter(today, day)
  const startsOn = nextPeriodStart(endsOn, { unit: interval.unit, count: -interval.count }, day)
  // On the day itself the first period is a whole one.
  const isOnDay = nextPeriodStart(endsOn, { unit: 'month', count: -1 }, day) === today
  if (isOnDay)
    return { anchorDay: day, endsOn: periodFrom(today, { interval, anchorDay: day }).endsOn, share: null }
  const from = startOfDay(timeZone, today)
  const share = remainingShare({ convention, period: { startsOn, endsOn }, from, fromOn: today, timeZone })
  return { anchorDay: day, endsOn, share: writeShare(share) }
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
 * The days of the first period of a service that begins today, and its anchor. What was quoted is charged: where the service began later
 * than it was quoted the period ends on the day that was quoted, or, when that is over, on the next such day.
 */
export function beginPeriod(
  interval: Rhythm['interval'],
  today: CalendarDate,
  quoted: FirstPeriod | undefined
): { period: Period; anchorDay: number } {
  if (!quoted) {
    const anchorDay = dayOfMonth(today)
    return { period: periodFrom(today, { interval, anchorDay }), anchorDay }
  }
  const { anchorDay, endsOn } = quoted
  return {
    period: { startsOn: today, endsOn: endsOn > today ? endsOn : firstDayAfter(today, anchorDay) },
    anchorDay,
  }
}

function writeShare(share: LineProration): NonNullable<FirstPeriod['share']> {
  return { ...share, numerator: share.numerator.toString(), denominator: share.denominator.toString() }
}
