import type { SessionData, SessionStoreContract } from '@adonisjs/session/types'
import { pool } from '#app/shared/database/pool'

const ageSeconds = 14 * 24 * 3600

/** Sessions in the database, so that any web process can answer and a stolen cookie can be ended. */
class DatabaseSessionStore implements SessionStoreContract {
  async read(sessionId: string): Promise<SessionData | null> {
    const { rows } = await pool().query<{ data: SessionData }>(
      'select data from platform.sessions where id = $1 and expires_at > now()',
      [sessionId]
    )
    return rows[0]?.data ?? null
  }

  async write(sessionId: string, data: SessionData): Promise<void> {
    await pool().query(
      `insert into platform.sessions (id, data, user_id, expires_at) values ($1, $2, $3, now() + make_interval(secs => $4))
       on conflict (id) do update set data = excluded.data, user_id = excluded.user_id, expires_at = excluded.expires_at, touched_at = now()`,
      [sessionId, JSON.stringify(data), typeof data.user_id === 'string' ? data.user_id : null, ageSeconds]
    )
  }

  async destroy(sessionId: string): Promise<void> {
    await pool().query('delete from platform.sessions where id = $1', [sessionId])
  }

  /** Renewed at most once an hour: a page view must not cost a write. */
  async touch(sessionId: string): Promise<void> {
    await pool().query(
      `update platform.sessions set touched_at = now(), expires_at = now() + make_interval(secs => $2)
        where id = $1 and touched_at < now() - interval '1 hour'`,
      [sessionId, ageSeconds]
    )
  }
}

export function databaseSessions() {
  return () => new DatabaseSessionStore()
}
