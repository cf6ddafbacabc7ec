import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { addDays, type CalendarDate } from '#app/shared/time/calendar'
import { totalsOfDays } from '#app/ledger/records/day_totals'
import type { LedgerAccountKind } from '#app/ledger/domain/chart'

/** What moved on a line of the chart in one currency. Accounts of customers are one line (`receivable`). */
export interface LineTotal {
  code: string
  kind: LedgerAccountKind
  currency: string
  debit: bigint
  credit: bigint
  reportingCurrency: string
  reportingDebit: bigint
  reportingCredit: bigint
}

/** Both days are included; without a first one everything from the beginning counts, which gives balances. */
export interface Days {
  from?: CalendarDate
  to: CalendarDate
}

/**
 * What was booked in a range of days, by line of the chart and currency. Days that are over come from their kept totals, the few
 * last ones from their postings: it takes milliseconds however long the history is.
 */
export function listTotals({ from, to }: Days): Promise<LineTotal[]> {
  return inReadTransaction(async () => {
    const { rows: closings } = await sql<{
      before: CalendarDate
    }>`select totals_before as before from ledger_closings`.execute(db)
    const keptBefore = closings[0]?.before ?? null
    const until = addDays(to, 1)
    const openFrom =
      [from ?? null, keptBefore]
        .filter((day) => day !== null)
        .sort()
        .at(-1) ?? null
    const { rows } = await sql<LineTotal>`
      select t.code, t.kind, t.currency, t.reporting_currency as "reportingCurrency", sum(t.debit)::bigint as debit, sum(t.credit)::bigint as credit,
             sum(t.reporting_debit)::bigint as "reportingDebit", sum(t.reporting_credit)::bigint as "reportingCredit"
        from (
          select d.booked_on, d.code, d.kind, d.currency, d.reporting_currency, d.debit, d.credit, d.reporting_debit, d.reporting_credit
            from ledger_day_totals d
           where d.booked_on < ${keptBefore}::date and d.booked_on < ${until}::date and (${from ?? null}::date is null or d.booked_on >= ${from ?? null}::date)
          union all (${totalsOfDays(openFrom, until)})
        ) t
       group by 1, 2, 3, 4 order by 1, 3, 4`.execute(db)
    return rows
  })
}
