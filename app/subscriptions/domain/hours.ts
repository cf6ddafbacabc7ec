import type { LineCharge } from '#app/billing/index'
import { chargeHours, chargeOf, type MonthHours, readHourly } from '#app/catalogue/index'
import { Fraction } from '#app/shared/money/fraction'
import { type CalendarDate, nextPeriodStart, startOfDay } from '#app/shared/time/calendar'
import type { Period } from '#app/subscriptions/domain/periods'
import type { RenewalItem } from '#app/subscriptions/domain/renewal_drafts'
import type { StandingItem } from '#app/subscriptions/domain/standing'

/** From when until when a service that is charged by the hour ran. */
export interface Stretch {
  subscriptionId: string
  startsAt: Date
  /** Null while it runs. */
  endsAt: Date | null
  /** What it was for, where that is not what its subscription is for now. */
  items: readonly StandingItem[] | null
}

/** An item with what its hours in a period came to. */
export type CountedItem = Omit<RenewalItem, 'tiers'> & { tiers: null; charge: LineCharge }

const hourMs = 3_600_000

/** When the hour that is under way is over: hours are counted from the beginning of a stretch. */
export function hourEndsAt({ startsAt }: Pick<Stretch, 'startsAt'>, now: Date): Date {
  return new Date(startsAt.getTime() + hoursBefore(startsAt.getTime(), now.getTime()) * hourMs)
}

/**
 * The hours of some stretches that began within a period, by calendar month of the zone. An hour belongs to the month in which it begins,
 * and one that was begun counts as a whole: so hours of periods that follow each other add up to the hours of the whole, without a gap and
 * with none twice, whatever daylight saving does.
 */
export function hoursIn(
  stretches: readonly Pick<Stretch, 'startsAt' | 'endsAt'>[],
  period: Period,
  timeZone: string
): MonthHours[] {
  return monthsOf(period).flatMap(({ startsOn, endsOn }) => {
    const from = startOfDay(timeZone, startsOn).getTime()
    const until = startOfDay(timeZone, endsOn).getTime()
    const hours = stretches.reduce((sum, stretch) => sum + hoursBetween(stretch, from, until), 0)
    return hours > 0 ? [{ month: firstOfMonth(startsOn), hours: BigInt(hours) }] : []
  })
}

function hoursBetween(
  { startsAt, endsAt }: Pick<Stretch, 'startsAt' | 'endsAt'>,
  from: number,
  until: number
) {
  const start = startsAt.getTime()
  const end = endsAt?.getTime() ?? until
  return hoursBefore(start, Math.min(until, end)) - hoursBefore(start, Math.min(from, end))
}

/** How many hours from a start on begin before an instant. */
function hoursBefore(startMs: number, beforeMs: number): number {
  return beforeMs <= startMs ? 0 : Math.ceil((beforeMs - startMs) / hourMs)
}

/** A period in its calendar months. */
function monthsOf({ startsOn, endsOn }: Period): Period[] {
  const next = nextPeriodStart(startsOn, { unit: 'month', count: 1 }, 1)
  if (next >= endsOn) return [{ startsOn, endsOn }]
  return [{ startsOn, endsOn: next }, ...monthsOf({ startsOn: next, endsOn })]
}

function firstOfMonth(date: CalendarDate): CalendarDate {
  return `${date.slice(0, 8)}01`
}

/**
 * What the hours of a period cost, item by item. What a service was for before it was changed is charged for the hours before. The whole
 * amount stands as the price of one, so that its line says the same everywhere.
 * @param agreed what the subscription is for now, at the prices of the period
 */
export function countHours<Item extends RenewalItem>(
  agreed: readonly Item[],
  { stretches, period, timeZone }: { stretches: readonly Stretch[]; period: Period; timeZone: string }
): CountedItem[] {
  const groups = Map.groupBy(stretches, ({ items }) => JSON.stringify(items))
  return [...groups.values()].flatMap((alike) => {
    const months = hoursIn(alike, period, timeZone)
    if (months.length === 0) return []
    const { subscriptionId, items } = alike[0]!
    const charged = items ? items.map((item) => toRenewalItem(subscriptionId, item)) : agreed
    return charged.map((item) => countItem(item, months))
  })
}

export function toRenewalItem(subscriptionId: string, item: StandingItem): RenewalItem {
  return { ...item, subscriptionId, unitAmount: BigInt(item.unitAmount), tiers: item.tiers ?? null }
}

function countItem(item: RenewalItem, months: readonly MonthHours[]): CountedItem {
  const price = readHourly(item.tiers)
  if (!price) throw new Error(`Subscription ${item.subscriptionId} has an item without the price of an hour`)
  const charge = chargeHours(price, BigInt(item.quantity), months)
  const hours = months.reduce((sum, month) => sum + month.hours, 0n)
  const units = item.quantity === 1 ? '' : ` × ${item.quantity}`
  return {
    ...item,
    description: `${item.description}${units} · ${hours} h`,
    quantity: 1,
    unitAmount: new Fraction(charge.numerator, charge.denominator).roundHalfAwayFromZero(),
    tiers: null,
    charge,
  }
}

/** Of an item that is renewed: what its hours came to, or what its quantity costs. */
export function chargeOfItem(item: RenewalItem & { charge?: LineCharge }): LineCharge | null {
  return item.charge ?? chargeOf(item)
}

/** What the hours of a period that is not over have come to, without discounts and tax. */
export interface HoursSoFar {
  period: Period
  /** With the one that is under way. */
  hours: bigint
  /** Minor units, as their lines would say today. */
  amount: bigint
  /** If it runs on as it is until the period ends. */
  amountAtEnd: bigint
}

export function hoursSoFar<Item extends RenewalItem>(
  agreed: readonly Item[],
  counted: { stretches: readonly Stretch[]; period: Period; timeZone: string; now: Date }
): HoursSoFar {
  const { stretches, period, timeZone, now } = counted
  const until = stretches.map((stretch) => ({ ...stretch, endsAt: stretch.endsAt ?? now }))
  const amountOf = (some: readonly Stretch[]) =>
    countHours(agreed, { stretches: some, period, timeZone }).reduce((sum, item) => sum + item.unitAmount, 0n)
  return {
    period,
    hours: hoursIn(until, period, timeZone).reduce((sum, { hours }) => sum + hours, 0n),
    amount: amountOf(until),
    amountAtEnd: amountOf(stretches),
  }
}
