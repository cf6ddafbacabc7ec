import { sql } from 'kysely'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { addDays, dateIn } from '#app/shared/time/calendar'
import type { Clock } from '#app/shared/time/clock'

export interface DueNotInvoiced {
  id: string
  customerId: string
  renewsOn: string
  invoiceOn: string
  /** Why the last try did not work; null when there was none. */
  failure: string | null
}

/** How many days an invoice may wait for the billing run; it normally waits for a minute. */
const patienceDays = 1

/**
 * Which running subscriptions should have been invoiced and were not? The alarm behind "a period is never skipped":
 * a renewal that is late, one that failed, and one that no day is set for at all.
 */
export function listDueNotInvoiced(clock: Clock, limit = 100): Promise<DueNotInvoiced[]> {
  return inReadTransaction(async () => {
    const today = dateIn(currentTenant().timeZone, clock.now())
    const { rows } = await sql<DueNotInvoiced>`
      select id, customer_id as "customerId", renews_on as "renewsOn", coalesce(invoice_on, renews_on) as "invoiceOn",
             invoice_failure as failure
        from subscriptions
       where (status in ('active', 'past_due') or (status = 'cancelled' and interval_unit = 'hour' and invoice_on is not null)
              or (status = 'trialing' and renews_on = trial_ends_on)) and not cancel_at_period_end
         and (invoice_failure is not null or invoice_on <= ${addDays(today, -patienceDays)}
              or (invoice_on is null and renews_on <= ${today}))
         and (past_due_since is null or invoice_failure is not null)
       order by renews_on, id limit ${limit}`.execute(db)
    return rows
  })
}
