import { type ConfiguredItem, type ConfiguredPart, type OptionChoice, readHourly } from '#app/catalogue/index'
import type { Interval } from '#app/shared/time/calendar'
import { err, ok, type Result } from '#app/shared/result'

/** A price that staff agreed on instead of the catalogue's, in minor units as text. */
export interface AgreedPrice {
  kind: ConfiguredPart['kind']
  /** The price of the catalogue in whose place it stands. */
  priceId: string
  unitAmount: string
}

/** So many servers of one plan, configured alike. */
export interface OfferItem {
  planId: string
  interval: Interval
  options: Record<string, OptionChoice>
  hostname: string
  quantity: number
  prices: AgreedPrice[]
}

/** Something in words of its own, paid once. Minor units as text. */
export interface OneOff {
  description: string
  quantity: number
  unitAmount: string
}

/** What staff write down: it is priced whenever somebody looks, and sealed when it is sent. */
export interface OfferTerms {
  items: OfferItem[]
  oneOffs: OneOff[]
  coupons: string[]
}

/** More servers than anybody orders by mistake; a rack is sold with a contract. */
export const serversMax = 50

export interface PriceUnknown {
  type: 'price_unknown'
  /** Which of the agreed prices. */
  at: number
}

/** Puts the agreed prices in the place of the catalogue's. A price of something that was not chosen is a mistake, not ignored. */
export function agreePrices(
  item: ConfiguredItem,
  prices: readonly AgreedPrice[]
): Result<ConfiguredItem, PriceUnknown> {
  const isOf = (part: ConfiguredPart) => (price: AgreedPrice) =>
    price.kind === part.kind && price.priceId === part.priceId
  const unknown = prices.findIndex((price) => !item.parts.some((part) => isOf(part)(price)))
  if (unknown >= 0) return err({ type: 'price_unknown', at: unknown })
  const parts = item.parts.map((part) => {
    const agreed = prices.find(isOf(part))
    return agreed ? agreeOn(part, agreed.unitAmount) : part
  })
  return ok({ ...item, parts })
}

/**
 * What is agreed on is the price of each unit: of a price that depends on the quantity nothing is left. By the hour it is the most of a
 * month; an hour costs what the catalogue says.
 */
function agreeOn(part: ConfiguredPart, unitAmount: string): ConfiguredPart {
  const tiers = readHourly(part.tiers) ? { ...part.tiers!, maximumAmount: unitAmount } : null
  return { ...part, unitAmount, tiers }
}

/** One item for each server, with a name of its own: `web` of three is `web-1`, `web-2` and `web-3`. */
export function eachServer(item: ConfiguredItem, quantity: number): ConfiguredItem[] {
  if (quantity === 1) return [item]
  const [label = '', ...domain] = item.hostname.split('.')
  return Array.from({ length: quantity }, (_, index) => ({
    ...item,
    hostname: [`${label}-${index + 1}`, ...domain].join('.'),
  }))
}

/** What is printed on it: the number, and from the second version on which one. */
export function offerReference(number: bigint, version: number): string {
  const reference = `Q-${number.toString().padStart(6, '0')}`
  return version === 1 ? reference : `${reference}-${version}`
}
