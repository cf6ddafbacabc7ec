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
