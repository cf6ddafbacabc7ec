import { type CalendarDate, daysBetween, startOfDay } from '#app/shared/time/calendar'
import type { LinePeriod, LineProration } from '#app/billing/domain/price_item'

/**
 * How the part of a period is measured (docs/billing.md, "How is a part of a period measured?").
 * `seconds`: the real seconds of the real period, daylight saving in them. `days`: whole days in the tenant's zone, of which the day of
 * the change belongs to the new. `fixed_30`: every month has 30 days and every year 360. `none`: a part is paid as the whole.
 */
export type ProrationConvention = 'seconds' | 'days' | 'fixed_30' | 'none'

export const prorationConventions = [
  'seconds',
  'days',
  'fixed_30',
  'none',
] as const satisfies ProrationConvention[]

export interface ProrationQuestion {
  convention: ProrationConvention
  /** The period that the whole price pays for. */
  period: LinePeriod
  /** From when on; the end of the part is the end of the period. */
  from: Date
  /** The date of `from` in the zone, which the conventions that count days use. */
  fromOn: CalendarDate
  timeZone: string
}

/** What part of a period is left from an instant on: 1 at its start and before, 0 at its end and after. */
export function remainingShare(question: ProrationQuestion): LineProration {
  const { convention, period, fromOn, timeZone } = question
  const measured = { period_starts_on: period.startsOn, period_ends_on: period.endsOn, zone: timeZone }
  switch (convention) {
    case 'seconds': {
      const { left, whole } = secondsLeft(question)
      const words = {
        ...measured,
        from: question.from.toISOString(),
        seconds_left: `${left}`,
        seconds: `${whole}`,
      }
      return { numerator: left, denominator: whole, convention, measured: words }
    }
    case 'days': {
      const whole = BigInt(daysBetween(period.startsOn, period.endsOn))
      const left = clamp(BigInt(daysBetween(fromOn, period.endsOn)), whole)
      return { numerator: left, denominator: whole, convention, measured: { ...measured, from_on: fromOn, days_left: `${left}`, days: `${whole}` } } // prettier-ignore
    }
    case 'fixed_30': {
      const whole = days360(period.startsOn, period.endsOn)
      // The 31st counts as the 30th: a period of that one day has none of these days, and is measured as it is.
      if (whole === 0n) return remainingShare({ ...question, convention: 'days' })
      const left = clamp(days360(fromOn, period.endsOn), whole)
      return { numerator: left, denominator: whole, convention, measured: { ...measured, from_on: fromOn, days_left: `${left}`, days: `${whole}` } } // prettier-ignore
    }
    case 'none': {
      const isOver = fromOn >= period.endsOn
      return { numerator: isOver ? 0n : 1n, denominator: 1n, convention, measured }
    }
  }
}

function secondsLeft({ period, from, timeZone }: ProrationQuestion): { left: bigint; whole: bigint } {
  const startsAt = startOfDay(timeZone, period.startsOn).getTime()
  const endsAt = startOfDay(timeZone, period.endsOn).getTime()
  const whole = BigInt(endsAt - startsAt) / 1000n
  return { left: clamp(BigInt(Math.floor((endsAt - from.getTime()) / 1000)), whole), whole }
}

/**
 * Days between two dates where every month has 30 (the bond basis 30E/360 of ISDA 2006, 4.16(g)): the 31st counts as the 30th, and the
 * last day of February stays what it is.
 */
function days360(from: CalendarDate, to: CalendarDate): bigint {
  const [a, b] = [split(from), split(to)]
  return BigInt(
    360 * (b.year - a.year) + 30 * (b.month - a.month) + Math.min(b.day, 30) - Math.min(a.day, 30)
  )
}

function split(date: CalendarDate): { year: number; month: number; day: number } {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  return { year, month, day }
}

function clamp(value: bigint, most: bigint): bigint {
  if (value < 0n) return 0n
  return value > most ? most : value
}
