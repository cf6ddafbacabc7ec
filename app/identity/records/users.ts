import type { Insertable, Selectable, Updateable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Users } from '#app/shared/database/schema'

export type User = Selectable<Users>

export function find(id: string): Promise<User | undefined> {
  return db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
}

export function findByEmail(email: string): Promise<User | undefined> {
  return db.selectFrom('users').selectAll().where('email', '=', email).executeTakeFirst()
}

export function lock(id: string): Promise<User | undefined> {
  return db.selectFrom('users').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
}

/** Returns nothing when the address is taken. */
export async function insert(user: Insertable<Users>): Promise<User | undefined> {
  return db
    .insertInto('users')
    .values(user)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'email']).doNothing())
    .returningAll()
    .executeTakeFirst()
}

export async function update(id: string, changes: Updateable<Users>): Promise<void> {
  await db.updateTable('users').set(changes).where('id', '=', id).execute()
}
