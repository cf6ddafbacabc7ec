import type { HttpContext } from '@adonisjs/core/http'
import type { SessionData, SessionStoreContract } from '@adonisjs/session/types'
import { pool } from '#app/shared/database/pool'
import { readSession, type Rights } from '#app/identity/queries/read_session'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    /** What the person of the session may do, read with it. */
    sessionRights?: Rights | null
    /** The session that the browser came with; null where there is none, or it has ended. Old ones are due to be renewed. */
    foundSession?: { id: string; isOld: boolean } | null
  }
}

const ageSeconds = 14 * 24 * 3600

/** Sessions in the database, so that any web process can answer and a stolen cookie can be ended. One store for each request. */
export class DatabaseSessionStore implements SessionStoreContract {
  private found: { id: string; isOld: boolean; data: SessionData } | null = null

  constructor(private ctx: Pick<HttpContext, 'sessionRights' | 'foundSession'>) {}

  async read(sessionId: string): Promise<SessionData | null> {
    const session = await readSession(sessionId)
    this.ctx.sessionRights = session?.rights ?? null
    const data = (session?.data ?? null) as SessionData | null
    this.ctx.foundSession = session && { id: sessionId, isOld: session.isOld }
    this.found = session && { id: sessionId, isOld: session.isOld, data: structuredClone(data!) }
    return data
  }

  /**
   * A session that was ended while its request was under way stays ended: what was read is changed and never made anew. Only what this request
   * changed is written, so that what another one of the same browser put there meanwhile stays.
   */
  async write(sessionId: string, data: SessionData): Promise<void> {
    const userId = typeof data.user_id === 'string' ? data.user_id : null
    if (this.found?.id === sessionId) {
      const { changed, gone } = compare(this.found.data, data)
      await pool().query(
        `update platform.sessions set data = (data - $5::text[]) || $2::jsonb, user_id = $3, expires_at = now() + make_interval(secs => $4),
                touched_at = now() where id = $1`,
        [sessionId, JSON.stringify(changed), userId, ageSeconds, gone]
      )
      return
    }
    await pool().query(
      `insert into platform.sessions (id, data, user_id, expires_at) values ($1, $2, $3, now() + make_interval(secs => $4))
       on conflict (id) do update set data = excluded.data, user_id = excluded.user_id, expires_at = excluded.expires_at, touched_at = now()`,
      [sessionId, JSON.stringify(data), userId, ageSeconds]
    )
  }

  async destroy(sessionId: string): Promise<void> {
    await pool().query('delete from platform.sessions where id = $1', [sessionId])
  }

  /** Renewed at most once an hour: a page view must not cost a write, nor a question whether one is due. */
  async touch(sessionId: string): Promise<void> {
    if (this.found?.id === sessionId && !this.found.isOld) return
    await pool().query(
      `update platform.sessions set touched_at = now(), expires_at = now() + make_interval(secs => $2)
        where id = $1 and touched_at < now() - interval '1 hour'`,
      [sessionId, ageSeconds]
    )
  }
}

/** Values are compared as they are kept. */
function compare(before: SessionData, after: SessionData): { changed: SessionData; gone: string[] } {
  const isOther = ([name, value]: [string, unknown]) =>
    !(name in before) || JSON.stringify(before[name]) !== JSON.stringify(value)
  return {
    changed: Object.fromEntries(Object.entries(after).filter(isOther)),
    gone: Object.keys(before).filter((name) => after[name] === undefined),
  }
}

export function databaseSessions() {
  return (ctx: HttpContext) => new DatabaseSessionStore(ctx)
}
