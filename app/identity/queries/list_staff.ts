import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import * as staffMembers from '#app/identity/records/staff_members'

export interface StaffPerson {
  userId: string
  name: string
  email: string
  locale: string
  roles: string[]
  disabledAt: Date | null
  lastSignInAt: Date | null
}

/** Who works for the tenant, and in which roles? */
export function listStaff(): Promise<StaffPerson[]> {
  return inReadTransaction(() =>
    db
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
  )
}

/** Does this person work for the tenant, and in which roles? */
export function findStaffMember(userId: string): Promise<staffMembers.StaffMember | undefined> {
  return inReadTransaction(() => staffMembers.find(userId))
}
