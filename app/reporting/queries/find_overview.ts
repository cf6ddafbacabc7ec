import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { dateIn, startOfDay } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'

export interface MoneyCount {
  currency: string
  count: number
  amount: bigint
}

export interface Overview {
  asOf: Date
  receivedToday: MoneyCount[]
  open: MoneyCount[]
  overdue: MoneyCount[]
  monthlyRecurring: MoneyCount[]
  ordersToday: number
  servicesByStatus: Record<string, number>
}

/** Today's money and the state of things, live. Days are days of the tenant's zone. */
export function findOverview(): Promise<Overview> {
  return inReadTransaction(async () => {
    const now = new Clock().now()
    const zone = currentTenant().timeZone
    const today = dateIn(zone, now)
    const dayStartsAt = startOfDay(zone, today)
    const received = await sql<MoneyCount>`
      select currency, count(*)::int as count, coalesce(sum(captured_amount), 0)::bigint as amount from payments
       where status = 'succeeded' and succeeded_at >= ${dayStartsAt} group by 1 order by 1`.execute(db)
    const open = await sql<MoneyCount & { is_overdue: boolean }>`
      select currency, due_on < ${today} as is_overdue, count(*)::int as count, sum(amount_due)::bigint as amount
        from invoices where status = 'open' group by 1, 2 order by 1`.execute(db)
    const recurring = await sql<MoneyCount>`
      select currency, count(*)::int as count,
             round(sum(recurring_amount::numeric / interval_count * case interval_unit when 'day' then 365 / 12.0 when 'week' then 365 / 84.0 when 'year' then 1 / 12.0 else 1 end))::bigint as amount
        from subscriptions where status in ('active', 'past_due') group by 1 order by 1`.execute(db)
    const orders = await sql<{ count: number }>`
      select count(*)::int as count from orders where created_at >= ${dayStartsAt}`.execute(db)
    const services = await sql<{
      status: string
      count: bigint
    }>`select status, count from service_counts where count > 0`.execute(db)
    return {
      asOf: now,
      receivedToday: received.rows,
      open: open.rows.filter((row) => !row.is_overdue),
      overdue: open.rows.filter((row) => row.is_overdue),
      monthlyRecurring: recurring.rows,
      ordersToday: orders.rows[0]?.count ?? 0,
      servicesByStatus: Object.fromEntries(services.rows.map((row) => [row.status, Number(row.count)])),
    }
  })
}
