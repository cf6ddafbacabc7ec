import { sql } from 'kysely'
import { readPolicies } from '#app/billing/index'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import type { AlignmentTerms } from '#app/subscriptions/domain/alignment'

/**
 * To which day are a customer's new services aligned? The one that staff chose for them; by policy that of their first service that
 * still runs by months or years. Null: to none, each service has a day of its own.
 */
export function findAlignment(customerId: string): Promise<AlignmentTerms | null> {
  return inReadTransaction(async () => {
    const { timeZone, policies } = currentTenant()
    const { newServices, proration } = readPolicies(policies)
    const { rows } = await sql<{ chosen: number | null; first: number | null }>`
      select c.alignment_day as chosen,
             (select s.anchor_day from subscriptions s
               where s.tenant_id = c.tenant_id and s.customer_id = c.id and s.status in ('active', 'past_due', 'suspended')
                 and s.interval_unit in ('month', 'year') and s.started_on is not null
               order by s.started_on, s.id limit 1) as first
        from customers c where c.id = ${customerId}`.execute(db)
    const day = rows[0]?.chosen ?? (newServices === 'customer_day' ? rows[0]?.first : null) ?? null
    return day === null
      ? null
      : { day, today: dateIn(timeZone, new Clock().now()), timeZone, convention: proration }
  })
}
