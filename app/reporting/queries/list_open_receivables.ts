import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { addDays, type CalendarDate, dateIn, startOfDay } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { agingBucket, agingBuckets } from '#app/reporting/domain/statements'

export interface OpenReceivable {
  customerId: string
  customerName: string
  currency: string
  /** By bucket. */
  amounts: bigint[]
}

interface Row {
  customer_id: string
  name: string
  currency: string
  days: number
  amount: bigint
}

/**
 * What was open at the end of a day, by customer and how long it was overdue then. Of today it is what invoices say is due; of an
 * earlier day what the books said then, of the invoices that were not closed by then.
 */
export function listOpenReceivables(asOf: CalendarDate): Promise<OpenReceivable[]> {
  return inReadTransaction(async () => {
    const { timeZone } = currentTenant()
    const isPast = asOf < dateIn(timeZone, new Clock().now())
    const { rows } = await sql<Row>`
      select o.customer_id, c.name, o.currency, ${asOf}::date - o.due_on as days, sum(o.amount)::bigint as amount
        from (${isPast ? openThen(asOf, startOfDay(timeZone, addDays(asOf, 1))) : openNow}) o
        join customers c on c.tenant_id = platform.current_tenant() and c.id = o.customer_id
       group by 1, 2, 3, 4 having sum(o.amount) <> 0`.execute(db)
    return [...Map.groupBy(rows, (row) => `${row.customer_id} ${row.currency}`).values()].map(toReceivable)
  })
}

const openNow = sql`
  select i.customer_id, i.currency, i.due_on, i.amount_due as amount from invoices i where i.status = 'open'`

function openThen(asOf: CalendarDate, dayEndsAt: Date) {
  return sql`
    select i.customer_id, i.currency, i.due_on, b.amount
      from invoices i
      cross join lateral (
        select sum(p.amount) as amount
          from postings p
          join journal_entries e on e.tenant_id = p.tenant_id and e.id = p.entry_id and e.booked_on <= ${asOf}::date
          join ledger_accounts l on l.tenant_id = p.tenant_id and l.id = p.account_id and l.code like 'receivable:%'
         where p.tenant_id = i.tenant_id and p.invoice_id = i.id
      ) b
     where (i.status = 'open' or i.closed_at >= ${dayEndsAt}) and i.issued_on <= ${asOf}::date`
}

function toReceivable(rows: Row[]): OpenReceivable {
  const { customer_id: customerId, name, currency } = rows[0]!
  const amounts = agingBuckets.map(() => 0n)
  for (const { days, amount } of rows) amounts[agingBucket(days)]! += amount
  return { customerId, customerName: name, currency, amounts }
}
