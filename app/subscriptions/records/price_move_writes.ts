import { sql } from 'kysely'
import type { WrittenTiers } from '#app/catalogue/index'
import { rowsAs } from '#app/shared/database/column_arrays'
import { db } from '#app/shared/database/db'
import type { CalendarDate, Interval } from '#app/shared/time/calendar'
import type { MoveSummary, PlannedMove } from '#app/subscriptions/domain/price_move_plan'

export interface NewMove {
  id: string
  currency: string
  startsOn: CalendarDate
  noticeDays: number
  priceIds: readonly string[]
  summary: MoveSummary
  at: Date
}

export async function insertMove({ summary, at, ...move }: NewMove): Promise<void> {
  await db
    .insertInto('price_moves')
    .values({
      id: move.id,
      currency: move.currency,
      starts_on: move.startsOn,
      notice_days: move.noticeDays,
      price_ids: [...move.priceIds],
      subscription_count: summary.count,
      old_amount: summary.oldAmount,
      new_amount: summary.newAmount,
      created_at: at,
    })
    .execute()
}

/** The subscriptions of a move with what becomes of each price, two statements however many they are. */
export async function insertEntries(
  moveId: string,
  entries: (PlannedMove & { id: string })[]
): Promise<void> {
  const rows = entries.map((entry) => ({
    id: entry.id,
    subscription_id: entry.subscriptionId,
    customer_id: entry.customerId,
    old_amount: entry.oldAmount,
    new_amount: entry.newAmount,
    old_hour_amount: entry.oldHourAmount,
    new_hour_amount: entry.newHourAmount,
    costs_more: entry.costs === 'more' ? 1 : 0,
    first_on: entry.firstOn,
    is_told: entry.isTold ? 1 : 0,
  }))
  await sql`
    insert into price_move_subscriptions (tenant_id, id, move_id, subscription_id, customer_id, old_amount, new_amount, old_hour_amount, new_hour_amount, costs_more, first_on, is_told)
    select platform.current_tenant(), r.id, ${moveId}, r.subscription_id, r.customer_id, r.old_amount, r.new_amount, r.old_hour_amount::numeric,
           r.new_hour_amount::numeric, r.costs_more = 1, r.first_on, r.is_told = 1
      from ${rowsAs(rows, { id: 'uuid', subscription_id: 'uuid', customer_id: 'uuid', old_amount: 'int8', new_amount: 'int8', old_hour_amount: 'text', new_hour_amount: 'text', costs_more: 'int2', first_on: 'date', is_told: 'int2' })}`.execute(db) // prettier-ignore
  const items = entries.flatMap(({ id, subscriptionId, items: moved }) =>
    [...new Map(moved.map((item) => [item.oldPriceId, item])).values()].map((item) => ({
      entry_id: id,
      subscription_id: subscriptionId,
      old_price_id: item.oldPriceId,
      new_price_id: item.newPriceId,
      version_from: item.versionFrom,
      unit_amount: item.newUnitAmount,
      tiers: item.newTiers && JSON.stringify(item.newTiers),
    }))
  )
  await sql`
    insert into price_move_items (tenant_id, entry_id, subscription_id, old_price_id, new_price_id, version_from, unit_amount, tiers)
    select platform.current_tenant(), r.entry_id, r.subscription_id, r.old_price_id, r.new_price_id, r.version_from, r.unit_amount, r.tiers
      from ${rowsAs(items, { entry_id: 'uuid', subscription_id: 'uuid', old_price_id: 'uuid', new_price_id: 'uuid', version_from: 'date', unit_amount: 'int8', tiers: 'jsonb' })}`.execute(db) // prettier-ignore
}

/** @returns false when there is no such move, or it was withdrawn already */
export async function withdrawMove(
  id: string,
  { at, reason }: { at: Date; reason: string }
): Promise<boolean> {
  const result = await db
    .updateTable('price_moves')
    .set({ withdrawn_at: at, withdrawal_reason: reason })
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export interface EndedEntry {
  id: string
  moveId: string
  subscriptionId: string
  customerId: string
  oldAmount: bigint
  newAmount: bigint
  oldHourAmount: string | null
  newHourAmount: string | null
  /** What its subscription is paid for. */
  interval: Interval
  chargedFrom: CalendarDate | null
  isTold: boolean
}

const endedColumns = sql`
  e.id, e.move_id as "moveId", e.subscription_id as "subscriptionId", e.customer_id as "customerId", e.old_amount as "oldAmount", e.new_amount as "newAmount",
  e.old_hour_amount as "oldHourAmount", e.new_hour_amount as "newHourAmount", e.charged_from as "chargedFrom", e.is_told as "isTold", (
    select jsonb_build_object('unit', s.interval_unit, 'count', s.interval_count) from subscriptions s
     where s.tenant_id = e.tenant_id and s.id = e.subscription_id) as interval`

/** Ends what of a move was not invoiced at the new price yet: those subscriptions keep what they agreed to. */
export async function withdrawEntries(moveId: string, at: Date): Promise<EndedEntry[]> {
  const { rows } = await sql<EndedEntry>`
    update price_move_subscriptions e set ended_at = ${at}, outcome = 'withdrawn'
     where e.move_id = ${moveId} and e.ended_at is null and e.charged_from is null
    returning ${endedColumns}`.execute(db)
  await closeItems(rows.map(({ id }) => id))
  return rows
}

/** Subscriptions whose first day at the new price has come, some at a time. */
export async function listBegun(today: CalendarDate, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct subscription_id as id from price_move_subscriptions
     where ended_at is null and charged_from <= ${today} order by 1 limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

export async function endBegun(
  subscriptionIds: readonly string[],
  { today, at }: { today: CalendarDate; at: Date }
): Promise<EndedEntry[]> {
  const { rows } = await sql<EndedEntry>`
    update price_move_subscriptions e set ended_at = ${at}, outcome = 'moved'
     where e.subscription_id = any(${subscriptionIds}::uuid[]) and e.ended_at is null and e.charged_from <= ${today}
    returning ${endedColumns}`.execute(db)
  await closeItems(rows.map(({ id }) => id))
  return rows
}

/**
 * Ends what has no price to move any more: the subscription ended, or is for something else. While the panel may still refuse that, the old
 * price may come back, and its move waits.
 */
export async function endOvertaken(at: Date): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    update price_move_subscriptions e set ended_at = ${at}, outcome = 'overtaken'
     where e.ended_at is null
       and (exists (select from subscriptions s where s.tenant_id = e.tenant_id and s.id = e.subscription_id and s.status = 'cancelled')
         or not exists (
           select from price_move_items m
             join subscription_items i on i.tenant_id = m.tenant_id and i.subscription_id = m.subscription_id and i.price_id = m.old_price_id
            where m.tenant_id = e.tenant_id and m.entry_id = e.id)
        and not exists (
           select from subscription_changes c
            where c.tenant_id = e.tenant_id and c.subscription_id = e.subscription_id and c.status = 'applying' and c.timing = 'now'))
    returning e.id`.execute(db)
  await closeItems(rows.map(({ id }) => id))
  return rows.length
}

async function closeItems(entryIds: string[]): Promise<void> {
  if (entryIds.length === 0) return
  await sql`update price_move_items set is_open = false where entry_id = any(${entryIds}::uuid[])`.execute(db)
}

export interface MovedItem {
  subscription_id: string
  old_price_id: string
  price_id: string
  unit_amount: bigint
  tiers: WrittenTiers | null
}

/** Writes the new prices into the agreements, and what a period costs with them. */
export async function writeMovedItems(
  items: MovedItem[],
  recurring: { id: string; amount: bigint }[]
): Promise<void> {
  const rows = items.map((item) => ({ ...item, tiers: item.tiers && JSON.stringify(item.tiers) }))
  await sql`
    update subscription_items i set price_id = r.price_id, unit_amount = r.unit_amount, tiers = r.tiers
      from ${rowsAs(rows, { subscription_id: 'uuid', old_price_id: 'uuid', price_id: 'uuid', unit_amount: 'int8', tiers: 'jsonb' })}
     where i.tenant_id = platform.current_tenant() and i.subscription_id = r.subscription_id and i.price_id = r.old_price_id`.execute(db) // prettier-ignore
  await sql`
    update subscriptions s set recurring_amount = r.amount
      from ${rowsAs(recurring, { id: 'uuid', amount: 'int8' })}
     where s.tenant_id = platform.current_tenant() and s.id = r.id`.execute(db)
}
