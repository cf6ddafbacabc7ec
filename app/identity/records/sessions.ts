import { currentTenant } from '#app/shared/database/context'
import { pool } from '#app/shared/database/pool'

/** A signed-in browser. Sessions lie in the platform's schema, outside of tenants; their data names the tenant. */
export interface SessionRow {
  id: string
  user_id: string
  created_at: Date
  touched_at: Date
  ip: string | null
  user_agent: string | null
}

export async function listOfUser(userId: string): Promise<SessionRow[]> {
  const { rows } = await pool().query<SessionRow>(
    `select id, user_id, created_at, touched_at, data->>'ip' as ip, data->>'user_agent' as user_agent
       from platform.sessions
      where user_id = $1 and data->>'tenant_id' = $2 and expires_at > now() order by touched_at desc limit 100`,
    [userId, currentTenant().id]
  )
  return rows
}

/** Ends sessions of a person: the named ones, or all but one. */
export async function endOfUser(userId: string, which: { ids: string[] } | { except: string | null }): Promise<void> {
  const condition = 'ids' in which ? 'id = any($3)' : '($3::text is null or id <> $3)'
  await pool().query(
    `delete from platform.sessions where user_id = $1 and data->>'tenant_id' = $2 and ${condition}`,
    [userId, currentTenant().id, 'ids' in which ? which.ids : which.except]
  )
}
