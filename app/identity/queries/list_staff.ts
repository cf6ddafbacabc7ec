import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import type { StaffAbility } from '#app/shared/http/caller'
import { abilitiesOfRoles } from '#app/identity/domain/roles'
import * as staffMembers from '#app/identity/records/staff_members'
import * as staffRoles from '#app/identity/records/staff_roles'

export interface StaffPerson {
  userId: string
  name: string
  email: string
  locale: string
  roles: string[]
  abilities: ReadonlySet<StaffAbility>
  disabledAt: Date | null
  lastSignInAt: Date | null
}

/** Who works for the tenant, and in which roles? */
export function listStaff(): Promise<StaffPerson[]> {
  return inReadTransaction(async () => {
    const book = await staffRoles.readBook()
    const rows = await db
      .selectFrom('staff_members as s')
      .innerJoin('users as u', (join) =>
        join.onRef('u.tenant_id', '=', 's.tenant_id').onRef('u.id', '=', 's.user_id')
      )
      .select([
        'u.id as userId',
        'u.name',
        'u.email',
        'u.locale',
        's.roles',
        'u.disabled_at as disabledAt',
        'u.last_sign_in_at as lastSignInAt',
      ]) // prettier-ignore
      .orderBy('u.name')
      .orderBy('u.id')
      .execute()
    return rows.map((row) => ({ ...row, abilities: abilitiesOfRoles(row.roles, book) }))
  })
}

/** Does this person work for the tenant, and in which roles? */
export function findStaffMember(userId: string): Promise<staffMembers.StaffMember | undefined> {
  return inReadTransaction(() => staffMembers.find(userId))
}
