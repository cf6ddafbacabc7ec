import type { ConfiguredItem, ConfiguredPart, PriceOwner } from '#app/catalogue/index'
import type { StandingItem } from '#app/subscriptions/domain/standing'

/**
 * Keeps the prices that were agreed to where a change leaves the thing and its interval as they are: who adds an address to an old
 * plan does not get the plan's new price with it.
 */
export function keepAgreedPrices(
  wanted: ConfiguredItem,
  agreed: readonly StandingItem[],
  owners: ReadonlyMap<string, PriceOwner>
): ConfiguredItem {
  const known = new Map(
    agreed.flatMap((item) => {
      const owner = owners.get(item.priceId)
      return owner ? [[keyOf(owner), item] as const] : []
    })
  )
  const parts = wanted.parts.map((part): ConfiguredPart => {
    const owner = owners.get(part.priceId)
    const old = owner && part.kind !== 'setup' ? known.get(keyOf(owner)) : undefined
    return old
      ? { ...part, priceId: old.priceId, unitAmount: old.unitAmount, tiers: old.tiers ?? null }
      : part
  })
  return { ...wanted, parts }
}

function keyOf({ thing, currency, interval }: PriceOwner): string {
  return `${thing}|${currency}|${interval.unit}|${interval.count}`
}
