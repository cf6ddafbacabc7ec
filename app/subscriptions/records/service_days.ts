import { sql } from 'kysely'
import { toArray } from '#app/shared/database/column_arrays'
import { db } from '#app/shared/database/db'
import type { ServiceDays } from '#app/promotions/index'

/** The days on which the paid services (a trial is not paid for) of some customers ran, by customer: one statement, however many they are. */
export async function listServiceDays(customerIds: string[]): Promise<Map<string, ServiceDays[]>> {
  const { rows } = await sql<ServiceDays & { customerId: string }>`
    select s.customer_id as "customerId", coalesce(s.trial_ends_on, s.started_on) as "startedOn",
           case when s.cancelled_at is not null then coalesce(s.ends_on, s.started_on) end as "endedOn"
      from subscriptions s
      left join trials t on s.trial_ends_on is not null and t.tenant_id = s.tenant_id and t.subscription_id = s.id
     where s.customer_id = any(${toArray('uuid', [...new Set(customerIds)])}::uuid[]) and s.started_on is not null and s.recurring_amount > 0
       and (s.trial_ends_on is null or t.status = 'converted')`.execute(db)
  return Map.groupBy(rows, ({ customerId }) => customerId)
}
