import { amountOfQuantity, type WrittenTiers } from '#app/catalogue/index'
import { addDays, type CalendarDate } from '#app/shared/time/calendar'
import { type Period, periodFrom, type Rhythm } from '#app/subscriptions/domain/periods'

/** A version that customers are moved to. */
export interface MoveTarget {
  priceId: string
  currency: string
  validFrom: CalendarDate
}

/** A subscription that pays by older versions of the prices that are moved. */
export interface MoveCandidate extends Rhythm {
  subscriptionId: string
  customerId: string
  /** The start of the first period that is not invoiced yet. */
  renewsOn: CalendarDate
  /** One period, without tax and discounts, with everything that is not moved. */
  recurringAmount: bigint
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
  const isTold = newAmount > oldAmount || (tellsAll && newAmount < oldAmount)
  return { ...candidate, oldAmount, newAmount, firstOn: firstStartFrom(candidate, startsOn), isTold }
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
  higherCount: 0,
  lowerCount: 0,
  toldCount: 0,
  firstOn: null,
  lastOn: null,
}

export function addToSummary(summary: MoveSummary, moves: readonly PlannedMove[]): MoveSummary {
  return moves.reduce(
    (sum, { oldAmount, newAmount, isTold, firstOn }) => ({
      count: sum.count + 1,
      oldAmount: sum.oldAmount + oldAmount,
      newAmount: sum.newAmount + newAmount,
      higherCount: sum.higherCount + (newAmount > oldAmount ? 1 : 0),
      lowerCount: sum.lowerCount + (newAmount < oldAmount ? 1 : 0),
      toldCount: sum.toldCount + (isTold ? 1 : 0),
      firstOn: sum.firstOn === null || firstOn < sum.firstOn ? firstOn : sum.firstOn,
      lastOn: sum.lastOn === null || firstOn > sum.lastOn ? firstOn : sum.lastOn,
    }),
    summary
  )
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
