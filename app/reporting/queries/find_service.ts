import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'

export interface ServiceRecord {
  id: string
  hostname: string
  status: string
  desired: string
  observed: string | null
  observed_at: Date | null
  power_state: string | null
  holds: string[]
  spec: Record<string, unknown>
  addresses: { family?: number; address?: string; gateway?: string | null }[]
  external_reference: string | null
  customer_id: string
  customer_name: string
  customer_number: number
  plan_id: string
  plan: string
  product: string
  panel_id: string
  panel: string
  location: string
  subscription_id: string
  subscription_status: string
  currency: string
  recurring_amount: bigint
  interval_unit: string
  interval_count: number
  current_period_starts_on: string | null
  renews_on: string | null
  ends_on: string | null
  cancel_at_period_end: boolean
  created_at: Date
  activated_at: Date | null
  suspended_at: Date | null
  terminated_at: Date | null
}

/** One service with what it belongs to: customer, plan, panel and subscription. Never its credentials. */
export function findService(id: string): Promise<ServiceRecord | null> {
  return inReadTransaction(async () => {
    const { rows } = await sql<ServiceRecord>`
      select s.id, s.hostname, s.status, s.desired, s.observed, s.observed_at, s.power_state, s.holds, s.spec, s.addresses,
             s.external_reference, s.customer_id, c.name as customer_name, c.number as customer_number, s.plan_id, p.name as plan,
             d.name as product, s.panel_id, n.name as panel, n.location, s.subscription_id, u.status as subscription_status,
             u.currency, u.recurring_amount, u.interval_unit, u.interval_count, u.current_period_starts_on, u.renews_on, u.ends_on,
             u.cancel_at_period_end, s.created_at, s.activated_at, s.suspended_at, s.terminated_at
        from services s
        join customers c on c.tenant_id = s.tenant_id and c.id = s.customer_id
        join plans p on p.tenant_id = s.tenant_id and p.id = s.plan_id
        join products d on d.tenant_id = p.tenant_id and d.id = p.product_id
        join panels n on n.tenant_id = s.tenant_id and n.id = s.panel_id
        join subscriptions u on u.tenant_id = s.tenant_id and u.id = s.subscription_id
       where s.id = ${id}`.execute(db)
    return rows[0] ?? null
  })
}
