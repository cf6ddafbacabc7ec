import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { addDays, type CalendarDate } from '#app/shared/time/calendar'
import type { Clock } from '#app/shared/time/clock'
import { findDueRenewals } from '#app/subscriptions/queries/find_due_renewals'
import { goesOn, isWithheld } from '#app/subscriptions/records/due_renewals'

export interface DueNotInvoiced {
  id: string
  customerId: string
  customerName: string
  planName: string
  renewsOn: CalendarDate
  invoiceOn: CalendarDate
  /** Why the last try did not work; null when there was none. */
  failure: string | null
}

export interface OverlookedRenewals {
  count: number
  /** The first few, by the day on which the period begins. */
  subscriptions: DueNotInvoiced[]
}

/** How many days an invoice may wait for the billing run; it normally waits for a minute. */
const patienceDays = 1

/**
 * Which subscriptions should have been invoiced and were not? The alarm behind "a period is never skipped": a renewal that failed, from its first
 * hour on; one that is late; and one that no day is set for at all. What is withheld on purpose is none: a subscription that is about to be
 * stopped, or would be but for a promise to pay, and a renewal that waits for a change to be paid.
 */
export function listDueNotInvoiced(clock: Clock, limit = 100): Promise<OverlookedRenewals> {
  return inReadTransaction(async () => {
    const due = await findDueRenewals(clock)
    const { today } = due
    const late = addDays(today, -patienceDays)
    const { rows } = await sql<DueNotInvoiced & { total: number }>`
      select s.id, s.customer_id as "customerId", c.name as "customerName", p.name as "planName", s.renews_on as "renewsOn",
             coalesce(s.invoice_on, s.renews_on) as "invoiceOn", s.invoice_failure as failure, count(*) over ()::int as total
        from subscriptions s
        join customers c on c.tenant_id = s.tenant_id and c.id = s.customer_id
        join plans p on p.tenant_id = s.tenant_id and p.id = s.plan_id
       where ${goesOn} and (s.invoice_on is not null or s.status <> 'cancelled')
         and (s.invoice_failure is not null
           or ((s.invoice_on <= ${late} or s.renews_on <= ${late} or (s.invoice_on is null and s.renews_on <= ${today}))
             and not ${isWithheld(due)}
             and not exists (
               select from subscription_changes w where w.tenant_id = s.tenant_id and w.subscription_id = s.id
                  and w.status = 'awaiting_payment' and w.finished_at is null and w.lapses_on > ${today})))
       order by s.renews_on, s.id limit ${limit}`.execute(db)
    return { count: rows[0]?.total ?? 0, subscriptions: rows }
  })
}
