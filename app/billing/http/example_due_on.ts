import { currentTenant } from '#app/shared/database/context'
import { addDays, type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { readPolicies } from '#app/billing/domain/policies'

/** The due date of an invoice that would be made today: policies are shown by what happens to it. */
export function exampleDueOn(): CalendarDate {
  const { timeZone, policies } = currentTenant()
  return addDays(dateIn(timeZone, new Clock().now()), readPolicies(policies).invoiceLeadDays)
}
