import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import type { CalendarDate } from '#app/shared/time/calendar'
import { bookedBefore, reportedBefore } from '#app/billing/records/revenue_schedules'

/** What will become revenue in a month, as things stood at the end of a day. */
export interface DeferredMonth {
  /** Its first day. */
  month: CalendarDate
  productKind: string
  currency: string
  amount: bigint
  reportingCurrency: string
  reportingAmount: bigint
}

/** The deferred revenue of a day's end by the month in which it is earned; its sum is what `deferred_revenue` stood at. */
export function listDeferredSchedule(asOf: CalendarDate): Promise<DeferredMonth[]> {
  return inReadTransaction(async () => {
    const from = sql`c.open_from`
    const monthStart = sql`greatest(m.starts_on, ${from})`
    const { rows } = await sql<DeferredMonth>`
      with c as (
        select least(${asOf}::date + 1, coalesce((select recognised_before from revenue_closings), ${asOf}::date + 1)) as open_from
      ), open as (
        select s.* from revenue_schedules s
          join journal_entries e on e.tenant_id = s.tenant_id and e.id = s.entry_id and e.booked_on <= ${asOf}::date
         where s.tenant_id = platform.current_tenant() and s.done_on > (select open_from from c)
      ), m as (
        select g::date as starts_on, (g + interval '1 month')::date as ends_on
          from c, generate_series(date_trunc('month', c.open_from), (select max(done_on) from open) - 1, interval '1 month') g
      )
      select m.starts_on as month, s.product_kind as "productKind", s.currency, s.reporting_currency as "reportingCurrency",
             sum(${bookedBefore(sql`m.ends_on`)} - ${bookedBefore(monthStart)})::bigint as amount,
             sum(${reportedBefore(sql`m.ends_on`)} - ${reportedBefore(monthStart)})::bigint as "reportingAmount"
        from c cross join m join open s on s.done_on > m.starts_on and s.counts_from < m.ends_on
       group by 1, 2, 3, 4 having sum(${bookedBefore(sql`m.ends_on`)} - ${bookedBefore(monthStart)}) <> 0
       order by 1, 2, 3`.execute(db)
    return rows
  })
}

/** What was deferred until a day and is not planned by months yet: invoices of the last minutes. */
export function sumUnplanned(
  asOf: CalendarDate
): Promise<{ currency: string; amount: bigint; reportingAmount: bigint }[]> {
  return inReadTransaction(async () => {
    const { rows } = await sql<{ currency: string; amount: bigint; reportingAmount: bigint }>`
      select p.currency, -sum(p.amount)::bigint as amount, -sum(p.reporting_amount)::bigint as "reportingAmount"
        from journal_entries e
        join postings p on p.tenant_id = e.tenant_id and p.entry_id = e.id
        join ledger_accounts l on l.tenant_id = p.tenant_id and l.id = p.account_id and l.code = 'deferred_revenue'
       where e.tenant_id = platform.current_tenant() and e.booked_on <= ${asOf}::date
         and e.booked_on >= coalesce((select recognised_before from revenue_closings), '-infinity'::date) - 62
         and e.kind not in ('revenue_recognised', 'unearned_revenue_released')
         and not exists (select from revenue_schedules s where s.tenant_id = e.tenant_id and s.entry_id = e.id)
       group by 1`.execute(db)
    return rows
  })
}
