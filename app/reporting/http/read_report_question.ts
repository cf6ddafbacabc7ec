import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { type CalendarDate, dateIn, isCalendarDate } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { type ReportName, reportNames, type ReportQuestion } from '#app/reporting/domain/report'

const datePattern = /^(19|20|21)\d{2}-\d{2}-\d{2}$/
const currencyPattern = /^[A-Z]{3}$/

/** Forms only; that a day exists and a range runs forward is checked after. */
export const reportQuery = vine.create({
  from: vine.string().regex(datePattern).optional(),
  to: vine.string().regex(datePattern).optional(),
  currency: vine.string().regex(currencyPattern).optional(),
})

/** The report that an address names, `profit-and-loss`; null for anything else. */
export function readReportName({ params }: HttpContext): ReportName | null {
  return reportNames.find((name) => pathOf(name) === params.name) ?? null
}

export function pathOf(name: ReportName): string {
  return name.replaceAll('_', '-')
}

/** What was asked, where days that make no sense are replaced by this month until today: an address is typed by people. */
export async function readReportQuestion(ctx: HttpContext): Promise<ReportQuestion> {
  const { from, to, currency } = ctx.request.qs() as Record<string, unknown>
  const today = await readToday()
  const until = typeof to === 'string' && isDay(to) ? to : today
  const since = typeof from === 'string' && isDay(from) && from <= until ? from : firstOfMonth(until)
  return {
    from: since,
    to: until,
    currency: typeof currency === 'string' && currencyPattern.test(currency) ? currency : null,
  }
}

export type ReportComplaint = { field: 'from' | 'to'; code: 'day_impossible' | 'range_reversed' }

/** The same for programs, which are told what is wrong. */
export async function checkReportQuestion(ctx: HttpContext): Promise<ReportQuestion | ReportComplaint> {
  const asked = await ctx.request.validateUsing(reportQuery)
  const to = asked.to ?? (await readToday())
  const from = asked.from ?? firstOfMonth(to)
  if (!isDay(to)) return { field: 'to', code: 'day_impossible' }
  if (!isDay(from)) return { field: 'from', code: 'day_impossible' }
  if (from > to) return { field: 'from', code: 'range_reversed' }
  return { from, to, currency: asked.currency ?? null }
}

function isDay(text: string): boolean {
  return datePattern.test(text) && isCalendarDate(text)
}

function firstOfMonth(day: CalendarDate): CalendarDate {
  return `${day.slice(0, 7)}-01`
}

function readToday(): Promise<CalendarDate> {
  return inReadTransaction(async () => dateIn(currentTenant().timeZone, new Clock().now()))
}
