import type { Insertable, Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { KnownBrowsers } from '#app/shared/database/schema'

export type KnownBrowser = Selectable<KnownBrowsers>

export function find(userId: string, markHash: Buffer): Promise<KnownBrowser | undefined> {
  return db
    .selectFrom('known_browsers')
    .selectAll()
    .where('user_id', '=', userId)
    .where('mark_hash', '=', markHash)
    .executeTakeFirst()
}

/** Notes that a browser was seen, for the first time or again. Trust that it has is kept unless more is given. */
export async function see(browser: Insertable<KnownBrowsers>): Promise<void> {
  await db
    .insertInto('known_browsers')
    .values(browser)
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'user_id', 'mark_hash']).doUpdateSet({
        ip: browser.ip,
        user_agent: browser.user_agent,
        last_seen_at: browser.last_seen_at,
        ...(browser.trusted_until ? { trusted_until: browser.trusted_until } : {}),
      })
    )
    .execute()
}

export async function hasAny(userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('known_browsers')
    .select('id')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row !== undefined
}

/** Browsers that are not asked for a second factor, the last used first. */
export function listTrusted(userId: string, now: Date): Promise<KnownBrowser[]> {
  return db
    .selectFrom('known_browsers')
    .selectAll()
    .where('user_id', '=', userId)
    .where('trusted_until', '>', now)
    .orderBy('last_seen_at', 'desc')
    .limit(100)
    .execute()
}

export async function distrust(userId: string, id: string): Promise<boolean> {
  const row = await db
    .updateTable('known_browsers')
    .set({ trusted_until: null })
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .where('trusted_until', 'is not', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function distrustAll(userId: string): Promise<void> {
  await db.updateTable('known_browsers').set({ trusted_until: null }).where('user_id', '=', userId).execute()
}
