import type { Insertable, Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { LinkedSignIns } from '#app/shared/database/schema'

export type LinkedSignIn = Selectable<LinkedSignIns>

/** False when the account elsewhere, or another one of its provider for this person, was linked meanwhile. */
export async function insert(row: Insertable<LinkedSignIns>): Promise<boolean> {
  const inserted = await db
    .insertInto('linked_sign_ins')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export function findBySubject(providerId: string, subject: string): Promise<LinkedSignIn | undefined> {
  return db
    .selectFrom('linked_sign_ins')
    .selectAll()
    .where('provider_id', '=', providerId)
    .where('subject', '=', subject)
    .executeTakeFirst()
}

export function listOfUser(userId: string): Promise<LinkedSignIn[]> {
  return db.selectFrom('linked_sign_ins').selectAll().where('user_id', '=', userId).orderBy('id').execute()
}

export async function noteUse(id: string, at: Date): Promise<void> {
  await db.updateTable('linked_sign_ins').set({ last_used_at: at }).where('id', '=', id).execute()
}

/** What was unlinked; undefined when the person has no such link. */
export function remove(userId: string, id: string): Promise<LinkedSignIn | undefined> {
  return db
    .deleteFrom('linked_sign_ins')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** Those that were made since an instant, or ever (null). */
export async function removeSince(userId: string, since: Date | null): Promise<void> {
  await db
    .deleteFrom('linked_sign_ins')
    .where('user_id', '=', userId)
    .$if(since !== null, (query) => query.where('linked_at', '>=', since!))
    .execute()
}

export async function removeOfProvider(providerId: string): Promise<void> {
  await db.deleteFrom('linked_sign_ins').where('provider_id', '=', providerId).execute()
}
