import { addDays, type CalendarDate, type Interval, nextPeriodStart } from '#app/shared/time/calendar'

/** Another price that its customer was told of and that no period was charged at yet. */
export interface AnnouncedPrice {
  /** What one period costs then, without tax and discounts, in minor units. */
  amount: bigint
  /** One hour then, in minor units with decimals: the amount is the most of a month. Null where it is not charged by the hour. */
  hourAmount: string | null
  /** The first day of the first period that is charged at it. */
  from: CalendarDate
}

export interface AnnouncedMove {
  newAmount: bigint
  newHourAmount: string | null
  startsOn: CalendarDate
  /** How many days before a higher price its customer must have been told; null where the price falls and nobody needs to be. */
  noticeDays: number | null
  /** The day on which the notice went out. */
  toldOn: CalendarDate | null
}

/** Further off than this nothing is said. */
const periodsMax = 40

/**
 * From which period on an announced price is charged: the first one that starts neither before the move nor before the days of
 * notice are over. Null where the customer was not told yet, or the subscription has no next period.
 */
export function announcedPrice(
  { newAmount: amount, newHourAmount: hourAmount, startsOn, noticeDays, toldOn }: AnnouncedMove,
  subscription: { renewsOn: CalendarDate | null; interval: Interval; anchorDay: number }
): AnnouncedPrice | null {
  const { renewsOn, interval, anchorDay } = subscription
  if (renewsOn === null || (noticeDays !== null && toldOn === null)) return null
  const noticed = noticeDays !== null && toldOn !== null ? addDays(toldOn, noticeDays) : startsOn
  const earliest = noticed > startsOn ? noticed : startsOn
  let from = renewsOn
  for (let period = 0; from < earliest; period += 1) {
    if (period >= periodsMax) return null
    from = nextPeriodStart(from, interval, anchorDay)
  }
  return { amount, hourAmount, from }
}
