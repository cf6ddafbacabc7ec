import { db } from '#app/shared/database/db'
import type { Guesses } from '#app/identity/domain/guesses'

/** The guesses of a key, locked. A row is made first, so that two that come at once wait for each other. */
export async function lock(key: Buffer, now: Date): Promise<Guesses | null> {
  const inserted = await db
    .insertInto('guesses')
    .values({ key, count: 1, guessed_at: now, next_at: now })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst()
  if (inserted) return null
  return db
    .selectFrom('guesses')
    .selectAll()
    .where('key', '=', key)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
}

export async function save(key: Buffer, guesses: Guesses): Promise<void> {
  await db
    .updateTable('guesses')
    .set({ count: guesses.count, guessed_at: guesses.guessed_at, next_at: guesses.next_at })
    .where('key', '=', key)
    .execute()
}

export async function forget(keys: Buffer[]): Promise<void> {
  await db.deleteFrom('guesses').where('key', 'in', keys).execute()
}

export async function clearOld(before: Date): Promise<number> {
  const rows = await db.deleteFrom('guesses').where('guessed_at', '<', before).returning('key').execute()
  return rows.length
}
