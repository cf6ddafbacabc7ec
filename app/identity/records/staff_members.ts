import type { Insertable, Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { StaffMembers } from '#app/shared/database/schema'

export type StaffMember = Selectable<StaffMembers>

export async function insert(member: Insertable<StaffMembers>): Promise<void> {
  await db.insertInto('staff_members').values(member).execute()
}

export function find(userId: string): Promise<StaffMember | undefined> {
  return db.selectFrom('staff_members').selectAll().where('user_id', '=', userId).executeTakeFirst()
}

export function list(): Promise<StaffMember[]> {
  return db.selectFrom('staff_members').selectAll().orderBy('created_at').execute()
}

/** All of them, locked: whether an owner stays is decided by one at a time. */
export function lockAll(): Promise<StaffMember[]> {
  return db.selectFrom('staff_members').selectAll().orderBy('user_id').forNoKeyUpdate().execute()
}

/** Somebody who is there already keeps what they have and is given more. */
export async function insertOrWiden(member: {
  user_id: string
  roles: string[]
  created_at: Date
}): Promise<void> {
  const before = await db
    .selectFrom('staff_members')
    .select('roles')
    .where('user_id', '=', member.user_id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!before) return insert(member)
  const roles = [...new Set([...before.roles, ...member.roles])]
  await db.updateTable('staff_members').set({ roles }).where('user_id', '=', member.user_id).execute()
}

export async function setRoles(userId: string, roles: string[]): Promise<void> {
  await db.updateTable('staff_members').set({ roles }).where('user_id', '=', userId).execute()
}

export async function remove(userId: string): Promise<void> {
  await db.deleteFrom('staff_members').where('user_id', '=', userId).execute()
}
