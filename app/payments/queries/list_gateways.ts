import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { healthOfHost, type HostHealth } from '#app/shared/outbound/host_policy'
import type { Capabilities } from '#app/payments/drivers/contract'
import { driverNamed } from '#app/payments/drivers/registry'
import { type Gateway, listGatewayRows } from '#app/payments/records/gateways'

/** A gateway and how it is doing. Holds no secrets, sealed or not. */
export interface GatewayOverview {
  id: string
  driver: string
  name: string
  status: Gateway['status']
  isLive: boolean
  capabilities: Capabilities
  /** As this process sees the host. */
  host: HostHealth
  lastMessageAt: Date | null
  messages: { pending: number; dead: number }
  payments: { unknown: number; waiting: number }
}

interface Counts {
  gateway_id: string
  last_message_at: Date | null
  pending: number
  dead: number
  unknown: number
  waiting: number
}

/** The connected gateways, with what waits and what is stuck. */
export function listGateways(): Promise<GatewayOverview[]> {
  return inReadTransaction(async () => {
    const { rows } = await sql<Counts>`
      select g.id as gateway_id,
             (select max(received_at) from webhook_inbox w where w.tenant_id = g.tenant_id and w.gateway_id = g.id) as last_message_at,
             (select count(*)::int from webhook_inbox w where w.tenant_id = g.tenant_id and w.gateway_id = g.id and w.status = 'pending') as pending,
             (select count(*)::int from webhook_inbox w where w.tenant_id = g.tenant_id and w.gateway_id = g.id and w.status = 'dead') as dead,
             (select count(*)::int from payments p where p.tenant_id = g.tenant_id and p.gateway_id = g.id and p.status = 'unknown') as unknown,
             (select count(*)::int from payments p where p.tenant_id = g.tenant_id and p.gateway_id = g.id and p.pending_call is not null) as waiting
        from gateways g`.execute(db)
    const counts = new Map(rows.map((row) => [row.gateway_id, row]))
    return (await listGatewayRows()).map((gateway) => toOverview(gateway, counts.get(gateway.id)!))
  })
}

function toOverview(gateway: Gateway, counts: Counts): GatewayOverview {
  const driver = driverNamed(gateway.driver)
  return {
    id: gateway.id,
    driver: gateway.driver,
    name: gateway.name,
    status: gateway.status,
    isLive: gateway.config.isLive === true,
    capabilities: driver.capabilities,
    host: healthOfHost(driver.baseUrl(gateway)),
    lastMessageAt: counts.last_message_at,
    messages: { pending: counts.pending, dead: counts.dead },
    payments: { unknown: counts.unknown, waiting: counts.waiting },
  }
}
