/** The facts about moving customers to other versions of prices. Amounts are texts of minor units, for one period, without tax. */
import { event } from '#app/shared/events/event'
import type { Interval } from '#app/shared/time/calendar'

export const priceMoveCreated = event<{
  moveId: string
  priceIds: string[]
  startsOn: string
  currency: string
  subscriptionCount: number
  oldAmount: string
  newAmount: string
}>(
  'price_move.created',
  'Staff decided that whoever pays by an older version of a price pays by a newer one.'
)

export const priceMoveWithdrawn = event<{ moveId: string; reason: string; keptCount: number }>(
  'price_move.withdrawn',
  'A move to newer prices was called off; whoever was not charged by them yet keeps the agreed price.'
)

interface EntryFact {
  subscriptionId: string
  moveId: string
  entryId: string
  currency: string
  oldAmount: string
  newAmount: string
  /** One hour, in minor units with decimals, where it is charged by the hour: the amounts are then the most of a month. */
  oldHourAmount?: string | null
  newHourAmount?: string | null
  interval?: Interval
}

export const subscriptionPriceMoveAnnounced = event<EntryFact & { firstOn: string }>(
  'subscription.price_move_announced',
  'A subscription will cost something else from a renewal on; its customer is to be told.'
)

export const subscriptionPriceMoveWithdrawn = event<EntryFact>(
  'subscription.price_move_withdrawn',
  'A subscription keeps its price after all; its customer had been told otherwise.'
)

export const subscriptionPriceMoved = event<Omit<EntryFact, 'currency'> & { startsOn: string }>(
  'subscription.price_moved',
  'The first period at a new price has begun: it is the agreed price from now on.'
)

export const pricesConverted = event<{
  productId: string
  from: string
  to: string
  /** Exactly, as a fraction, with the day and the kept rates it was made from. */
  rate: string
  rateOn: string
  sources: string[]
  rounding: string
  count: number
}>('price.converted', 'Staff derived the prices of a product in one currency from those in another.')
