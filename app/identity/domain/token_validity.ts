import type { Ability, Caller } from '#app/shared/http/caller'
import { narrowAbilities } from '#app/identity/domain/api_token'
import { abilitiesOfPermissions, chosenServices } from '#app/identity/domain/permissions'
import { abilitiesOfRoles, type RoleBook } from '#app/identity/domain/roles'

export interface PresentedToken {
  id: string
  user_id: string
  customer_id: string | null
  abilities: string[]
  expires_at: Date | null
  revoked_at: Date | null
  disabled_at: Date | null
  permissions: string[] | null
  service_ids: string[] | null
  roles: string[] | null
  role_book: RoleBook | null
}

/** Who a token stands for now: nobody once it is revoked or expired, its owner disabled, or no longer in that team. */
export function toCaller(token: PresentedToken, now: Date): Caller | null {
  if (token.revoked_at || token.disabled_at) return null
  if (token.expires_at && token.expires_at <= now) return null
  if (token.customer_id) {
    if (!token.permissions) return null
    const abilities = narrow(token, abilitiesOfPermissions(token.permissions))
    return {
      kind: 'customer',
      userId: token.user_id,
      customerId: token.customer_id,
      abilities,
      tokenId: token.id,
      serviceIds: chosenServices(token),
    }
  }
  if (!token.roles) return null
  return {
    kind: 'staff',
    userId: token.user_id,
    abilities: narrow(token, abilitiesOfRoles(token.roles, token.role_book ?? {})),
    tokenId: token.id,
  }
}

function narrow(token: PresentedToken, ofPerson: ReadonlySet<Ability>): Set<Ability> {
  return narrowAbilities(token.abilities, ofPerson)
}
