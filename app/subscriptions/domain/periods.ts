import type { BillingPolicies } from '#app/billing/index'
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

/** Whether hours are counted, and invoiced when their month is over. */
export function isByHour({ unit }: Pick<Interval, 'unit'>): boolean {
  return unit === 'hour'
}

/** How renewals are put on invoices: see `InvoiceGrouping` of billing. */
export type InvoicingTerms = Pick<BillingPolicies, 'invoiceLeadDays' | 'invoiceGrouping' | 'summaryDay'>

/**
 * The day whose invoice asks for the period that starts on `renewsOn`: that day itself, or with monthly summaries the summary day on
 * or before it, so that what runs is always invoiced ahead. Periods of days and weeks are too short to wait for a summary.
 */
export function invoicedWith(
  renewsOn: CalendarDate,
  { unit }: Pick<Interval, 'unit'>,
  { invoiceGrouping, summaryDay }: InvoicingTerms
): CalendarDate {
  if (invoiceGrouping !== 'month' || unit === 'hour' || unit === 'day' || unit === 'week') return renewsOn
  // Counted from the summary day, the month before begins later: what is left of it is cut off.
  const month = addDays(renewsOn, 1 - summaryDay).slice(0, 8)
  return `${month}${String(summaryDay).padStart(2, '0')}`
}

/** The day on which the invoice of the period that starts on `renewsOn` is made; for hours, of the month that ends on it. */
export function invoiceDay(
  renewsOn: CalendarDate,
  interval: Pick<Interval, 'unit'>,
  terms: InvoicingTerms
): CalendarDate {
  if (isByHour(interval)) return renewsOn
  return addDays(invoicedWith(renewsOn, interval, terms), -terms.invoiceLeadDays)
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

/**
 * The whole interval that a period is the end of: the period itself, unless its start was cut to meet a day of its customer. Parts of
 * it are measured by the whole, because the price is that of a whole one.
 */
export function wholeIntervalOf(period: Period, { interval, anchorDay }: Rhythm): Period {
  const startsOn = nextPeriodStart(period.endsOn, { ...interval, count: -interval.count }, anchorDay)
  return startsOn < period.startsOn ? { startsOn, endsOn: period.endsOn } : period
}
