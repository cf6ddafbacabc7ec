import { sql } from 'kysely'
import type { WrittenTiers } from '#app/catalogue/index'
import { rowsAs } from '#app/shared/database/column_arrays'
import { db } from '#app/shared/database/db'
import { takeTurn } from '#app/shared/database/take_turns'
import type { CalendarDate, Interval } from '#app/shared/time/calendar'
import type { ItemMove } from '#app/subscriptions/domain/price_move'
import type { MoveCandidate, MoveTarget } from '#app/subscriptions/domain/price_move_plan'

/** Two decisions at once would both count the same subscriptions. */
export function lockMoves(): void {
  takeTurn('price_moves')
}

/** The versions that hold or are to come, of those asked for. */
export async function findTargets(priceIds: readonly string[]): Promise<MoveTarget[]> {
  const { rows } = await sql<MoveTarget>`
    select id as "priceId", currency, valid_from as "validFrom", concat_ws('|', plan_id, currency, interval_unit, interval_count) as place from prices
     where id = any(${priceIds}::uuid[]) and replaced_at is null
    union all
    select id, currency, valid_from, concat_ws('|', coalesce(option_value_id, option_id), currency, interval_unit, interval_count) from option_prices where id = any(${priceIds}::uuid[]) and replaced_at is null`.execute(
    db
  )
  return rows
}

interface CandidateRow {
  subscriptionId: string
  customerId: string
  unit: Interval['unit']
  count: number
  anchorDay: number
  renewsOn: CalendarDate
  recurringAmount: bigint
  hourAmount: string | null
  oldPriceId: string
  newPriceId: string
  quantity: number
  unitAmount: bigint
  tiers: WrittenTiers | null
  newUnitAmount: bigint
  newTiers: WrittenTiers | null
  versionFrom: CalendarDate
}

/** An item `own` whose price is under no move yet. */
const isFree = sql`(
  select m.entry_id from price_move_items m
   where m.tenant_id = platform.current_tenant() and m.subscription_id = own.subscription_id and m.old_price_id = own.price_id
     and m.is_open) is null`

/**
 * Some of the subscriptions that run on and pay by an older version of these prices, by their id. Whoever is under a move of the same
 * price already, or ends with the period, is left out. Written so that no other order is possible: planned while the tables were small, it
 * once looked through all subscriptions for each line of each of them.
 */
export async function listCandidates(
  priceIds: readonly string[],
  { afterId, limit }: { afterId: string | null; limit: number }
): Promise<MoveCandidate[]> {
  const { rows } = await sql<CandidateRow>`
    with targets as materialized (
      select t.id, t.amount, t.tiers, t.valid_from, o.id as old_id
        from prices t
        join prices o on o.tenant_id = t.tenant_id and o.plan_id = t.plan_id and o.currency = t.currency
         and o.interval_unit = t.interval_unit and o.interval_count = t.interval_count
         and (o.valid_from, o.id) < (t.valid_from, t.id)
       where t.id = any(${priceIds}::uuid[])
      union all
      select t.id, t.amount, t.tiers, t.valid_from, o.id
        from option_prices t
        join option_prices o on o.tenant_id = t.tenant_id and o.option_id = t.option_id
         and o.option_value_id is not distinct from t.option_value_id and o.currency = t.currency
         and o.interval_unit = t.interval_unit and o.interval_count = t.interval_count
         and (o.valid_from, o.id) < (t.valid_from, t.id)
       where t.id = any(${priceIds}::uuid[])
    ), found as materialized (
      select distinct i.subscription_id as id
        from targets t
        cross join lateral (
          select own.subscription_id from subscription_items own
           where own.tenant_id = platform.current_tenant() and own.price_id = t.old_id and ${isFree} offset 0) i
       where ${afterId ? sql`i.subscription_id > ${afterId}` : sql`true`}
         and (select s.status in ('active', 'past_due', 'suspended') and not s.cancel_at_period_end and s.renews_on is not null
                from subscriptions s where s.tenant_id = platform.current_tenant() and s.id = i.subscription_id)
       order by id limit ${limit}
    )
    select s.id as "subscriptionId", s.customer_id as "customerId", s.interval_unit as unit, s.interval_count as count,
           s.anchor_day as "anchorDay", s.renews_on as "renewsOn", s.recurring_amount as "recurringAmount", i.price_id as "oldPriceId",
           case when s.interval_unit = 'hour' then (
             select sum(h.quantity * (h.tiers -> 'tiers' -> 0 ->> 'unitAmount')::numeric)::text from subscription_items h
              where h.tenant_id = platform.current_tenant() and h.subscription_id = f.id and h.tiers ->> 'model' = 'hourly') end as "hourAmount",
           t.id as "newPriceId", i.quantity, i.unit_amount as "unitAmount", i.tiers, t.amount as "newUnitAmount",
           t.tiers as "newTiers", t.valid_from as "versionFrom"
      from found f
      cross join lateral (
        select * from subscriptions own where own.tenant_id = platform.current_tenant() and own.id = f.id offset 0) s
      cross join lateral (
        select * from subscription_items own
         where own.tenant_id = platform.current_tenant() and own.subscription_id = f.id and ${isFree} offset 0) i
      join targets t on t.old_id = i.price_id
     order by s.id, i.position`.execute(db)
  return [...Map.groupBy(rows, (row) => row.subscriptionId).values()].map(toCandidate)
}

function toCandidate(rows: CandidateRow[]): MoveCandidate {
  const { subscriptionId, customerId, unit, count, anchorDay, renewsOn, recurringAmount, hourAmount } =
    rows[0]!
  const items = rows.map((row) => ({
    oldPriceId: row.oldPriceId,
    newPriceId: row.newPriceId,
    quantity: row.quantity,
    unitAmount: row.unitAmount,
    tiers: row.tiers,
    newUnitAmount: row.newUnitAmount,
    newTiers: row.newTiers,
    versionFrom: row.versionFrom,
  }))
  return {
    subscriptionId,
    customerId,
    interval: { unit, count },
    anchorDay,
    renewsOn,
    recurringAmount,
    hourAmount,
    items,
  }
}

/** What decides the price of the items of some subscriptions: their moves that have not ended. */
export async function listItemMoves(
  subscriptionIds: readonly string[],
  { isLocking = false }: { isLocking?: boolean } = {}
): Promise<Map<string, ItemMove[]>> {
  if (subscriptionIds.length === 0) return new Map()
  const { rows } = await sql<ItemMove>`
    select e.id as "entryId", e.subscription_id as "subscriptionId", i.old_price_id as "oldPriceId", i.new_price_id as "newPriceId",
           i.unit_amount as "unitAmount", i.tiers, i.version_from as "versionFrom", m.starts_on as "startsOn",
           m.notice_days as "noticeDays", e.needs_notice as "needsNotice", e.told_on as "toldOn", e.charged_from as "chargedFrom"
      from price_move_subscriptions e
      join price_moves m on m.tenant_id = e.tenant_id and m.id = e.move_id
      join price_move_items i on i.tenant_id = e.tenant_id and i.entry_id = e.id
     where e.subscription_id = any(${subscriptionIds}::uuid[]) and e.ended_at is null
     order by e.id, i.old_price_id ${isLocking ? sql`for no key update of e` : sql``}`.execute(db)
  return Map.groupBy(rows, (row) => row.subscriptionId)
}

/** Notes from which period on subscriptions were invoiced at their new price. */
export async function noteChargedFrom(
  rows: { entry_id: string; charged_from: CalendarDate }[]
): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update price_move_subscriptions e set charged_from = r.charged_from
      from ${rowsAs(rows, { entry_id: 'uuid', charged_from: 'date' })}
     where e.tenant_id = platform.current_tenant() and e.id = r.entry_id and e.charged_from is null`.execute(
    db
  )
}

/** Notes that a customer was told. @returns false when it is noted already, or the move is over */
export async function noteTold(entryId: string, toldOn: CalendarDate): Promise<boolean> {
  const result = await db
    .updateTable('price_move_subscriptions')
    .set({ told_on: toldOn })
    .where('id', '=', entryId)
    .where('told_on', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}
