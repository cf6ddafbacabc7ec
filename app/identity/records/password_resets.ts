import type { Insertable, Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { PasswordResets } from '#app/shared/database/schema'

export type PasswordReset = Selectable<PasswordResets>

export async function insert(reset: Insertable<PasswordResets>): Promise<void> {
  await db.insertInto('password_resets').values(reset).execute()
}

export function find(id: string): Promise<PasswordReset | undefined> {
  return db.selectFrom('password_resets').selectAll().where('id', '=', id).executeTakeFirst()
}

export function lockByHash(hash: Buffer): Promise<PasswordReset | undefined> {
  return db
    .selectFrom('password_resets')
    .selectAll()
    .where('token_hash', '=', hash)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** Uses up every open link of a person: after one was used, older mails lead nowhere. */
export async function useUp(userId: string, at: Date): Promise<void> {
  await db
    .updateTable('password_resets')
    .set({ used_at: at, sealed_token: null })
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .execute()
}
