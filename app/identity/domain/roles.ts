import { type StaffAbility, staffAbilities } from '#app/shared/http/caller'

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
    'staff:customers:read', 'staff:customers:write', 'staff:services:read', 'staff:billing:read', 'staff:operations:read',
  ], // prettier-ignore
  technician: [
    'staff:customers:read', 'staff:services:read', 'staff:services:write', 'staff:operations:read', 'staff:operations:write',
    'staff:catalogue:read',
  ], // prettier-ignore
  read_only: reading,
}

export function isStaffRole(text: string): text is StaffRole {
  return (staffRoles as readonly string[]).includes(text)
}

/** Unknown roles (of a newer version, say) grant nothing. */
export function abilitiesOfRoles(roles: string[]): Set<StaffAbility> {
  return new Set(roles.filter(isStaffRole).flatMap((role) => abilitiesOf[role]))
}
