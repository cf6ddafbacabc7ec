import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import { matchingCustomers } from '#app/reporting/queries/list_customers'
import { allOf, type ListQuestion, sizeOf } from '#app/reporting/queries/list_question'

export interface SubscriptionListRow {
  id: string
  status: string
  plan: string
  customer_id: string
  customer_name: string
  service_id: string | null
  hostname: string | null
  currency: string
  recurring_amount: bigint
  interval_unit: string
  interval_count: number
  started_on: string | null
  renews_on: string | null
  ends_on: string | null
  cancel_at_period_end: boolean
  past_due_since: string | null
}

/** Subscriptions from new to old, with the service each one pays for. */
export function listSubscriptions(question: ListQuestion): Promise<Page<SubscriptionListRow>> {
  const { search, id, status, customerId, cursor } = question
  const size = sizeOf(question)
  return inReadTransaction(async () => {
    const { rows } = await sql<SubscriptionListRow>`
      select u.id, u.status, p.name as plan, u.customer_id, c.name as customer_name, s.id as service_id, s.hostname, u.currency,
             u.recurring_amount, u.interval_unit, u.interval_count, u.started_on, u.renews_on, u.ends_on, u.cancel_at_period_end,
             u.past_due_since
        from subscriptions u
        join customers c on c.tenant_id = u.tenant_id and c.id = u.customer_id
        join plans p on p.tenant_id = u.tenant_id and p.id = u.plan_id
        left join services s on s.tenant_id = u.tenant_id and s.subscription_id = u.id
       where ${allOf([
         status === 'cancelling' ? sql`u.cancel_at_period_end and u.cancelled_at is null` : null,
         status && status !== 'cancelling' ? sql`u.status = ${status}` : null,
         id ? sql`u.id = ${id}` : null,
         customerId ? sql`u.customer_id = ${customerId}` : null,
         search && !id ? sql`u.customer_id in (${matchingCustomers(search)})` : null,
         cursor ? sql`u.id < ${cursor}` : null,
       ])}
       order by u.id desc limit ${size + 1}`.execute(db)
    return toPage(rows, size)
  })
}
