import type { Caller } from '#app/shared/http/caller'
import { inReadTransaction } from '#app/shared/database/unit'
import { abilitiesOfPermissions, chosenServices } from '#app/identity/domain/permissions'
import { abilitiesOfRoles } from '#app/identity/domain/roles'
import * as memberships from '#app/identity/records/memberships'
import * as staffMembers from '#app/identity/records/staff_members'
import * as staffRoles from '#app/identity/records/staff_roles'
import * as users from '#app/identity/records/users'

export interface SessionIdentity {
  userId: string
  kind: 'customer' | 'staff'
  /** The team the person works in; the first one when it is not named or no longer theirs. */
  customerId: string | null
}

export interface SessionCaller {
  caller: Caller
  user: users.User
  /** Of all customers that the person belongs to. */
  customerIds: string[]
}

/** Who is behind a session, and what may they do now? Nobody when they were disabled or have left. */
export function findSessionCaller(identity: SessionIdentity): Promise<SessionCaller | null> {
  return inReadTransaction(async () => {
    const user = await users.find(identity.userId)
    if (!user || user.disabled_at) return null
    if (identity.kind === 'staff') {
      const caller = await asStaff(user.id)
      return caller && { caller, user, customerIds: [] }
    }
    const own = await memberships.listOfUser(user.id)
    const caller = asMember(own, user.id, identity.customerId)
    return caller && { caller, user, customerIds: own.map(({ customer_id }) => customer_id) }
  })
}

async function asStaff(userId: string): Promise<Caller | null> {
  const member = await staffMembers.find(userId)
  if (!member) return null
  const abilities = abilitiesOfRoles(member.roles, await staffRoles.readBook())
  return { kind: 'staff', userId, abilities, tokenId: null }
}

function asMember(own: memberships.Membership[], userId: string, customerId: string | null): Caller | null {
  const membership = own.find((candidate) => candidate.customer_id === customerId) ?? own[0]
  if (!membership) return null
  const abilities = abilitiesOfPermissions(membership.permissions)
  const serviceIds = chosenServices(membership)
  return {
    kind: 'customer',
    userId,
    customerId: membership.customer_id,
    abilities,
    tokenId: null,
    serviceIds,
  }
}
