/** What a person or program may do. `read` looks, `write` changes; `pay` spends money, `power` runs servers. */
export const customerAbilities = [
  'account:read', 'account:write', 'services:read', 'services:power', 'services:write', 'billing:read', 'billing:pay', 'orders:write',
  'team:write',
] as const // prettier-ignore
export const staffAbilities = [
  'staff:customers:read', 'staff:customers:write', 'staff:customers:impersonate', 'staff:services:read', 'staff:services:write',
  'staff:services:secrets', 'staff:billing:read',
  'staff:billing:write', 'staff:catalogue:read', 'staff:catalogue:write', 'staff:operations:read', 'staff:operations:write',
  'staff:audit:read', 'staff:settings:write', 'staff:time:write',
] as const // prettier-ignore

export type CustomerAbility = (typeof customerAbilities)[number]
export type StaffAbility = (typeof staffAbilities)[number]
export type Ability = CustomerAbility | StaffAbility

/** Who asks, by session or by token. Abilities are already narrowed to what both the person and the token may do. */
export type Caller =
  | {
      kind: 'customer'
      userId: string
      customerId: string
      abilities: ReadonlySet<Ability>
      tokenId: string | null
      /** Of a member who was given chosen services: those; null or absent: all of the customer's. */
      serviceIds?: ReadonlySet<string> | null
      /** Where staff act in the person's name: when that ends, and their own session, by its mark, with which it ends. */
      until?: Date
      visitorSession?: string | null
    }
  | { kind: 'staff'; userId: string; abilities: ReadonlySet<Ability>; tokenId: string | null }

export function isAllowed(caller: Caller, ability: Ability): boolean {
  return caller.abilities.has(ability)
}

/**
 * The customer whose rows a caller may see, or null for all of the tenant (staff). Every customer-facing read starts here.
 */
export function visibleCustomer(caller: Caller): string | null {
  return caller.kind === 'customer' ? caller.customerId : null
}

/** The services that a caller is held to, or null where there is no such limit. Lists and look-ups of services ask this as well. */
export function reachableServices(caller: Caller): string[] | null {
  return caller.kind === 'customer' && caller.serviceIds ? [...caller.serviceIds] : null
}

declare module '@adonisjs/core/http' {
  interface HttpContext {
    /** Set by the middleware that checks session or token; absent on public pages. */
    caller?: Caller
    /** On the staff's host behind Cloudflare Access: the address of the person whom that let through. */
    assertedEmail?: string | null
  }
}
