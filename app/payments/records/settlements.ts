import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { StoredComparison } from '#app/payments/domain/settlement_comparison'

/** How far a gateway's account is known. */
export interface SettlementState {
  gatewayId: string
  settledUntil: Date | null
  nextRunAt: Date
  lastRunAt: Date | null
  failures: number
  lastError: string | null
  comparison: StoredComparison[]
}

export async function findSettlementState(gatewayId: string): Promise<SettlementState | null> {
  const row = await db
    .selectFrom('gateway_settlements')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .executeTakeFirst()
  if (!row) return null
  return {
    gatewayId: row.gateway_id,
    settledUntil: row.settled_until,
    nextRunAt: row.next_run_at,
    lastRunAt: row.last_run_at,
    failures: row.failures,
    lastError: row.last_error,
    comparison: row.comparison as unknown as StoredComparison[],
  }
}

/** Gateways of these drivers that were not looked at yet get a first date. */
export async function scheduleNewSettlements(drivers: readonly string[], nextRunAt: Date): Promise<void> {
  await sql`
    insert into gateway_settlements (tenant_id, gateway_id, next_run_at)
    select g.tenant_id, g.id, ${nextRunAt} from gateways g
     where g.driver in (${sql.join(drivers)})
       and not exists (select 1 from gateway_settlements s where s.tenant_id = g.tenant_id and s.gateway_id = g.id)
    on conflict do nothing`.execute(db)
}

/** Whose time has come; put off a little, so that the next look does not queue them again. */
export async function claimDueSettlements(now: Date, putOffUntil: Date): Promise<string[]> {
  const rows = await db
    .updateTable('gateway_settlements')
    .set({ next_run_at: putOffUntil })
    .where('next_run_at', '<=', now)
    .returning('gateway_id')
    .execute()
  return rows.map((row) => row.gateway_id)
}

/** The next look comes now instead of tonight. */
export async function bringSettlementForward(gatewayId: string, now: Date): Promise<void> {
  await db
    .updateTable('gateway_settlements')
    .set({ next_run_at: now })
    .where('gateway_id', '=', gatewayId)
    .where('next_run_at', '>', now)
    .execute()
}

/** What was said about a movement changes how account and books compare, and not when the account was looked at. */
export async function saveComparison(gatewayId: string, comparison: StoredComparison[]): Promise<void> {
  await db
    .updateTable('gateway_settlements')
    .set({ comparison: JSON.stringify(comparison) })
    .where('gateway_id', '=', gatewayId)
    .execute()
}

export async function saveSettlementRun(
  gatewayId: string,
  run: Omit<SettlementState, 'gatewayId' | 'comparison' | 'settledUntil'> & {
    settledUntil?: Date
    comparison?: StoredComparison[]
  }
): Promise<void> {
  const values = {
    next_run_at: run.nextRunAt,
    last_run_at: run.lastRunAt,
    failures: run.failures,
    last_error: run.lastError?.slice(0, 500) ?? null,
    ...(run.settledUntil ? { settled_until: run.settledUntil } : {}),
    ...(run.comparison ? { comparison: JSON.stringify(run.comparison) } : {}),
  }
  await db
    .insertInto('gateway_settlements')
    .values({ gateway_id: gatewayId, ...values })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'gateway_id']).doUpdateSet(values))
    .execute()
}
