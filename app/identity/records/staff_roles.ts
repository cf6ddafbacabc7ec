import type { Insertable, Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { StaffRoles } from '#app/shared/database/schema'
import type { RoleBook } from '#app/identity/domain/roles'

export type StaffRoleRow = Selectable<StaffRoles>

/** The tenant's own roles, and usual ones that it changed. They are few. */
export function list(): Promise<StaffRoleRow[]> {
  return db.selectFrom('staff_roles').selectAll().orderBy('name').limit(100).execute()
}

export async function readBook(): Promise<RoleBook> {
  return Object.fromEntries((await list()).map(({ name, abilities }) => [name, abilities]))
}

export async function save(role: Insertable<StaffRoles>): Promise<void> {
  await db
    .insertInto('staff_roles')
    .values(role)
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'name']).doUpdateSet({
        label: role.label,
        abilities: role.abilities,
        changed_at: role.changed_at,
      })
    )
    .execute()
}

/** False when there is no such row. */
export async function remove(name: string): Promise<boolean> {
  const row = await db.deleteFrom('staff_roles').where('name', '=', name).returning('name').executeTakeFirst()
  return row !== undefined
}
