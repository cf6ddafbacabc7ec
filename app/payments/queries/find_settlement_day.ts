import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import type { CalendarDate } from '#app/shared/time/calendar'
import { listTotals } from '#app/ledger/index'
import { type DayOfAccount, toDays } from '#app/payments/domain/settlement_day'
import type { Gateway } from '#app/payments/records/gateways'

/**
 * One day of a gateway's account in each currency: what lay there, what moved, what lies there, and what our books say. Where
 * several gateways share their books, as those connected before each had its own, what the books hold cannot be told for one of them.
 */
export function findSettlementDay(gateway: Gateway, day: CalendarDate): Promise<DayOfAccount[]> {
  return inReadTransaction(async () => {
    const { rows } = await sql<{
      currency: string
      kind: string
      count: number
      opening: bigint
      gross: bigint
      fee: bigint
    }>`
      select currency, kind, count(*) filter (where counts_on = ${day}::date)::int as count,
             coalesce(sum(net) filter (where counts_on < ${day}::date), 0)::bigint as opening,
             coalesce(sum(gross) filter (where counts_on = ${day}::date), 0)::bigint as gross,
             coalesce(sum(fee) filter (where counts_on = ${day}::date), 0)::bigint as fee
        from gateway_movements
       where gateway_id = ${gateway.id} and counts_on <= ${day}::date
       group by 1, 2 order by 1, 2`.execute(db)
    return toDays(rows, await bookedUntil(gateway, day))
  })
}

/** What the books hold as cash of the gateway at the end of a day; null where it shares them with another. */
async function bookedUntil({ ledgerCode }: Gateway, day: CalendarDate): Promise<Map<string, bigint> | null> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from gateways where ledger_code = ${ledgerCode}`.execute(db)
  if (rows[0]!.count > 1) return null
  const totals = await listTotals({ to: day })
  return new Map(
    totals
      .filter(({ code }) => code === `cash:${ledgerCode}`)
      .map(({ currency, debit, credit }) => [currency, debit - credit])
  )
}
