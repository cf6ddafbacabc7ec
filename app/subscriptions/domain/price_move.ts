import { amountOfQuantity, type PricedQuantity, type WrittenTiers } from '#app/catalogue/index'
import { addDays, type CalendarDate } from '#app/shared/time/calendar'
import type { Standing, StandingItem } from '#app/subscriptions/domain/standing'

/** One agreed price of a subscription that staff move to another version, as far as it decides what a period costs. */
export interface ItemMove {
  /** The subscription's part in the move. */
  entryId: string
  subscriptionId: string
  oldPriceId: string
  newPriceId: string
  unitAmount: bigint
  tiers: WrittenTiers | null
  /** The first day of the new version. */
  versionFrom: CalendarDate
  /** Periods that start earlier cost what was agreed. */
  startsOn: CalendarDate
  /** How many days before it its customer must have been told of a higher price. */
  noticeDays: number
  needsNotice: boolean
  /** The day on which the notice went out; null while it did not. */
  toldOn: CalendarDate | null
  /** The first day of the first period that was invoiced at the new price; from there on it holds whatever else happens. */
  chargedFrom: CalendarDate | null
}

/** A recurring item of a subscription with the price that was agreed to. */
export interface AgreedItem extends PricedQuantity {
  priceId: string
  unitAmount: bigint
  tiers?: WrittenTiers | null
}

/** The agreed price that another version took the place of, for the explanation of a line. */
export interface ReplacedPrice {
  /** What the whole quantity cost for one interval, in minor units. */
  amount: bigint
  versionFrom: CalendarDate
  startsOn: CalendarDate
}

/** Whether a period that starts on a day is charged at the new price. A higher one waits until its customer was told in time. */
export function isMovedOn(move: ItemMove, periodStartsOn: CalendarDate): boolean {
  if (move.chargedFrom !== null) return periodStartsOn >= move.chargedFrom
  if (periodStartsOn < move.startsOn) return false
  if (!move.needsNotice) return true
  return move.toldOn !== null && addDays(move.toldOn, move.noticeDays) <= periodStartsOn
}

/**
 * The agreed price of an item of a subscription for a period that starts on a day. The billing run, previews and changes of a subscription
 * all ask this, so that what was shown is what is charged (domain.md, invariant 8).
 */
export function agreedItemOn<Item extends AgreedItem>(
  item: Item,
  moves: readonly ItemMove[],
  periodStartsOn: CalendarDate
): Item & { replaced?: ReplacedPrice } {
  const move = moves.find(({ oldPriceId }) => oldPriceId === item.priceId)
  if (!move || !isMovedOn(move, periodStartsOn)) return item
  const { newPriceId: priceId, unitAmount, tiers, versionFrom } = move
  const replaced = { amount: amountOfQuantity(item), versionFrom, startsOn: periodStartsOn }
  return { ...item, priceId, unitAmount, tiers, replaced }
}

/** The same for items as they lie in JSON. */
export function standingItemOn(
  item: StandingItem,
  moves: readonly ItemMove[],
  periodStartsOn: CalendarDate
): StandingItem {
  const { replaced, ...agreed } = agreedItemOn(
    { ...item, unitAmount: BigInt(item.unitAmount) },
    moves,
    periodStartsOn
  )
  return replaced ? { ...agreed, unitAmount: agreed.unitAmount.toString() } : item
}

/** Where a change led from or leads to, at the prices of a day: what was written down when it was asked for is not the agreed price for good. */
export function standingOn(standing: Standing, moves: readonly ItemMove[], day: CalendarDate): Standing {
  return { ...standing, items: standing.items.map((item) => standingItemOn(item, moves, day)) }
}

/** Which moves of a subscription a period is the first to be charged by, with its first day. */
export function firstCharges(
  renewing: {
    renewal: { period: { startsOn: CalendarDate } }
    items: readonly { priceId: string; replaced?: ReplacedPrice }[]
  },
  moves: readonly ItemMove[] = []
): { entry_id: string; charged_from: CalendarDate }[] {
  const replaced = new Set(renewing.items.filter((item) => item.replaced).map(({ priceId }) => priceId))
  const begun = moves.filter(
    ({ chargedFrom, newPriceId }) => chargedFrom === null && replaced.has(newPriceId)
  )
  const entries = new Set(begun.map(({ entryId }) => entryId))
  return [...entries].map((entry_id) => ({ entry_id, charged_from: renewing.renewal.period.startsOn }))
}
