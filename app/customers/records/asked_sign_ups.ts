import type { Insertable, Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { AskedSignUps } from '#app/shared/database/schema'

export type AskedSignUp = Selectable<AskedSignUps>

export async function insert(row: Insertable<AskedSignUps>): Promise<void> {
  await db.insertInto('asked_sign_ups').values(row).execute()
}

export function find(id: string): Promise<AskedSignUp | undefined> {
  return db.selectFrom('asked_sign_ups').selectAll().where('id', '=', id).executeTakeFirst()
}

/** One that can still be finished. */
export function findOpen(hash: Buffer, now: Date): Promise<AskedSignUp | undefined> {
  return openOnes(hash, now).executeTakeFirst()
}

export function lockOpen(hash: Buffer, now: Date): Promise<AskedSignUp | undefined> {
  return openOnes(hash, now).forNoKeyUpdate().executeTakeFirst()
}

function openOnes(hash: Buffer, now: Date) {
  return db
    .selectFrom('asked_sign_ups')
    .selectAll()
    .where('token_hash', '=', hash)
    .where('expires_at', '>', now)
}

/** Whatever else was asked for the address has found its answer with the first that is finished. */
export async function removeOfEmail(email: string): Promise<void> {
  await db.deleteFrom('asked_sign_ups').where('email', '=', email).execute()
}

export async function clearOld(now: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('asked_sign_ups')
    .where('expires_at', '<=', now)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
