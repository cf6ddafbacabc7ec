import type { Tenant } from '#app/shared/database/context'
import { pool } from '#app/shared/database/pool'

interface ClockRow {
  offset_ms: number
  frozen_at: Date | null
}

const columns =
  'select clock_offset_ms::float8 as offset_ms, clock_frozen_at as frozen_at from platform.tenants'

/** The tenant with its clock as it stands now. Only a demo's clock can be moved (the database sees to it): others need no look. */
export async function withClockOfNow(tenant: Tenant): Promise<Tenant> {
  if (!tenant.isDemo) return tenant
  const text = `${columns} where id = $1`
  const { rows } = await pool().query<ClockRow>({ name: 'tenant_clock', text, values: [tenant.id] })
  return withClock(tenant, rows[0])
}

function withClock(tenant: Tenant, clock: ClockRow | undefined): Tenant {
  if (!clock) throw new Error('This tenant does not exist')
  return {
    ...tenant,
    clock: { offsetMs: clock.offset_ms, frozenAt: clock.frozen_at?.toISOString() ?? null },
  }
}
