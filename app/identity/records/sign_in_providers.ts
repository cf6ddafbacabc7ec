import type { Insertable, Selectable, Updateable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { SignInProviders } from '#app/shared/database/schema'

export type SignInProvider = Selectable<SignInProviders>

/** False when the same client of the same issuer is there already. */
export async function insert(row: Insertable<SignInProviders>): Promise<boolean> {
  const inserted = await db
    .insertInto('sign_in_providers')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** One that was removed is nobody. */
export function find(id: string): Promise<SignInProvider | undefined> {
  return db
    .selectFrom('sign_in_providers')
    .selectAll()
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
}

export function list(): Promise<SignInProvider[]> {
  return db
    .selectFrom('sign_in_providers')
    .selectAll()
    .where('removed_at', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .limit(50)
    .execute()
}

export async function update(id: string, changes: Updateable<SignInProviders>): Promise<void> {
  await db.updateTable('sign_in_providers').set(changes).where('id', '=', id).execute()
}
