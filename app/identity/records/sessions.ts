import { sql } from 'kysely'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { pool } from '#app/shared/database/pool'
import type { ProviderLogout } from '#app/identity/domain/provider_sign_in'

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
  const { rows } = await sql<SessionRow>`
    select id, user_id, created_at, touched_at, data->>'ip' as ip, data->>'user_agent' as user_agent
      from platform.sessions
     where user_id = ${userId} and data->>'tenant_id' = ${currentTenant().id} and expires_at > now()
       and data->>'impersonation_id' is null
     order by touched_at desc limit 100`.execute(db)
  return rows
}

/** Whether somebody's session is there still, by the mark under which it is known outside of cookies. @see markOfSession */
export async function isOpen(userId: string, mark: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from platform.sessions
     where user_id = ${userId} and data->>'tenant_id' = ${currentTenant().id} and expires_at > now()
       and encode(sha256(convert_to(id, 'utf8')), 'hex') = ${mark}`.execute(db)
  return rows.length > 0
}

/** @returns the applications that were entered from it */
export async function end(userId: string, id: string): Promise<string[]> {
  const { rows } = await sql<EndedSession>`
    delete from platform.sessions
     where id = ${id} and user_id = ${userId} and data->>'tenant_id' = ${currentTenant().id}
    returning user_id, data->'applications' as applications`.execute(db)
  return rows.flatMap(({ applications }) => applications ?? [])
}

interface EndedSession {
  user_id: string
  applications: string[] | null
}

/** Ends what one session elsewhere opened here, or (without a session id) everything that a person opened by that provider. */
export async function endOfProvider({
  providerId,
  subject,
  sessionId,
  begunBefore,
}: Omit<ProviderLogout, 'saidAt'> & { providerId: string; begunBefore: Date }): Promise<EndedSession[]> {
  const { rows } = await sql<EndedSession>`
    delete from platform.sessions
     where user_id in (select user_id from linked_sign_ins
                        where provider_id = ${providerId} and subject = coalesce(${subject}::text, subject))
       and data->>'tenant_id' = ${currentTenant().id}
       and data->'provider_session'->>'providerId' = ${providerId}
       and data->'provider_session'->>'subject' = coalesce(${subject}::text, data->'provider_session'->>'subject')
       and (${sessionId}::text is null or data->'provider_session'->>'sessionId' = ${sessionId})
       and (data->>'began_at')::bigint < ${begunBefore.getTime()}
    returning user_id, data->'applications' as applications`.execute(db)
  return rows
}

/** @param keptId the session that stays, if any */
export async function endAllBut(userId: string, keptId: string | null): Promise<void> {
  await sql`
    delete from platform.sessions
     where user_id = ${userId} and data->>'tenant_id' = ${currentTenant().id} and id is distinct from ${keptId}`.execute(
    db
  )
}

/** Says that the session in which a password was changed goes on with the new one. */
export async function keepWithPassword(id: string, mark: string): Promise<void> {
  await sql`
    update platform.sessions set data = data || ${JSON.stringify({ password_mark: mark })}::jsonb
     where id = ${id} and data->>'tenant_id' = ${currentTenant().id}`.execute(db)
}

/** Ends a person's sessions on the customers' hosts; one on the staff's stays. */
export async function endOfCustomers(userId: string): Promise<void> {
  await sql`
    delete from platform.sessions
     where user_id = ${userId} and data->>'tenant_id' = ${currentTenant().id} and data->>'kind' = 'customer'`.execute(
    db
  )
}

/** Ends the session in which a staff member acts in somebody's name. */
export async function endOfImpersonation({ id, userId }: { id: string; userId: string }): Promise<void> {
  await sql`
    delete from platform.sessions
     where user_id = ${userId} and data->>'tenant_id' = ${currentTenant().id} and data->>'impersonation_id' = ${id}`.execute(
    db
  )
}

/** Of all tenants: an expired session is nobody's. */
export async function clearExpiredSessions(): Promise<number> {
  const { rowCount } = await pool().query('delete from platform.sessions where expires_at < now()')
  return rowCount ?? 0
}
