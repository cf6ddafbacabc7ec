import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import type { CalendarDate, Interval } from '#app/shared/time/calendar'

/** A decision to move customers to newer prices, and how far it came. */
export interface PriceMoveSeen {
  id: string
  currency: string
  startsOn: CalendarDate
  noticeDays: number
  subscriptionCount: number
  oldAmount: bigint
  newAmount: bigint
  /** What was moved, in words: `VPS M`, one month. */
  prices: {
    id: string
    name: string
    unit: Interval['unit']
    count: number
    amount: string
    validFrom: CalendarDate
  }[]
  /** Neither charged at the new price nor over. */
  openCount: number
  movedCount: number
  /** Those who must be told and were not yet: they pay the agreed price until they are. */
  untoldCount: number
  createdAt: Date
  withdrawnAt: Date | null
  withdrawalReason: string
}

/** Which moves to newer prices were decided, the newest first? */
export async function listPriceMoves(search: {
  before: string | null
  size: number
}): Promise<Page<PriceMoveSeen>> {
  return toPage(await inReadTransaction(() => select({ ...search, id: null })), search.size)
}

export async function findMove(id: string): Promise<PriceMoveSeen | null> {
  const [found] = await inReadTransaction(() => select({ id, before: null, size: 1 }))
  return found ?? null
}

async function select(search: {
  id: string | null
  before: string | null
  size: number
}): Promise<PriceMoveSeen[]> {
  const { rows } = await sql<PriceMoveSeen>`
    select m.id, m.currency, m.starts_on as "startsOn", m.notice_days as "noticeDays", m.subscription_count as "subscriptionCount",
           m.old_amount as "oldAmount", m.new_amount as "newAmount", m.created_at as "createdAt", m.withdrawn_at as "withdrawnAt",
           m.withdrawal_reason as "withdrawalReason", e."openCount", e."movedCount", e."untoldCount", coalesce(p.prices, '[]') as prices
      from price_moves m
      cross join lateral (
        select count(*) filter (where s.ended_at is null and s.charged_from is null)::int as "openCount",
               count(*) filter (where s.charged_from is not null)::int as "movedCount",
               count(*) filter (where s.ended_at is null and s.needs_notice and s.told_on is null)::int as "untoldCount"
          from price_move_subscriptions s where s.tenant_id = m.tenant_id and s.move_id = m.id
      ) e
      cross join lateral (
        select json_agg(json_build_object('id', x.id, 'name', x.name, 'unit', x.unit, 'count', x.count, 'amount', x.amount::text, 'validFrom', x.valid_from)
                        order by x.name) as prices
          from (
            select v.id, t.name, v.interval_unit as unit, v.interval_count as count, v.amount, v.valid_from
              from prices v join plans t on t.tenant_id = v.tenant_id and t.id = v.plan_id
             where v.tenant_id = m.tenant_id and v.id = any(m.price_ids)
            union all
            select v.id, o.name || coalesce(': ' || w.name, ''), v.interval_unit, v.interval_count, v.amount, v.valid_from
              from option_prices v
              join options o on o.tenant_id = v.tenant_id and o.id = v.option_id
              left join option_values w on w.tenant_id = v.tenant_id and w.id = v.option_value_id
             where v.tenant_id = m.tenant_id and v.id = any(m.price_ids)
          ) x
      ) p
     where ${search.id ? sql`m.id = ${search.id}` : sql`true`} and ${search.before ? sql`m.id < ${search.before}` : sql`true`}
     order by m.id desc limit ${search.size + 1}`.execute(db)
  return rows
}
