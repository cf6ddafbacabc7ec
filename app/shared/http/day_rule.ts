import vine from '@vinejs/vine'
import { isCalendarDate, parseInstant } from '#app/shared/time/calendar'

const isDay = vine.createRule((value, _options, field) => {
  if (typeof value === 'string' && isCalendarDate(value)) return
  field.report('There is no such day.', 'day', field)
})

/** A day of the calendar. A form alone lets the 31st of February through, at which the database fails. */
export const day = () =>
  vine
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .use(isDay())

/** For texts whose form is checked: whether there is such an instant. */
export const isInstant = vine.createRule((value, _options, field) => {
  if (typeof value === 'string' && parseInstant(value)) return
  field.report('There is no such instant.', 'instant', field)
})
