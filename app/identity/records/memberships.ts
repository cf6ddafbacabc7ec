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

/** The whole team, locked: whether it keeps an owner is decided by one at a time. */
export function lockTeam(customerId: string): Promise<Membership[]> {
  return db
    .selectFrom('memberships')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
}

export async function setPermissions(
  userId: string,
  customerId: string,
  permissions: string[],
  serviceIds: string[] | null = null
): Promise<void> {
  await db
    .updateTable('memberships')
    .set({ permissions, service_ids: serviceIds })
    .where('user_id', '=', userId)
    .where('customer_id', '=', customerId)
    .execute()
}

export async function remove(userId: string, customerId: string): Promise<void> {
  await db
    .deleteFrom('memberships')
    .where('user_id', '=', userId)
    .where('customer_id', '=', customerId)
    .execute()
}
