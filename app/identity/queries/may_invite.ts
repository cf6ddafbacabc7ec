import type { Ability } from '#app/shared/http/caller'
import {
  abilitiesOfPermissions,
  isMemberPermission,
  type MemberPermission,
} from '#app/identity/domain/permissions'
import { abilitiesOfRoles, hasAll, isKnownRole } from '#app/identity/domain/roles'
import { isOwner, mayGive, reachesServices } from '#app/identity/domain/team'
import type { Invitation } from '#app/identity/records/invitations'
import * as memberships from '#app/identity/records/memberships'
import * as staffMembers from '#app/identity/records/staff_members'
import * as staffRoles from '#app/identity/records/staff_roles'

/** A place in a customer's team, or among the staff. */
export type InvitationPlace =
  | { customerId: string; permissions: MemberPermission[]; serviceIds: string[] | null }
  | { customerId: null; roles: string[] }

/** Whether somebody may give a place away: nobody gives what they do not have. */
export async function mayInvite(
  to: InvitationPlace,
  by: { userId: string; abilities: ReadonlySet<Ability> }
): Promise<boolean> {
  if (to.customerId === null) {
    const book = await staffRoles.readBook()
    if (!to.roles.every((role) => isKnownRole(role, book))) return false
    return hasAll(by.abilities, abilitiesOfRoles(to.roles, book))
  }
  const own = await memberships.find(by.userId, to.customerId)
  return (
    own !== undefined &&
    reachesServices([own], by.userId, to.serviceIds) &&
    by.abilities.has('team:write') &&
    mayGive(by.abilities, isOwner(own), to.permissions)
  )
}

/** Whether who invited somebody could still do so: with them, or with their right, goes what they had promised. */
export async function isStillGiven({
  customer_id: customerId,
  grants,
  service_ids: serviceIds,
  invited_by: userId,
}: Invitation): Promise<boolean> {
  // The first link of a business was made by its operator, for as long as nobody works there: it stands in the console's log.
  if (userId === null) return customerId !== null || (await staffMembers.list()).length === 0
  if (customerId === null) {
    const roles = (await staffMembers.find(userId))?.roles ?? []
    const abilities = abilitiesOfRoles(roles, await staffRoles.readBook())
    return mayInvite({ customerId, roles: grants }, { userId, abilities })
  }
  const permissions = grants.filter(isMemberPermission)
  const abilities = abilitiesOfPermissions((await memberships.find(userId, customerId))?.permissions ?? [])
  return mayInvite({ customerId, permissions, serviceIds }, { userId, abilities })
}
