import { db } from '#app/shared/database/db'

export interface SubscriptionToServe {
  id: string
  customerId: string
  planId: string
  orderLineId: string | null
}

/** The agreement that a service is made for. */
export async function readSubscription(id: string): Promise<SubscriptionToServe | null> {
  const row = await db
    .selectFrom('subscriptions')
    .select(['id', 'customer_id', 'plan_id', 'order_line_id'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row
    ? { id: row.id, customerId: row.customer_id, planId: row.plan_id, orderLineId: row.order_line_id }
    : null
}
