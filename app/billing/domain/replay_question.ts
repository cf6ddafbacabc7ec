import { err, ok, type Result } from '#app/shared/result'
import { type CalendarDate, isCalendarDate } from '#app/shared/time/calendar'
import type { Interval } from '#app/shared/time/calendar'
import type { TaxRounding } from '#app/billing/domain/price_item'
import type { ProrationConvention } from '#app/billing/domain/proration'

/** What would have been otherwise. What is null or empty stays as it was. */
export interface ReplayQuestion {
  /** The first and the last month, both included: `2026-01`. */
  fromMonth: string
  toMonth: string
  /** By how much all prices differ, in percent: `10`, `-5.5`. */
  pricePercent: string | null
  /** What plans cost instead, for one interval in one currency, minor units. These are not changed by the percentage. */
  planPrices: readonly { planId: string; currency: string; interval: Interval; amount: string }[]
  taxRounding: TaxRounding | null
  /** By country, in percent: what was taxed there at a rate is taxed at this one. */
  taxPercents: Readonly<Record<string, string>>
  proration: ProrationConvention | null
}

export type ReplayRefusal =
  | { type: 'months_impossible' | 'months_ahead' | 'too_many_months'; field: 'to' }
  | { type: 'percent_out_of_range'; field: 'price_percent' | 'tax_percents' }
  | { type: 'plan_price_unknown'; field: string }

const monthsMax = 36

/** The days of the months, half-open, or why they cannot be replayed. The month that runs is the last that can be. */
export function daysOf(
  { fromMonth, toMonth, pricePercent, taxPercents }: ReplayQuestion,
  today: CalendarDate
): Result<{ fromOn: CalendarDate; untilOn: CalendarDate }, ReplayRefusal> {
  const fromOn = `${fromMonth}-01`
  if (!isCalendarDate(fromOn) || !isCalendarDate(`${toMonth}-01`) || toMonth < fromMonth)
    return err({ type: 'months_impossible', field: 'to' })
  if (`${toMonth}-01` > today) return err({ type: 'months_ahead', field: 'to' })
  if (numberOf(toMonth) - numberOf(fromMonth) >= monthsMax)
    return err({ type: 'too_many_months', field: 'to' })
  if (pricePercent !== null && !isWithin(pricePercent, -100, 1000))
    return err({ type: 'percent_out_of_range', field: 'price_percent' })
  if (!Object.values(taxPercents).every((percent) => isWithin(percent, 0, 99)))
    return err({ type: 'percent_out_of_range', field: 'tax_percents' })
  return ok({ fromOn, untilOn: monthAfter(toMonth) })
}

/** What a plan would cost is asked of prices that it has or had: another would change nothing, and the answer would say so. */
export function findUnknownPrice(
  { planPrices }: Pick<ReplayQuestion, 'planPrices'>,
  known: readonly Pick<ReplayQuestion['planPrices'][number], 'planId' | 'currency' | 'interval'>[]
): ReplayRefusal | null {
  const keyOf = ({ planId, currency, interval }: (typeof known)[number]) =>
    `${planId} ${currency} ${interval.count} ${interval.unit}`
  const keys = new Set(known.map(keyOf))
  const index = planPrices.findIndex((price) => !keys.has(keyOf(price)))
  return index < 0 ? null : { type: 'plan_price_unknown', field: `plan_prices.${index}.plan_id` }
}

function numberOf(month: string): number {
  const [year = 0, index = 0] = month.split('-').map(Number)
  return year * 12 + index - 1
}

function monthAfter(month: string): CalendarDate {
  const next = numberOf(month) + 1
  return `${Math.floor(next / 12)}-${String((next % 12) + 1).padStart(2, '0')}-01`
}

function isWithin(percent: string, from: number, to: number): boolean {
  const value = Number(percent)
  return Number.isFinite(value) && value >= from && value <= to
}
