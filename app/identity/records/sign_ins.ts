import type { Insertable, Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { SignIns } from '#app/shared/database/schema'

export type SignInEntry = Selectable<SignIns>

export async function insert(entry: Insertable<SignIns>): Promise<void> {
  await db.insertInto('sign_ins').values(entry).execute()
}

export function listOfUser(userId: string, before: string | null, limit: number): Promise<SignInEntry[]> {
  return db
    .selectFrom('sign_ins')
    .selectAll()
    .where('user_id', '=', userId)
    .$if(before !== null, (query) => query.where('id', '<', before!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
