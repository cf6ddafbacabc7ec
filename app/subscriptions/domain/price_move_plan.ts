import { amountOfQuantity, type WrittenTiers } from '#app/catalogue/index'
import { Fraction } from '#app/shared/money/fraction'
import { addDays, type CalendarDate } from '#app/shared/time/calendar'
import { costsMoreAtSomeHours, hourDifference } from '#app/subscriptions/domain/dearer_hours'
import { type Period, periodFrom, type Rhythm } from '#app/subscriptions/domain/periods'

/** A version that customers are moved to. */
export interface MoveTarget {
  priceId: string
  currency: string
  validFrom: CalendarDate
  /** Of what and for which interval it is the price: of each, one version at a time. */
  place: string
}

/** A subscription that pays by older versions of the prices that are moved. */
export interface MoveCandidate extends Rhythm {
  subscriptionId: string
  customerId: string
  /** The start of the first period that is not invoiced yet. */
  renewsOn: CalendarDate
  /** One period, without tax and discounts, with everything that is not moved. */
  recurringAmount: bigint
  /** One hour of everything that is charged by the hour, in minor units with decimals; null where nothing is. */
  hourAmount: string | null
  items: {
    oldPriceId: string
    newPriceId: string
    quantity: number
    unitAmount: bigint
    tiers: WrittenTiers | null
    newUnitAmount: bigint
    newTiers: WrittenTiers | null
    versionFrom: CalendarDate
  }[]
}

export interface MoveTerms {
  today: CalendarDate
  startsOn: CalendarDate
  /** Whether those are told as well who pay less. */
  tellsAll: boolean
}

/** What a move means for one subscription. */
export interface PlannedMove extends MoveCandidate {
  oldAmount: bigint
  newAmount: bigint
  /** By the hour the amounts above are the most of a month: what one hour costs before and after. */
  oldHourAmount: string | null
  newHourAmount: string | null
  /** By the hour `more` as soon as any number of hours of a month costs more. */
  costs: 'more' | 'less' | 'same'
  /** The first day at the new price, where the notice goes out in time. */
  firstOn: CalendarDate
  isTold: boolean
}

export function planMove(candidate: MoveCandidate, { startsOn, tellsAll }: MoveTerms): PlannedMove {
  const oldAmount = candidate.recurringAmount
  const difference = candidate.items.reduce(
    (sum, { quantity, unitAmount, tiers, newUnitAmount, newTiers }) =>
      sum +
      amountOfQuantity({ quantity, unitAmount: newUnitAmount, tiers: newTiers }) -
      amountOfQuantity({ quantity, unitAmount, tiers }),
    0n
  )
  const newAmount = oldAmount + difference
  const hours = hourAmountsOf(candidate)
  const costs = compare({ ...hours, oldAmount, newAmount, items: candidate.items })
  const isTold = costs === 'more' || (tellsAll && costs === 'less')
  const firstOn = firstStartFrom(candidate, startsOn)
  return { ...candidate, ...hours, oldAmount, newAmount, costs, firstOn, isTold }
}

function hourAmountsOf({ hourAmount, items }: MoveCandidate) {
  if (hourAmount === null) return { oldHourAmount: null, newHourAmount: null }
  const before = Fraction.fromDecimal(hourAmount)
  return { oldHourAmount: before.toDecimal(), newHourAmount: before.plus(hourDifference(items)).toDecimal() }
}

/** The most of a month says nothing of the hours before it: a dearer hour is a higher price, whatever the month costs at most. */
function compare({
  oldAmount,
  newAmount,
  oldHourAmount,
  newHourAmount,
  items,
}: Pick<
  PlannedMove,
  'oldAmount' | 'newAmount' | 'oldHourAmount' | 'newHourAmount' | 'items'
>): PlannedMove['costs'] {
  if (newAmount > oldAmount || costsMoreAtSomeHours(items)) return 'more'
  return newAmount < oldAmount || oldHourAmount !== newHourAmount ? 'less' : 'same'
}

/** The start of the first period that is not invoiced yet and starts on a day or later. */
function firstStartFrom({ renewsOn, ...rhythm }: MoveCandidate, startsOn: CalendarDate): CalendarDate {
  let period: Period = periodFrom(renewsOn, rhythm)
  while (period.startsOn < startsOn) period = periodFrom(period.endsOn, rhythm)
  return period.startsOn
}

/** What staff see before they decide, and what the decision must still mean when it is made. */
export interface MoveSummary {
  count: number
  /** One period of all of them, each of its own length. */
  oldAmount: bigint
  newAmount: bigint
  /** One hour of all that are charged by the hour; null where none is. */
  oldHourAmount: string | null
  newHourAmount: string | null
  /** How many pay more: they are told, and the days of notice are kept. */
  higherCount: number
  lowerCount: number
  toldCount: number
  firstOn: CalendarDate | null
  lastOn: CalendarDate | null
}

export const emptySummary: MoveSummary = {
  count: 0,
  oldAmount: 0n,
  newAmount: 0n,
  oldHourAmount: null,
  newHourAmount: null,
  higherCount: 0,
  lowerCount: 0,
  toldCount: 0,
  firstOn: null,
  lastOn: null,
}

export function addToSummary(summary: MoveSummary, moves: readonly PlannedMove[]): MoveSummary {
  return moves.reduce(
    (sum, { oldAmount, newAmount, oldHourAmount, newHourAmount, costs, isTold, firstOn }) => ({
      count: sum.count + 1,
      oldAmount: sum.oldAmount + oldAmount,
      newAmount: sum.newAmount + newAmount,
      oldHourAmount: addHours(sum.oldHourAmount, oldHourAmount),
      newHourAmount: addHours(sum.newHourAmount, newHourAmount),
      higherCount: sum.higherCount + (costs === 'more' ? 1 : 0),
      lowerCount: sum.lowerCount + (costs === 'less' ? 1 : 0),
      toldCount: sum.toldCount + (isTold ? 1 : 0),
      firstOn: sum.firstOn === null || firstOn < sum.firstOn ? firstOn : sum.firstOn,
      lastOn: sum.lastOn === null || firstOn > sum.lastOn ? firstOn : sum.lastOn,
    }),
    summary
  )
}

function addHours(sum: string | null, further: string | null): string | null {
  if (sum === null || further === null) return sum ?? further
  return Fraction.fromDecimal(sum).plus(Fraction.fromDecimal(further)).toDecimal()
}

/** Notice leaves at least the policy's days; a version is charged from its own first day on; lower prices need no notice. */
export function earliestStart(input: {
  targets: readonly MoveTarget[]
  today: CalendarDate
  noticeDays: number
  hasHigher: boolean
}): CalendarDate {
  const { targets, today, noticeDays, hasHigher } = input
  const days = [
    today,
    ...targets.map(({ validFrom }) => validFrom),
    ...(hasHigher ? [addDays(today, noticeDays)] : []),
  ]
  return days.toSorted().at(-1)!
}
