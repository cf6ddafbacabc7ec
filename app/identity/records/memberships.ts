import type { Insertable, Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Memberships } from '#app/shared/database/schema'

export type Membership = Selectable<Memberships>

export async function insert(membership: Insertable<Memberships>): Promise<void> {
  await db.insertInto('memberships').values(membership).execute()
}

export function find(userId: string, customerId: string): Promise<Membership | undefined> {
  return db
    .selectFrom('memberships')
    .selectAll()
    .where('user_id', '=', userId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
}

/** Oldest first: the first is the one a person lands in after signing in. */
export function listOfUser(userId: string): Promise<Membership[]> {
  return db.selectFrom('memberships').selectAll().where('user_id', '=', userId).orderBy('id').execute()
}

export function listOfCustomer(customerId: string): Promise<Membership[]> {
  return db
    .selectFrom('memberships')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('id')
    .execute()
}
