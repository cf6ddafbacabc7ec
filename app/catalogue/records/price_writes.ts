import { type RawBuilder, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { takeTurn } from '#app/shared/database/take_turns'
import type { CalendarDate, Interval } from '#app/shared/time/calendar'
import type { WrittenTiers } from '#app/catalogue/domain/written_tiers'

/** What has prices: a plan, or an option with the value of a choice. */
export type PriceThing = { planId: string } | { optionId: string; valueId: string | null }

export interface PricePlace {
  currency: string
  interval: Interval
}

/**
 * Ends the versions of a place that another takes the place of: all that began by the day for one that holds at once, else the one of
 * that very day. @returns the id of the one that held; null when there was none
 */
export async function retireVersions(
  thing: PriceThing,
  place: PricePlace,
  { at, validFrom, today }: { at: Date; validFrom: CalendarDate; today: CalendarDate }
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    with retired as (
      update ${tableOf(thing)} set replaced_at = ${at}
       where ${isOf(thing)} and currency = ${place.currency} and interval_unit = ${place.interval.unit}
         and interval_count = ${place.interval.count} and replaced_at is null
         and ${validFrom <= today ? sql`valid_from <= ${validFrom}` : sql`valid_from = ${validFrom}`}
      returning id, valid_from
    )
    select id from retired order by valid_from desc limit 1`.execute(db)
  return rows[0]?.id ?? null
}

export interface PriceVersionRow extends PricePlace {
  id: string
  amount: bigint
  setupAmount: bigint
  tiers: WrittenTiers | null
  validFrom: CalendarDate
}

export async function insertPrice(price: PriceVersionRow & { planId: string; at: Date }): Promise<void> {
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
      tiers: price.tiers && JSON.stringify(price.tiers),
      valid_from: price.validFrom,
      created_at: price.at,
    })
    .execute()
}

export async function insertOptionPrice(
  price: PriceVersionRow & { optionId: string; valueId: string | null }
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
      setup_amount: price.setupAmount,
      tiers: price.tiers && JSON.stringify(price.tiers),
      valid_from: price.validFrom,
    })
    .execute()
}

export interface FoundVersion extends PricePlace {
  id: string
  thing: PriceThing
  validFrom: CalendarDate
  isRetired: boolean
}

/** Versions of prices change one after the other: which holds now is read before another takes its place. */
export function lockPrices(): void {
  takeTurn('prices')
}

/** A version of a plan's or an option's price, locked until the transaction ends. */
export async function lockVersion(id: string): Promise<FoundVersion | null> {
  const plan = await db
    .selectFrom('prices')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  const option = plan
    ? undefined
    : await db
        .selectFrom('option_prices')
        .selectAll()
        .where('id', '=', id)
        .forNoKeyUpdate()
        .executeTakeFirst()
  const row = plan ?? option
  if (!row) return null
  return {
    id,
    thing: plan
      ? { planId: plan.plan_id }
      : { optionId: option!.option_id, valueId: option!.option_value_id },
    currency: row.currency,
    interval: { unit: row.interval_unit as Interval['unit'], count: row.interval_count },
    validFrom: row.valid_from,
    isRetired: row.replaced_at !== null,
  }
}

function tableOf(thing: PriceThing): RawBuilder<unknown> {
  return sql.table('planId' in thing ? 'prices' : 'option_prices')
}

function isOf(thing: PriceThing): RawBuilder<unknown> {
  if ('planId' in thing) return sql`plan_id = ${thing.planId}`
  return sql`option_id = ${thing.optionId} and option_value_id is not distinct from ${thing.valueId}::uuid`
}
