import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { CalendarDate } from '#app/shared/time/calendar'

/** Days before it have their totals kept. Locked until the open transaction ends. @returns null while no day has been summed up */
export async function lockTotalsBefore(): Promise<CalendarDate | null> {
  const { rows } = await sql<{ on: CalendarDate }>`
    select totals_before as "on" from ledger_closings for no key update`.execute(db)
  return rows[0]?.on ?? null
}

export async function saveTotalsBefore(on: CalendarDate): Promise<void> {
  await sql`
    insert into ledger_closings (totals_before) values (${on})
    on conflict (tenant_id) do update set totals_before = excluded.totals_before`.execute(db)
}

export async function findFirstBookedDay(): Promise<CalendarDate | null> {
  const { rows } = await sql<{
    on: CalendarDate | null
  }>`select min(booked_on) as "on" from journal_entries`.execute(db)
  return rows[0]?.on ?? null
}

/**
 * What was booked in [from, until), by day and line of the chart; accounts of customers are one line. From a day on its entries are looked up by
 * their days, and their postings entry by entry: planned while the books were small, each day was once picked out of all postings there are.
 */
export const totalsOfDays = (from: CalendarDate | null, until: CalendarDate | null) => sql`
  select e.booked_on, case when l.customer_id is null then l.code else split_part(l.code, ':', 1) end as code, l.kind, p.currency,
         p.reporting_currency, coalesce(sum(p.amount) filter (where p.amount > 0), 0)::bigint as debit,
         coalesce(-sum(p.amount) filter (where p.amount < 0), 0)::bigint as credit,
         coalesce(sum(p.reporting_amount) filter (where p.reporting_amount > 0), 0)::bigint as reporting_debit,
         coalesce(-sum(p.reporting_amount) filter (where p.reporting_amount < 0), 0)::bigint as reporting_credit
    ${from ? postingsFrom(from, until) : postingsUntil(until)}
   group by 1, 2, 3, 4, 5`

function postingsFrom(from: CalendarDate, until: CalendarDate | null) {
  return sql`
    from (select d.id, d.booked_on from journal_entries d
           where d.tenant_id = platform.current_tenant() and d.booked_on >= ${from}::date ${before('d', until)} offset 0) e
    cross join lateral (
      select * from postings own where own.tenant_id = platform.current_tenant() and own.entry_id = e.id offset 0) p
    cross join lateral (
      select own.code, own.kind, own.customer_id from ledger_accounts own
       where own.tenant_id = platform.current_tenant() and own.id = p.account_id offset 0) l`
}

function postingsUntil(until: CalendarDate | null) {
  return sql`
    from journal_entries e
    join postings p on p.tenant_id = e.tenant_id and p.entry_id = e.id
    join ledger_accounts l on l.tenant_id = p.tenant_id and l.id = p.account_id
   where e.tenant_id = platform.current_tenant() ${before('e', until)}`
}

function before(entries: string, until: CalendarDate | null) {
  return until ? sql`and ${sql.ref(`${entries}.booked_on`)} < ${until}::date` : sql``
}

/** Writes the totals of the days in [from, until) anew. @returns how many rows */
export async function writeDayTotals(from: CalendarDate, until: CalendarDate): Promise<number> {
  await sql`delete from ledger_day_totals where booked_on >= ${from}`.execute(db)
  const { numAffectedRows } = await sql`
    insert into ledger_day_totals (booked_on, code, kind, currency, reporting_currency, debit, credit, reporting_debit, reporting_credit)
    ${totalsOfDays(from, until)}`.execute(db)
  return Number(numAffectedRows ?? 0n)
}
