import type { HttpContext } from '@adonisjs/core/http'
import type { Ability } from '#app/shared/http/caller'
import type { Endpoint } from '#app/shared/http/endpoint'

/** Whose API a host answers: customers' on the account host, staff's on the admin host, nobody's elsewhere. */
export type ApiAudience = 'customer' | 'staff'

export const apiPrefix = '/api/v1'

export function apiAudience(ctx: HttpContext): ApiAudience | null {
  const surface = ctx.host?.surface
  return surface === 'admin' ? 'staff' : surface === 'account' ? 'customer' : null
}

export function answersFor(endpoint: Endpoint, audience: ApiAudience): boolean {
  return endpoint.audience === 'both' || endpoint.audience === audience
}

export function requiredAbility(endpoint: Endpoint, audience: ApiAudience): Ability | null {
  const { ability } = endpoint
  return ability === null || typeof ability === 'string' ? ability : ability[audience]
}
