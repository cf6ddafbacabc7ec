import pg from 'pg'

// bigint columns are bigint, dates stay calendar dates (never instants in the server's zone).
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => BigInt(text))
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

/**
 * How long a connection that nobody uses is kept. Another one costs a handshake with a few thousand rounds of a hash on both sides, and its
 * plans are made anew: with the driver's ten seconds a quiet process paid for that again and again.
 */
const idleTimeoutMillis = 5 * 60_000

const state: { pool: pg.Pool | null } = { pool: null }

export interface PoolSettings {
  /** Connection string of the role that owns nothing. */
  connectionString: string
  /** Set when the string belongs to the owner: every connection becomes this role before anything else. */
  becomeRole: string | null
  maxConnections: number
  applicationName: string
}

/** Opens the one pool of this process. */
export function openPool(settings: PoolSettings): pg.Pool {
  state.pool = new pg.Pool({
    connectionString: settings.connectionString,
    max: settings.maxConnections,
    application_name: settings.applicationName,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis,
    options: settings.becomeRole ? `-c role=${settings.becomeRole}` : undefined,
  })
  // An idle connection that breaks (database restarted) is replaced by the pool; without a listener it would end the process.
  state.pool.on('error', () => undefined)
  // One that breaks while it is in use fails the work that uses it, and nothing else.
  state.pool.on('connect', (client) => client.on('error', () => undefined))
  return state.pool
}

export function pool(): pg.Pool {
  if (!state.pool) throw new Error('The database pool is not open')
  return state.pool
}

export async function closePool(): Promise<void> {
  const open = state.pool
  state.pool = null
  await open?.end()
}
