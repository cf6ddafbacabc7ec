import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { addDays, type CalendarDate, dateIn, isCalendarDate } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'

const datePattern = /^(19|20|21)\d{2}-\d{2}-\d{2}$/
const daysShown = 90

export const statementQuery = vine.create({
  from: vine.string().regex(datePattern).optional(),
  to: vine.string().regex(datePattern).optional(),
})

export const statementDocumentQuery = vine.create({
  from: vine.string().regex(datePattern).optional(),
  to: vine.string().regex(datePattern).optional(),
  /** ISO 4217; the customer's own where it is absent. */
  currency: vine
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
})

export interface StatementDays {
  from: CalendarDate
  to: CalendarDate
}

/** The days of an address; those that make no sense are replaced by the last ninety: an address is typed by people. */
export async function readStatementDays(ctx: HttpContext): Promise<StatementDays> {
  const { from, to } = ctx.request.qs() as Record<string, unknown>
  const until = isDay(to) ? to : await readToday()
  return { from: isDay(from) && from <= until ? from : addDays(until, -daysShown), to: until }
}

/** The same for programs; null where a day does not exist or the range runs backwards. */
export async function checkStatementDays(ctx: HttpContext): Promise<StatementDays | null> {
  const asked = await ctx.request.validateUsing(statementQuery)
  const to = asked.to ?? (await readToday())
  if (!isDay(to)) return null
  const from = asked.from ?? addDays(to, -daysShown)
  return isDay(from) && from <= to ? { from, to } : null
}

function isDay(text: unknown): text is string {
  return typeof text === 'string' && datePattern.test(text) && isCalendarDate(text)
}

function readToday(): Promise<CalendarDate> {
  return inReadTransaction(async () => dateIn(currentTenant().timeZone, new Clock().now()))
}
