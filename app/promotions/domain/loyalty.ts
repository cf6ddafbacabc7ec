import { addDays, type CalendarDate, dayOfMonth } from '#app/shared/time/calendar'

/** From so many full months of tenure on, renewals are so many percent cheaper. */
export interface LoyaltyTier {
  afterMonths: number
  /** A plain decimal such as `7.5`. */
  percent: string
}

export interface LoyaltyProgramme {
  isOn: boolean
  /** What the customer reads on the line. */
  name: string
  tiers: readonly LoyaltyTier[]
  /** So many days without any service do not end a tenure. */
  gapDays: number
}

export interface LoyaltyReward {
  name: string
  percent: string
}

/** domain.md, section 5. */
export const defaultLoyalty: LoyaltyProgramme = {
  isOn: true,
  name: 'Loyalty discount',
  tiers: [
    { afterMonths: 6, percent: '5' },
    { afterMonths: 12, percent: '10' },
    { afterMonths: 24, percent: '15' },
    { afterMonths: 36, percent: '20' },
  ],
  gapDays: 30,
}

/** The days on which a paid service ran; null while it runs. */
export interface ServiceDays {
  startedOn: CalendarDate
  endedOn: CalendarDate | null
}

/**
 * The day from which a customer has been with us on a day: the first day of the first paid service after which no more than
 * `gapDays` days ever passed without one. Null for whoever has none now and has had none within the gap.
 */
export function tenureStart(
  services: readonly ServiceDays[],
  { on, gapDays }: { on: CalendarDate; gapDays: number }
): CalendarDate | null {
  let start: CalendarDate | null = null
  let covered: CalendarDate | null = null
  for (const { startedOn, endedOn } of services.toSorted((a, b) => (a.startedOn < b.startedOn ? -1 : 1))) {
    if (startedOn > on) continue
    if (covered === null || isBeyond(startedOn, covered, gapDays)) start = startedOn
    const end = endedOn ?? on
    if (covered === null || end > covered) covered = end
  }
  return covered !== null && !isBeyond(on, covered, gapDays) ? start : null
}

function isBeyond(day: CalendarDate, covered: CalendarDate, gapDays: number): boolean {
  return day > covered && day > addDays(covered, gapDays)
}

/** The reward of a customer whose tenure began on a day, for a period that starts on another; null below the first tier. */
export function loyaltyReward(
  programme: LoyaltyProgramme,
  { since, on }: { since: CalendarDate | null; on: CalendarDate }
): LoyaltyReward | null {
  if (!programme.isOn || since === null) return null
  const months = fullMonths(since, on)
  const reached = programme.tiers
    .filter(({ afterMonths }) => afterMonths <= months)
    .toSorted((a, b) => b.afterMonths - a.afterMonths)[0]
  return reached ? { name: programme.name, percent: reached.percent } : null
}

/**
 * Months that are over between two days; a month that began on the 31st is over on the last day of shorter ones. Counted on the
 * figures of the dates, because a billing run asks it for every customer.
 */
export function fullMonths(from: CalendarDate, to: CalendarDate): number {
  const months = monthNumber(to) - monthNumber(from)
  if (dayOfMonth(to) >= dayOfMonth(from)) return months
  const isLastDay = dayOfMonth(addDays(to, 1)) === 1
  return isLastDay ? months : months - 1
}

function monthNumber(date: CalendarDate): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7))
}
