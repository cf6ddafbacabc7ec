import type { Insertable, Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { OauthKeys } from '#app/shared/database/schema'

export type OauthKey = Selectable<OauthKeys>

export function list(): Promise<OauthKey[]> {
  return db.selectFrom('oauth_keys').selectAll().orderBy('id').execute()
}

/** Locked, so that of two that want another key one makes it. */
export async function lockAll(): Promise<OauthKey[]> {
  return db.selectFrom('oauth_keys').selectAll().orderBy('id').forNoKeyUpdate().execute()
}

export async function insert(key: Insertable<OauthKeys>): Promise<void> {
  await db.insertInto('oauth_keys').values(key).execute()
}

export async function remove(ids: string[]): Promise<void> {
  if (ids.length > 0) await db.deleteFrom('oauth_keys').where('id', 'in', ids).execute()
}
