import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { tell } from '#app/shared/database/unit'

/**
 * Whoever does the same thing in this tenant waits here until the open transaction ends, and what they ask next sees what it did. For what
 * has no row to lock yet. Costs no round trip: it travels with the next question.
 * @param what the thing, and what tells it from others of its kind: `payment_methods:<customer>`
 */
export function takeTurn(what: string): void {
  tell(
    sql`select pg_advisory_xact_lock(hashtextextended(platform.current_tenant()::text || ${`:${what}`}, 0))`.compile(
      db
    )
  )
}
