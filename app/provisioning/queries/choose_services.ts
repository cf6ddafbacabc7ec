import { type RawBuilder, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { DesiredState, Hold, ServiceStatus } from '#app/provisioning/domain/service'
import type { PanelConfig } from '#app/provisioning/drivers/contract'

/** Services by their ids, or all that a list narrowed down so shows. */
export type ServiceChoice =
  | { serviceIds: readonly string[] }
  | { status: ServiceStatus | null; panelId: string | null; planId: string | null }

export interface ChosenService {
  id: string
  hostname: string
  customerName: string
  status: ServiceStatus
  desired: DesiredState
  holds: Hold[]
  hasServer: boolean
  isSwitching: boolean
  driver: string
  panelConfig: PanelConfig
}

/** At most `limit` of what somebody chose, the newest first, with what decides whether something can be done to each. Within the caller's transaction. */
export async function chooseServices(choice: ServiceChoice, limit: number): Promise<ChosenService[]> {
  const { rows } = await sql<ChosenService>`
    select s.id, s.hostname, c.name as "customerName", s.status, s.desired, s.holds, s.external_reference is not null as "hasServer",
           exists (select from operations o where o.tenant_id = s.tenant_id and o.service_id = s.id and o.kind = 'power'
                      and o.status in ('queued', 'running', 'waiting')) as "isSwitching",
           n.driver, n.config as "panelConfig"
      from (select * from services where ${sql.join(conditionsOf(choice), sql` and `)} order by id desc limit ${limit}) s
      join customers c on c.tenant_id = s.tenant_id and c.id = s.customer_id
      join panels n on n.tenant_id = s.tenant_id and n.id = s.panel_id
     order by s.id desc`.execute(db)
  return rows
}

function conditionsOf(choice: ServiceChoice): RawBuilder<unknown>[] {
  if ('serviceIds' in choice) return [sql`id = any(${[...choice.serviceIds]}::uuid[])`]
  const { status, panelId, planId } = choice
  return [
    // What has ended is chosen by its id or by its state alone.
    status ? sql`status = ${status}` : sql`status not in ('terminated', 'failed')`,
    ...(panelId ? [sql`panel_id = ${panelId}`] : []),
    ...(planId ? [sql`plan_id = ${planId}`] : []),
  ]
}
