import pg from 'pg'
import { meansFullDisk, Refusal } from './refusal.mjs'

const MAJOR_MIN = 15
const CONNECT_MS = 8_000

/**
 * Tries the PostgreSQL that DATABASE_URL names before anything is started on it.
 * @param {string} url
 */
export async function checkOutsideDatabase(url) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS })
  // A connection cut later must not end this process; the check below reports what matters.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query(
      "select current_setting('server_version_num')::int / 10000 as major, pg_is_in_recovery() as replica"
    )
    if (rows[0].major < MAJOR_MIN) {
      throw new Refusal(
        `DATABASE_URL points to PostgreSQL ${rows[0].major}, and ${MAJOR_MIN} or newer is needed: upgrade it, or unset DATABASE_URL to use the embedded one.`
      )
    }
    if (rows[0].replica) throw new Refusal('DATABASE_URL points to a read replica: name the primary server.')
  } catch (error) {
    throw explainDatabaseError(error, url)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/**
 * The sentence for what a connection attempt ran into; what we do not know is passed on as it is.
 * @param {unknown} error @param {string} url
 */
export function explainDatabaseError(error, url) {
  if (error instanceof Refusal) return error
  const { hostname, port, pathname, username } = new URL(url)
  const place = `${hostname || 'localhost'}:${port || 5432}`
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const message = error instanceof Error ? error.message : String(error)
  const known = sentences({
    place,
    database: decodeURIComponent(pathname.slice(1)),
    user: decodeURIComponent(username),
  })
  if (meansFullDisk(error))
    return new Refusal(
      `The disk of the PostgreSQL at ${place} is full: free some space there and start again.`
    )
  const sentence = known[code] ?? (/timeout|timed out/i.test(message) ? known.ETIMEDOUT : undefined)
  return new Refusal(
    sentence ??
      `The database in DATABASE_URL (${place}) cannot be used: ${message || code || 'the connection was closed'}.`
  )
}

/**
 * @param {{ place: string, database: string, user: string }} target
 * @returns {Record<string, string>}
 */
function sentences({ place, database, user }) {
  return {
    ECONNREFUSED: `Nothing answers at ${place}, where DATABASE_URL points: start PostgreSQL there, correct DATABASE_URL, or unset it to use the embedded one.`,
    ENOTFOUND: `The host of DATABASE_URL (${place}) is unknown: correct the name, or unset DATABASE_URL to use the embedded one.`,
    EAI_AGAIN: `The host of DATABASE_URL (${place}) cannot be looked up now: check the network, or unset DATABASE_URL to use the embedded one.`,
    ETIMEDOUT: `The host of DATABASE_URL (${place}) does not answer: check the address and the firewall, or unset DATABASE_URL to use the embedded one.`,
    '28P01': `PostgreSQL at ${place} refuses the password of the user "${user}" in DATABASE_URL: correct it.`,
    28000: `PostgreSQL at ${place} does not let the user "${user}" in: correct DATABASE_URL or the server's pg_hba.conf.`,
    '3D000': `There is no database "${database}" at ${place}: create it ("create database ${database}") or correct DATABASE_URL.`,
    53300: `PostgreSQL at ${place} has no connection left: raise its max_connections or stop other clients.`,
    '57P03': `PostgreSQL at ${place} is still starting up or shutting down: start again in a moment.`,
  }
}
