import { sql } from 'kysely'
import { db } from '#app/shared/database/db'

/** Services whose panel does not do what it should. The partial index holds just these. */
export async function listServicesAstray(limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.id from services s
     where (s.status = 'terminating'
        or (s.status = 'active' and s.desired <> 'running') or (s.status = 'suspended' and s.desired <> 'suspended'))
       and not exists (select from operations o where o.tenant_id = s.tenant_id and o.service_id = s.id
                        and o.status in ('running', 'waiting', 'queued'))
     order by s.id limit ${limit}`.execute(db)
  return rows.map((row) => row.id)
}

/** Running services that were not looked at since an instant of the real world, longest ago first. */
export async function listServicesToObserve(since: { before: Date; limit: number }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from services
     where status in ('active', 'suspended') and external_reference is not null
       and (observed_at is null or observed_at < ${since.before})
       and not exists (select from operations o where o.tenant_id = services.tenant_id and o.service_id = services.id
                        and o.status in ('running', 'waiting', 'queued'))
     order by observed_at nulls first limit ${since.limit}`.execute(db)
  return rows.map((row) => row.id)
}

/** Orders that wait for a place although nobody works on it any more. */
export async function listOrdersToReserve(since: { before: Date; limit: number }): Promise<string[]> {
  const rows = await db
    .selectFrom('orders')
    .select('id')
    .where('status', '=', 'reserving')
    .where('created_at', '<', since.before)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('capacity_holds')
            .select('capacity_holds.id')
            .whereRef('capacity_holds.order_id', '=', 'orders.id')
        )
      )
    )
    .orderBy('created_at')
    .limit(since.limit)
    .execute()
  return rows.map((row) => row.id)
}
