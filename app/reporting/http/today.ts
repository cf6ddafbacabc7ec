import { currentTenant } from '#app/shared/database/context'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'

/** The date on the wall of the tenant's office. */
export function today(): CalendarDate {
  return dateIn(currentTenant().timeZone, new Clock().now())
}
