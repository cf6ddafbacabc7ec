import type { Insertable, Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { PasskeyChallenges, Passkeys } from '#app/shared/database/schema'

export type Passkey = Selectable<Passkeys>
export type PasskeyChallenge = Selectable<PasskeyChallenges>

/** False when somebody has this passkey already. */
export async function insert(passkey: Insertable<Passkeys>): Promise<boolean> {
  const row = await db
    .insertInto('passkeys')
    .values(passkey)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'credential_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export function listOfUser(userId: string): Promise<Passkey[]> {
  return db.selectFrom('passkeys').selectAll().where('user_id', '=', userId).orderBy('id').execute()
}

export function lockByCredential(credentialId: string): Promise<Passkey | undefined> {
  return db
    .selectFrom('passkeys')
    .selectAll()
    .where('credential_id', '=', credentialId)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

export async function noteUse(
  id: string,
  use: { counter: bigint; isSynced: boolean; at: Date }
): Promise<void> {
  await db
    .updateTable('passkeys')
    .set({ counter: use.counter, is_synced: use.isSynced, last_used_at: use.at })
    .where('id', '=', id)
    .execute()
}

export function remove(userId: string, id: string): Promise<Passkey | undefined> {
  return db
    .deleteFrom('passkeys')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

export async function insertChallenge(challenge: Insertable<PasskeyChallenges>): Promise<void> {
  await db.insertInto('passkey_challenges').values(challenge).execute()
}

/** Takes a challenge away for good: of two answers to one, the second finds nothing. */
export function takeChallenge(id: string): Promise<PasskeyChallenge | undefined> {
  return db.deleteFrom('passkey_challenges').where('id', '=', id).returningAll().executeTakeFirst()
}

export async function clearChallenges(before: Date): Promise<number> {
  const rows = await db
    .deleteFrom('passkey_challenges')
    .where('expires_at', '<', before)
    .returning('id')
    .execute()
  return rows.length
}

/** Those made since an instant, or all (null). */
export async function removeSince(userId: string, since: Date | null): Promise<void> {
  await db
    .deleteFrom('passkeys')
    .where('user_id', '=', userId)
    .$if(since !== null, (query) => query.where('created_at', '>=', since!))
    .execute()
}
