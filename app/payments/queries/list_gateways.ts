import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
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
  /** What waits, and what came of those of the last day. */
  payments: { unknown: number; waiting: number; succeededLastDay: number; failedLastDay: number }
  account: Gateway['account']
  webhook: Gateway['webhook']
  /** Null for gateways that say nothing of payouts, and before the first look. */
  settlement: { lastRunAt: Date | null; nextRunAt: Date; lastError: string | null; unmatched: number } | null
}

interface Counts {
  gateway_id: string
  last_message_at: Date | null
  pending: number
  dead: number
  unknown: number
  waiting: number
  succeeded: number
  failed: number
  unmatched: number
  settled_at: Date | null
  settles_at: Date | null
  settlement_error: string | null
}

/** The connected gateways, with what waits and what is stuck. */
export function listGateways(): Promise<GatewayOverview[]> {
  const since = addDuration(new Clock().now(), { days: -1 })
  return inReadTransaction(async () => {
    // First, so that one that is connected at this moment is not listed without its counts.
    const gateways = await listGatewayRows()
    const { rows } = await sql<Counts>`
      select g.id as gateway_id,
             (select max(received_at) from webhook_inbox w where w.tenant_id = g.tenant_id and w.gateway_id = g.id) as last_message_at,
             (select count(*)::int from webhook_inbox w where w.tenant_id = g.tenant_id and w.gateway_id = g.id and w.status = 'pending') as pending,
             (select count(*)::int from webhook_inbox w where w.tenant_id = g.tenant_id and w.gateway_id = g.id and w.status = 'dead') as dead,
             (select count(*)::int from payments p where p.tenant_id = g.tenant_id and p.gateway_id = g.id and p.status = 'unknown') as unknown,
             (select count(*)::int from payments p where p.tenant_id = g.tenant_id and p.gateway_id = g.id and p.pending_call is not null) as waiting,
             (select count(*)::int from payments p where p.tenant_id = g.tenant_id and p.gateway_id = g.id and p.status = 'succeeded' and p.updated_at >= ${since}) as succeeded,
             (select count(*)::int from payments p where p.tenant_id = g.tenant_id and p.gateway_id = g.id and p.status = 'failed' and p.updated_at >= ${since}) as failed,
             (select count(*)::int from gateway_movements m where m.tenant_id = g.tenant_id and m.gateway_id = g.id and m.status = 'unmatched') as unmatched,
             s.last_run_at as settled_at, s.next_run_at as settles_at, s.last_error as settlement_error
        from gateways g
        left join gateway_settlements s on s.tenant_id = g.tenant_id and s.gateway_id = g.id`.execute(db)
    const counts = new Map(rows.map((row) => [row.gateway_id, row]))
    return gateways.map((gateway) => toOverview(gateway, counts.get(gateway.id)!))
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
    payments: {
      unknown: counts.unknown,
      waiting: counts.waiting,
      succeededLastDay: counts.succeeded,
      failedLastDay: counts.failed,
    },
    account: gateway.account,
    webhook: gateway.webhook,
    settlement: counts.settles_at && {
      lastRunAt: counts.settled_at,
      nextRunAt: counts.settles_at,
      lastError: counts.settlement_error,
      unmatched: counts.unmatched,
    },
  }
}
