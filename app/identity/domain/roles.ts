import { type Ability, type StaffAbility, staffAbilities } from '#app/shared/http/caller'

/** Staff roles. A staff member may have several; the abilities add up. */
export const staffRoles = ['owner', 'billing', 'support', 'technician', 'read_only'] as const
export type StaffRole = (typeof staffRoles)[number]

const reading = staffAbilities.filter((ability) => ability.endsWith(':read'))

const abilitiesOf: Record<StaffRole, readonly StaffAbility[]> = {
  owner: staffAbilities,
  billing: [
    'staff:customers:read', 'staff:customers:write', 'staff:services:read', 'staff:billing:read', 'staff:billing:write',
    'staff:catalogue:read', 'staff:catalogue:write', 'staff:audit:read',
  ], // prettier-ignore
  support: [
    'staff:customers:read', 'staff:customers:write', 'staff:customers:impersonate', 'staff:services:read', 'staff:billing:read', 'staff:operations:read',
  ], // prettier-ignore
  technician: [
    'staff:customers:read', 'staff:services:read', 'staff:services:write', 'staff:operations:read', 'staff:operations:write',
    'staff:catalogue:read',
  ], // prettier-ignore
  read_only: reading,
}

/**
 * What roles grant in a tenant beside what they usually do: roles of its own, and usual ones that it changed. Owners have everything
 * everywhere, so that somebody can always mend what was set wrong.
 */
export type RoleBook = Readonly<Record<string, readonly string[]>>

/** Whether somebody may do all of it: nobody gives, or takes away, what they do not have. */
export function hasAll(own: ReadonlySet<Ability>, wanted: Iterable<Ability>): boolean {
  return [...wanted].every((ability) => own.has(ability))
}

export function isKnownRole(name: string, book: RoleBook): boolean {
  return isStaffRole(name) || Object.hasOwn(book, name)
}

/** What a role grants, in the order in which abilities are listed. Unknown names (of a newer version, say) grant nothing. */
export function grantsOf(name: string, book: RoleBook = {}): StaffAbility[] {
  if (name === 'owner') return [...staffAbilities]
  const named = Object.hasOwn(book, name) ? book[name]! : isStaffRole(name) ? abilitiesOf[name] : []
  return staffAbilities.filter((ability) => named.includes(ability))
}

export function isStaffRole(text: string): text is StaffRole {
  return (staffRoles as readonly string[]).includes(text)
}

/** What several roles grant together. */
export function abilitiesOfRoles(roles: readonly string[], book: RoleBook = {}): Set<StaffAbility> {
  return new Set(roles.flatMap((role) => grantsOf(role, book)))
}
