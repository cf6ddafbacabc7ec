import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { WrittenTiers } from '#app/catalogue/domain/written_tiers'
import type { Interval } from '#app/shared/time/calendar'

/** What a price, in force or replaced, is the price of. */
export interface PriceOwner {
  /** The plan, or the option with the chosen value. */
  thing: string
  currency: string
  interval: Interval
  /** Where what it costs depends on the quantity. */
  tiers: WrittenTiers | null
}

interface PriceRow {
  id: string
  thing: string
  currency: string
  unit: Interval['unit']
  count: number
  tiers: WrittenTiers | null
}

/** Of which plans and options are these prices? Prices that are unknown are left out. */
export async function findPriceOwners(priceIds: readonly string[]): Promise<Map<string, PriceOwner>> {
  if (priceIds.length === 0) return new Map()
  const { rows } = await sql<PriceRow>`
    select id, 'plan:' || plan_id as thing, currency, interval_unit as unit, interval_count as count, tiers
      from prices where id = any(${priceIds}::uuid[])
    union all
    select id, 'option:' || option_id || ':' || coalesce(option_value_id::text, ''), currency, interval_unit, interval_count, tiers
      from option_prices where id = any(${priceIds}::uuid[])`.execute(db)
  return new Map(
    rows.map(({ id, thing, currency, unit, count, tiers }) => [
      id,
      { thing, currency, interval: { unit, count }, tiers },
    ])
  )
}
