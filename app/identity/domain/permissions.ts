import { type CustomerAbility, customerAbilities } from '#app/shared/http/caller'

/** What a member of a customer's team was given, by area. An owner has everything. */
export const memberPermissions = ['owner', 'read', 'power', 'services', 'billing', 'orders', 'team'] as const
export type MemberPermission = (typeof memberPermissions)[number]

const abilitiesOf: Record<MemberPermission, readonly CustomerAbility[]> = {
  owner: customerAbilities,
  read: ['account:read', 'services:read', 'billing:read'],
  power: ['account:read', 'services:read', 'services:power'],
  services: ['account:read', 'services:read', 'services:power', 'services:write'],
  billing: ['account:read', 'billing:read', 'billing:pay'],
  orders: ['account:read', 'services:read', 'billing:read', 'billing:pay', 'orders:write'],
  team: ['account:read', 'account:write', 'team:write'],
}

export function isMemberPermission(text: string): text is MemberPermission {
  return (memberPermissions as readonly string[]).includes(text)
}

/** The services that a place in a team is held to; null for all. An owner has all, whatever is written. */
export function chosenServices(place: {
  permissions: readonly string[] | null
  service_ids: readonly string[] | null
}): ReadonlySet<string> | null {
  return place.service_ids && !place.permissions?.includes('owner') ? new Set(place.service_ids) : null
}

/** Unknown permissions grant nothing. */
export function abilitiesOfPermissions(permissions: string[]): Set<CustomerAbility> {
  return new Set(permissions.filter(isMemberPermission).flatMap((permission) => abilitiesOf[permission]))
}
