import { refuseField } from '#app/shared/http/refuse_field'
import { type CalendarDate, isCalendarDate } from '#app/shared/time/calendar'

/** A day that was asked for; one that is in no calendar is refused beside its field. */
export function readDay(day: string | undefined): CalendarDate | null {
  if (day === undefined) return null
  return isCalendarDate(day) ? day : refuseField('day', 'There is no such day.')
}
