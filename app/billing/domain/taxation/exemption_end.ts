import { type CalendarDate, daysBetween } from '#app/shared/time/calendar'

/** How many days before its end a certificate's customer is told; 0 is the first day without it. */
export const expiryNoticeDays = [30, 7, 0] as const
/** How long after its end it is still told, where nothing ran on the day itself. */
export const lateDaysMax = 3

/**
 * The notice that is due today for a certificate that ends, or null. Somebody who was told of seven days is not told of thirty after;
 * of an end
 * that lies further back nobody is told, as when a certificate is noted down late.
 */
export function expiryNoticeDue(
  { validUntil, today }: { validUntil: CalendarDate; today: CalendarDate },
  given: readonly number[]
): number | null {
  const daysLeft = daysBetween(today, validUntil)
  if (daysLeft < -lateDaysMax) return null
  const due = expiryNoticeDays.findLast((days) => daysLeft <= days)
  return due === undefined || given.some((days) => days <= due) ? null : due
}
