import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import * as memberships from '#app/identity/records/memberships'

export interface TeamMember {
  userId: string
  name: string
  email: string
  locale: string
  permissions: string[]
  /** Those that the member sees; null for all. */
  serviceIds: string[] | null
  lastSignInAt: Date | null
}

/** Who belongs to this customer's team, oldest first? */
export function findTeam(customerId: string): Promise<TeamMember[]> {
  return inReadTransaction(() =>
    db
      .selectFrom('memberships as m')
      .innerJoin('users as u', (join) =>
        join.onRef('u.tenant_id', '=', 'm.tenant_id').onRef('u.id', '=', 'm.user_id')
      )
      .select([
        'u.id as userId',
        'u.name',
        'u.email',
        'u.locale',
        'm.permissions',
        'm.service_ids as serviceIds',
        'u.last_sign_in_at as lastSignInAt',
      ])
      .where('m.customer_id', '=', customerId)
      .orderBy('m.id')
      .execute()
  )
}

/** Does this person belong to this customer's team? */
export function findMembership(
  userId: string,
  customerId: string
): Promise<memberships.Membership | undefined> {
  return inReadTransaction(() => memberships.find(userId, customerId))
}

/** Which customers does this person own? */
export async function findOwnedCustomers(userId: string): Promise<string[]> {
  const places = await inReadTransaction(() => memberships.listOfUser(userId))
  return places.filter(({ permissions }) => permissions.includes('owner')).map((place) => place.customer_id)
}
