import { type Ability, customerAbilities } from '#app/shared/http/caller'
import {
  abilitiesOfPermissions,
  chosenServices,
  type MemberPermission,
} from '#app/identity/domain/permissions'
import { hasAll } from '#app/identity/domain/roles'

/** Usual places in a customer's team, and what each is given. Whoever wants it finer picks permissions. */
export const teamRoles = {
  owner: ['owner'],
  billing: ['billing', 'orders'],
  technical: ['services'],
  support: ['read', 'power'],
  read_only: ['read'],
} as const satisfies Record<string, readonly MemberPermission[]>

export type TeamRole = keyof typeof teamRoles

/** The role that permissions make up, or null when somebody picked them one by one. */
export function roleOf(permissions: readonly string[]): TeamRole | null {
  const given = [...permissions].sort().join()
  const roles = Object.entries(teamRoles) as [TeamRole, readonly string[]][]
  return roles.find(([, wanted]) => [...wanted].sort().join() === given)?.[0] ?? null
}

export interface TeamPlace {
  user_id: string
  permissions: readonly string[]
  service_ids?: readonly string[] | null
}

export const isOwner = ({ permissions }: { permissions: readonly string[] }): boolean =>
  permissions.includes('owner')

/** Whoever sees chosen services gives no others, and not all. */
export function reachesServices(
  team: readonly TeamPlace[],
  giverId: string,
  serviceIds: readonly string[] | null
): boolean {
  const giver = team.find(({ user_id }) => user_id === giverId)
  const own = giver && chosenServices({ ...giver, service_ids: giver.service_ids ?? null })
  if (!own) return true
  return serviceIds !== null && serviceIds.every((id) => own.has(id))
}

/** Nobody gives what they do not have; owners only are made, changed and removed by owners. */
export function mayGive(giver: ReadonlySet<Ability>, isGiverOwner: boolean, permissions: string[]): boolean {
  if (permissions.includes('owner')) return actsAsOwner(giver, isGiverOwner)
  return hasAll(giver, abilitiesOfPermissions(permissions))
}

/** A token of an owner that was given less is not the owner: else it would make one who has everything. */
function actsAsOwner(abilities: ReadonlySet<Ability>, isOwnerByPlace: boolean): boolean {
  return isOwnerByPlace && hasAll(abilities, customerAbilities)
}

export type TeamChangeRefusal =
  | { type: 'member_not_found' }
  | { type: 'owners_only' }
  | { type: 'last_owner' }
  | { type: 'not_yours_to_give' }

/**
 * Whether a place in a team may become another, or be given up (null). Every team keeps an owner: without one nobody could pay, close
 * or hand over.
 */
export function judgeTeamChange(
  team: readonly TeamPlace[],
  change: { userId: string; permissions: MemberPermission[] | null },
  by: { userId: string; abilities: ReadonlySet<Ability> }
): TeamChangeRefusal | null {
  const place = team.find(({ user_id }) => user_id === change.userId)
  if (!place) return { type: 'member_not_found' }
  // As their place stands now, under the lock: it may have been taken away since they asked.
  const own = team.find(({ user_id }) => user_id === by.userId)
  if (!own) return { type: 'not_yours_to_give' }
  const abilities = narrowTo(by.abilities, own)
  const isByOwner = actsAsOwner(abilities, isOwner(own))
  const isOwnLeave = change.permissions === null && change.userId === by.userId
  if (isOwner(place) && !isByOwner) return { type: 'owners_only' }
  if (!isOwnLeave && !abilities.has('team:write')) return { type: 'not_yours_to_give' }
  if (change.permissions && !mayGive(abilities, isByOwner, change.permissions))
    return { type: 'not_yours_to_give' }
  const staysOwner = change.permissions?.includes('owner') ?? false
  const others = team.filter((other) => other.user_id !== change.userId && isOwner(other))
  return isOwner(place) && !staysOwner && others.length === 0 ? { type: 'last_owner' } : null
}

function narrowTo(abilities: ReadonlySet<Ability>, { permissions }: TeamPlace): Set<Ability> {
  const now: ReadonlySet<Ability> = abilitiesOfPermissions([...permissions])
  return new Set([...abilities].filter((ability) => now.has(ability)))
}
