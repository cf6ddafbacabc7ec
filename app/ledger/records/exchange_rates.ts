import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { RatesPerEuro } from '#app/ledger/domain/exchange_rates'

export interface KeptRate {
  currency: string
  on: CalendarDate
  source: string
  /** A plain decimal. */
  perEuro: string
}

/** Rates that the tenant enters itself; everything else is a feed's name. */
export const ownSource = 'own'

/**
 * Keeps rates. A rate of a day and source that is kept already stays as it is, whatever is said about that day later.
 * @returns how many were new
 */
export async function keepRates(rates: KeptRate[], keptAt: Date): Promise<number> {
  if (rates.length === 0) return 0
  const rows = rates.map(({ currency, on, source, perEuro }) => ({ currency, on, source, per_euro: perEuro }))
  const { numAffectedRows } = await sql`
    insert into exchange_rates (currency, rate_on, source, per_euro, kept_at)
    select r.currency, r."on", r.source, r.per_euro, ${keptAt}
      from json_to_recordset(${JSON.stringify(rows)}::json) as r(currency text, "on" date, source text, per_euro numeric)
    on conflict do nothing`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/**
 * For each currency and day the rate of that day, or the last one before it; an own rate goes before a feed's of the same day.
 * Before the first kept day the first one holds. One statement, however many are asked for; none when nothing is.
 * @returns units per euro by day and currency; what no rate is known for is missing
 */
export async function readRates(
  wanted: { currency: string; on: CalendarDate }[]
): Promise<Map<CalendarDate, RatesPerEuro>> {
  const distinct = new Map(wanted.map((each) => [`${each.currency}|${each.on}`, each]))
  if (distinct.size === 0) return new Map()
  const found = await findKeptRates([...distinct.values()])
  const byDay = Map.groupBy(found, (row) => row.askedOn)
  return new Map(
    [...byDay].map(([on, rows]) => [on, new Map(rows.map((row) => [row.currency, row.perEuro]))])
  )
}

/** The kept rates behind {@link readRates}, with the day and source of each. */
export async function findKeptRates(
  wanted: { currency: string; on: CalendarDate }[]
): Promise<(KeptRate & { askedOn: CalendarDate })[]> {
  const { rows } = await sql<KeptRate & { askedOn: CalendarDate }>`
    select w.currency, w."on" as "askedOn", k.rate_on as "on", k.source, trim_scale(k.per_euro)::text as "perEuro"
      from json_to_recordset(${JSON.stringify(wanted)}::json) as w(currency text, "on" date)
      cross join lateral (
        (select r.rate_on, r.source, r.per_euro, 0 as place from exchange_rates r
          where r.currency = w.currency and r.rate_on <= w."on"
          order by r.rate_on desc, r.source = ${ownSource} desc, r.source limit 1)
        union all
        (select r.rate_on, r.source, r.per_euro, 1 from exchange_rates r
          where r.currency = w.currency and r.rate_on > w."on"
          order by r.rate_on, r.source = ${ownSource} desc, r.source limit 1)
        order by place limit 1
      ) k`.execute(db)
  return rows
}

/** The latest days of rates, newest first, for people to look at. */
export async function listKeptRates(filter: {
  before: CalendarDate | null
  currency: string | null
  days: number
}): Promise<KeptRate[]> {
  const { rows } = await sql<KeptRate>`
    with days as (
      select distinct rate_on from exchange_rates
       where (${filter.before}::date is null or rate_on < ${filter.before}::date)
         and (${filter.currency}::text is null or currency = ${filter.currency})
       order by rate_on desc limit ${filter.days}
    )
    select r.currency, r.rate_on as "on", r.source, trim_scale(r.per_euro)::text as "perEuro"
      from days d join exchange_rates r on r.tenant_id = platform.current_tenant() and r.rate_on = d.rate_on
     where ${filter.currency}::text is null or r.currency = ${filter.currency}
     order by r.rate_on desc, r.currency, r.source`.execute(db)
  return rows
}
