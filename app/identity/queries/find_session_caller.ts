import type { Caller } from '#app/shared/http/caller'
import { Clock } from '#app/shared/time/clock'
import { inReadTransaction } from '#app/shared/database/unit'
import { abilitiesInName, isUnderWay } from '#app/identity/domain/impersonation'
import { abilitiesOfPermissions, chosenServices } from '#app/identity/domain/permissions'
import { abilitiesOfRoles } from '#app/identity/domain/roles'
import * as impersonations from '#app/identity/records/impersonations'
import * as rights from '#app/identity/records/rights'
import type { User } from '#app/identity/records/users'

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
  user: User
  /** Of all customers that the person belongs to. */
  customerIds: string[]
  impersonation: impersonations.NamedImpersonation | null
}

/** Who is behind a session, and what may they do now? Nobody when they were disabled or have left. */
export function findSessionCaller(identity: SessionIdentity): Promise<SessionCaller | null> {
  return inReadTransaction(async () => callerOf(identity, await rights.find(identity.userId)))
}

/** The same where their rights were read already, with the session itself; only who acts in somebody's name is asked for. */
export function callerOf(
  identity: SessionIdentity,
  known: rights.Rights | null
): SessionCaller | null | Promise<SessionCaller | null> {
  if (!known || known.user.id !== identity.userId || known.user.disabled_at) return null
  const { user, places } = known
  if (identity.kind === 'staff') {
    const caller = asStaff(known)
    return caller && { caller, user, customerIds: [], impersonation: null }
  }
  if (identity.impersonationId) return inName(known, identity.impersonationId)
  const caller = asMember(places, user.id, identity.customerId)
  const customerIds = places.map(({ customer_id }) => customer_id)
  return caller && { caller, user, customerIds, impersonation: null }
}

/** As long as the visit lasts, the staff member is signed in and may make it, and the person belongs to the customer. */
function inName({ user, places }: rights.Rights, id: string): Promise<SessionCaller | null> {
  return inReadTransaction(async () => {
    const impersonation = await impersonations.findVisit(id)
    if (!impersonation || impersonation.user_id !== user.id || !isUnderWay(impersonation, clock.wall()))
      return null
    if (!impersonation.may_last) return null
    const visitor = await rights.find(impersonation.staff_user_id)
    const staff = visitor && !visitor.user.disabled_at ? asStaff(visitor) : null
    if (!staff?.abilities.has('staff:customers:impersonate')) return null
    const member = places.find(({ customer_id }) => customer_id === impersonation.customer_id)
    const caller = member ? asMember([member], user.id, member.customer_id) : null
    if (!caller) return null
    const abilities = abilitiesInName(caller.abilities)
    const { expires_at: until, staff_session: visitorSession } = impersonation
    const named = { ...caller, abilities, until, visitorSession } as Caller
    return { caller: named, user, customerIds: [impersonation.customer_id], impersonation }
  })
}

function asStaff({ user, staff }: rights.Rights): Caller | null {
  if (!staff) return null
  return {
    kind: 'staff',
    userId: user.id,
    abilities: abilitiesOfRoles(staff.roles, staff.book),
    tokenId: null,
  }
}

function asMember(own: rights.Place[], userId: string, customerId: string | null): Caller | null {
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
