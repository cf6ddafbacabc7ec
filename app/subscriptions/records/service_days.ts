import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { ServiceDays } from '#app/promotions/index'

/** The days on which the paid services of some customers ran, by customer: one statement, however many they are. */
export async function listServiceDays(customerIds: string[]): Promise<Map<string, ServiceDays[]>> {
  const { rows } = await sql<ServiceDays & { customerId: string }>`
    select customer_id as "customerId", started_on as "startedOn",
           case when cancelled_at is not null then coalesce(ends_on, started_on) end as "endedOn"
      from subscriptions
     where customer_id = any(${[...new Set(customerIds)]}::uuid[]) and started_on is not null and recurring_amount > 0`.execute(
    db
  )
  return Map.groupBy(rows, ({ customerId }) => customerId)
}
