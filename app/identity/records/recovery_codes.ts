import { db } from '#app/shared/database/db'

/** Replaces all codes of a person. */
export async function replace(
  userId: string,
  { hashes, salt }: { hashes: Buffer[]; salt: Buffer },
  at: Date
): Promise<void> {
  await removeAll(userId)
  await db
    .insertInto('recovery_codes')
    .values(hashes.map((code_hash) => ({ user_id: userId, code_hash, salt, created_at: at })))
    .execute()
}

export async function removeAll(userId: string): Promise<void> {
  await db.deleteFrom('recovery_codes').where('user_id', '=', userId).execute()
}

/** With what the codes of a person were hashed; null when they have none, or those of before there were salts. */
export async function findSalt(userId: string): Promise<Buffer | null> {
  const row = await db
    .selectFrom('recovery_codes')
    .select('salt')
    .where('user_id', '=', userId)
    .limit(1)
    .executeTakeFirst()
  return row?.salt ?? null
}

/** Uses a code up; false when there is no such code or it was used. */
export async function use(userId: string, hash: Buffer, at: Date): Promise<boolean> {
  const row = await db
    .updateTable('recovery_codes')
    .set({ used_at: at })
    .where('user_id', '=', userId)
    .where('code_hash', '=', hash)
    .where('used_at', 'is', null)
    .returning('user_id')
    .executeTakeFirst()
  return row !== undefined
}

export async function countUnused(userId: string): Promise<number> {
  const row = await db
    .selectFrom('recovery_codes')
    .select(({ fn }) => fn.countAll<bigint>().as('count'))
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Those made since an instant, or all (null). */
export async function removeSince(userId: string, since: Date | null): Promise<void> {
  await db
    .deleteFrom('recovery_codes')
    .where('user_id', '=', userId)
    .$if(since !== null, (query) => query.where('created_at', '>=', since!))
    .execute()
}
