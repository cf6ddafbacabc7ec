import { db } from '#app/shared/database/db'
import type { Interval } from '#app/shared/time/calendar'

export interface PricePlace {
  currency: string
  interval: Interval
}

/** Ends the price that is in force in a place. @returns its id; null when there was none */
export async function retirePrice(planId: string, place: PricePlace, at: Date): Promise<string | null> {
  const row = await db
    .updateTable('prices')
    .set({ replaced_at: at })
    .where('plan_id', '=', planId)
    .where('currency', '=', place.currency)
    .where('interval_unit', '=', place.interval.unit)
    .where('interval_count', '=', place.interval.count)
    .where('replaced_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

export async function insertPrice(
  price: PricePlace & { id: string; planId: string; amount: bigint; setupAmount: bigint; at: Date }
): Promise<void> {
  await db
    .insertInto('prices')
    .values({
      id: price.id,
      plan_id: price.planId,
      currency: price.currency,
      interval_unit: price.interval.unit,
      interval_count: price.interval.count,
      amount: price.amount,
      setup_amount: price.setupAmount,
      created_at: price.at,
    })
    .execute()
}

export async function retireOptionPrice(
  owner: { optionId: string; valueId: string | null },
  place: PricePlace,
  at: Date
): Promise<string | null> {
  const row = await db
    .updateTable('option_prices')
    .set({ replaced_at: at })
    .where('option_id', '=', owner.optionId)
    .where('option_value_id', owner.valueId === null ? 'is' : '=', owner.valueId)
    .where('currency', '=', place.currency)
    .where('interval_unit', '=', place.interval.unit)
    .where('interval_count', '=', place.interval.count)
    .where('replaced_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

export async function insertOptionPrice(
  price: PricePlace & { id: string; optionId: string; valueId: string | null; amount: bigint }
): Promise<void> {
  await db
    .insertInto('option_prices')
    .values({
      id: price.id,
      option_id: price.optionId,
      option_value_id: price.valueId,
      currency: price.currency,
      interval_unit: price.interval.unit,
      interval_count: price.interval.count,
      amount: price.amount,
    })
    .execute()
}
