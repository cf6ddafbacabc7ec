import { addDays, type CalendarDate, type Interval, nextPeriodStart } from '#app/shared/time/calendar'

/** The days one price pays for. Half-open: service runs through the day before `endsOn`. */
export interface Period {
  startsOn: CalendarDate
  endsOn: CalendarDate
}

/** How a subscription repeats. */
export interface Rhythm {
  interval: Interval
  /** Day of month on which every period starts; the last day of shorter months. */
  anchorDay: number
}

export function periodFrom(startsOn: CalendarDate, { interval, anchorDay }: Rhythm): Period {
  return { startsOn, endsOn: nextPeriodStart(startsOn, interval, anchorDay) }
}

/** The day on which the invoice of the period that starts on `renewsOn` is made. */
export function invoiceDay(renewsOn: CalendarDate, leadDays: number): CalendarDate {
  return addDays(renewsOn, -leadDays)
}

/**
 * The start of the period that a day lies in, counted from the start of any earlier one: where billing goes on after a pause.
 * Periods that passed in the pause are not billed; the anchor day stays.
 */
export function periodStartOn(day: CalendarDate, from: CalendarDate, rhythm: Rhythm): CalendarDate {
  let period = periodFrom(from, rhythm)
  while (period.endsOn <= day) period = periodFrom(period.endsOn, rhythm)
  return period.startsOn
}
