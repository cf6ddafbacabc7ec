import type { Caller } from '#app/shared/http/caller'
import { Clock } from '#app/shared/time/clock'
import { inReadTransaction } from '#app/shared/database/unit'
import { abilitiesInName, isUnderWay } from '#app/identity/domain/impersonation'
import { abilitiesOfPermissions, chosenServices } from '#app/identity/domain/permissions'
import { abilitiesOfRoles } from '#app/identity/domain/roles'
import * as impersonations from '#app/identity/records/impersonations'
import * as memberships from '#app/identity/records/memberships'
import * as staffMembers from '#app/identity/records/staff_members'
import * as staffRoles from '#app/identity/records/staff_roles'
import * as users from '#app/identity/records/users'

const clock = new Clock()

export interface SessionIdentity {
  userId: string
  kind: 'customer' | 'staff'
  /** The team the person works in; the first one when it is not named or no longer theirs. */
  customerId: string | null
  /** Where a staff member acts in the person's name. */
  impersonationId?: string | null
}

export interface SessionCaller {
  caller: Caller
  user: users.User
  /** Of all customers that the person belongs to. */
  customerIds: string[]
  impersonation: impersonations.NamedImpersonation | null
}

/** Who is behind a session, and what may they do now? Nobody when they were disabled or have left. */
export function findSessionCaller(identity: SessionIdentity): Promise<SessionCaller | null> {
  return inReadTransaction(async () => {
    const user = await users.find(identity.userId)
    if (!user || user.disabled_at) return null
    if (identity.kind === 'staff') {
      const caller = await asStaff(user.id)
      return caller && { caller, user, customerIds: [], impersonation: null }
    }
    if (identity.impersonationId) return inName(user, identity.impersonationId)
    const own = await memberships.listOfUser(user.id)
    const caller = asMember(own, user.id, identity.customerId)
    const customerIds = own.map(({ customer_id }) => customer_id)
    return caller && { caller, user, customerIds, impersonation: null }
  })
}

/** As long as the visit lasts, the staff member may make it, and the person belongs to the customer. */
async function inName(user: users.User, id: string): Promise<SessionCaller | null> {
  const impersonation = await impersonations.find(id)
  if (!impersonation || impersonation.user_id !== user.id || !isUnderWay(impersonation, clock.wall()))
    return null
  const staffUser = await users.find(impersonation.staff_user_id)
  const staff = staffUser && !staffUser.disabled_at ? await asStaff(staffUser.id) : null
  if (!staff?.abilities.has('staff:customers:impersonate')) return null
  const own = await memberships.listOfUser(user.id)
  const member = own.find(({ customer_id }) => customer_id === impersonation.customer_id)
  const caller = member ? asMember([member], user.id, member.customer_id) : null
  if (!caller) return null
  const abilities = abilitiesInName(caller.abilities)
  return { caller: { ...caller, abilities }, user, customerIds: [impersonation.customer_id], impersonation }
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
