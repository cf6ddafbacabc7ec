import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import { matchingCustomers } from '#app/reporting/queries/list_customers'
import { allOf, type ListQuestion, sizeOf } from '#app/reporting/queries/list_question'
import { startsWith } from '#app/shared/database/starts_with'

export interface ServiceListRow {
  id: string
  hostname: string
  status: string
  power_state: string | null
  holds: string[]
  customer_id: string
  customer_name: string
  plan: string
  panel: string
  address: string | null
  currency: string
  recurring_amount: bigint
  interval_unit: string
  interval_count: number
  renews_on: string | null
  created_at: Date
}

/** Services from new to old. A search looks at host names first, then at who owns them. */
export function listServices(question: ListQuestion): Promise<Page<ServiceListRow>> {
  const { search, id, status, customerId, panelId, planId, cursor } = question
  const size = sizeOf(question)
  return inReadTransaction(async () => {
    const { rows } = await sql<ServiceListRow>`
      select s.id, s.hostname, s.status, s.power_state, s.holds, s.customer_id, c.name as customer_name, p.name as plan,
             n.name as panel, s.addresses -> 0 ->> 'address' as address, u.currency, u.recurring_amount, u.interval_unit,
             u.interval_count, u.renews_on, s.created_at
        from services s
        join customers c on c.tenant_id = s.tenant_id and c.id = s.customer_id
        join plans p on p.tenant_id = s.tenant_id and p.id = s.plan_id
        join panels n on n.tenant_id = s.tenant_id and n.id = s.panel_id
        join subscriptions u on u.tenant_id = s.tenant_id and u.id = s.subscription_id
       where ${allOf([
         status ? sql`s.status = ${status}` : null,
         id ? sql`s.id = ${id}` : null,
         customerId ? sql`s.customer_id = ${customerId}` : null,
         panelId ? sql`s.panel_id = ${panelId}` : null,
         planId ? sql`s.plan_id = ${planId}` : null,
         search && !id
           ? sql`s.id in (
               select id from services where ${startsWith(sql`lower(hostname)`, search.lower)}
               union select id from services where customer_id in (${matchingCustomers(search)}))`
           : null,
         cursor ? sql`s.id < ${cursor}` : null,
       ])}
       order by s.id desc limit ${size + 1}`.execute(db)
    return toPage(rows, size)
  })
}

/** How many services stand in each state, from the kept counts. */
export function countServices(): Promise<Record<string, number>> {
  return inReadTransaction(async () => {
    const rows = await db
      .selectFrom('service_counts')
      .select(['status', 'count'])
      .where('count', '>', 0n)
      .execute()
    return Object.fromEntries(rows.map((row) => [row.status, Number(row.count)]))
  })
}
