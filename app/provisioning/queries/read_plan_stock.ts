import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { promisedChangeStatuses } from '#app/subscriptions/index'

/**
 * How many of some plans may still be sold? What runs, what is held for orders and what subscriptions are changing to is taken; plans
 * without a limit are left out. Within the caller's transaction.
 */
export async function readPlanStock(planIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; left: number }>`
    select p.id, (p.stock_limit
             - (select count(*) from services s
                 where s.tenant_id = p.tenant_id and s.plan_id = p.id and s.status not in ('terminated', 'failed'))
             - (select count(*) from capacity_holds h
                  join order_lines l on l.tenant_id = h.tenant_id and l.id = h.order_line_id
                 where h.tenant_id = p.tenant_id and h.status = 'held' and l.plan_id = p.id)
             - (select count(*) from subscription_changes c
                  join services s on s.tenant_id = c.tenant_id and s.subscription_id = c.subscription_id
                 where c.tenant_id = p.tenant_id and c.finished_at is null and c.status = any(${promisedChangeStatuses})
                   and c.to_plan_id = p.id and s.plan_id <> p.id and s.status not in ('terminated', 'failed')))::int as left
      from plans p where p.id = any(${planIds}) and p.stock_limit is not null`.execute(db)
  return new Map(rows.map(({ id, left }) => [id, left]))
}
