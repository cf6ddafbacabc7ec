import { sql } from 'kysely'
import type { StaffEntrance } from '#app/shared/database/context'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'

/** Of the current tenant, locked: what changed is told from what was. */
export async function lock(): Promise<StaffEntrance> {
  const { rows } = await sql<StaffEntrance>`
    select case when access_team is not null then jsonb_build_object('team', access_team, 'audience', access_audience) end as access,
           staff_networks as networks, staff_idle_minutes as "idleMinutes", staff_session_hours as "sessionHours"
      from platform.tenants where id = ${currentTenant().id} for no key update`.execute(db)
  return rows[0]!
}

export async function save({ access, networks, idleMinutes, sessionHours }: StaffEntrance): Promise<void> {
  await sql`
    update platform.tenants
       set access_team = ${access?.team ?? null}, access_audience = ${access?.audience ?? null}, staff_networks = ${networks},
           staff_idle_minutes = ${idleMinutes}, staff_session_hours = ${sessionHours}
     where id = ${currentTenant().id}`.execute(db)
}
