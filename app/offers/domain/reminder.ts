import { addDays, type CalendarDate } from '#app/shared/time/calendar'

export const reminderDays = 3

/**
 * Whether somebody is to be reminded today: once, three days before the last day. Who got the offer within these days was told just now.
 * After days on which nothing ran a late reminder is better than none, until the last day is over.
 */
export function isReminderDue(
  offer: { validUntil: CalendarDate; sentOn: CalendarDate; isReminded: boolean },
  today: CalendarDate
): boolean {
  const from = addDays(offer.validUntil, -reminderDays)
  return !offer.isReminded && offer.sentOn < from && from <= today && today <= offer.validUntil
}
