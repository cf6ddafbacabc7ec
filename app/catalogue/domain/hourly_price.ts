import { Fraction } from '#app/shared/money/fraction'
import type { CalendarDate, Interval } from '#app/shared/time/calendar'
import type { PriceCharge } from '#app/catalogue/domain/tiers'
import type { WrittenTiers } from '#app/catalogue/domain/written_tiers'

/** What an hour costs, and the most that a calendar month does. */
export interface HourlyPrice {
  /** Minor units, up to 12 decimals. */
  hourAmount: string
  /** Minor units. */
  monthAtMost: bigint
}

/** The hours of the longest calendar month there is: 31 days and the hour that daylight saving gives back. */
const longestMonthHours = 745n

/** The price of an hour, where nothing is said of a month: then a month costs at most all of its hours. */
export function hourlyTiers(hourAmount: string, monthAtMost: bigint | null): WrittenTiers {
  return {
    model: 'hourly',
    tiers: [{ upTo: null, unitAmount: hourAmount, flatAmount: '0' }],
    packageSize: '1',
    freeUnits: '0',
    minimumAmount: '0',
    maximumAmount: (monthAtMost ?? allHours(hourAmount)).toString(),
  }
}

function allHours(hourAmount: string): bigint {
  const { numerator, denominator } = Fraction.fromDecimal(hourAmount).times(new Fraction(longestMonthHours))
  return (numerator + denominator - 1n) / denominator
}

/** Null for a price that is not by the hour. */
export function readHourly(tiers: WrittenTiers | null | undefined): HourlyPrice | null {
  if (tiers?.model !== 'hourly') return null
  return { hourAmount: tiers.tiers[0]!.unitAmount, monthAtMost: BigInt(tiers.maximumAmount!) }
}

/** How a price is asked for: of an hour, and the most of a month. */
export interface AskedHourly {
  hourAmount: string
  monthAtMost: bigint | null
}

export type IntervalFault = {
  type: 'by_hour_only' | 'hour_amount_missing' | 'hour_count' | 'month_below_hour' | 'interval_too_long'
  field: string
}

/** Nobody is asked to pay for more than three years ahead. */
const longest: Record<Interval['unit'], number> = { hour: 1, day: 1096, week: 156, month: 36, year: 3 }

/** Why a price cannot be for its interval: by the hour, without hours, or so far ahead; null when it can. */
export function findIntervalFault(
  { unit, count }: Interval,
  asked: AskedHourly | null
): IntervalFault | null {
  if (unit !== 'hour' && count > longest[unit]) return { type: 'interval_too_long', field: 'interval.count' }
  if (unit !== 'hour') return asked ? { type: 'by_hour_only', field: 'hourly' } : null
  if (count !== 1) return { type: 'hour_count', field: 'interval.count' }
  if (!asked) return { type: 'hour_amount_missing', field: 'hourly' }
  const { hourAmount, monthAtMost } = asked
  const isBelow =
    monthAtMost !== null && monthAtMost < Fraction.fromDecimal(hourAmount).roundHalfAwayFromZero()
  return isBelow ? { type: 'month_below_hour', field: 'hourly.month_at_most' } : null
}

/** How many hours of a calendar month something ran. */
export interface MonthHours {
  /** The first day of the month. */
  month: CalendarDate
  hours: bigint
}

/**
 * What some hours of some units cost, exactly: each calendar month its hours, up to the most that a month costs. Different prices of one
 * service are charged one after the other, each for its own hours.
 */
export function chargeHours(
  { hourAmount, monthAtMost }: HourlyPrice,
  quantity: bigint,
  months: readonly MonthHours[]
): PriceCharge {
  const rate = Fraction.fromDecimal(hourAmount)
  let sum = new Fraction(0n)
  const parts = months.map(({ month, hours }) => {
    const [counted, most] = [rate.times(new Fraction(hours)), new Fraction(monthAtMost)]
    const isCapped = counted.numerator * most.denominator > most.numerator * counted.denominator
    const amount = (isCapped ? most : counted).times(new Fraction(quantity))
    sum = sum.plus(amount)
    return {
      month: month.slice(0, 7),
      hours: `${hours}`,
      units: `${quantity}`,
      hour_amount: hourAmount,
      ...(isCapped ? { month_at_most: `${monthAtMost}` } : {}),
      amount: `${amount.numerator}/${amount.denominator}`,
    }
  })
  return { numerator: sum.numerator, denominator: sum.denominator, model: 'hourly', parts }
}
