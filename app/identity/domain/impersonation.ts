import { linkTokens } from '#app/shared/secrets/link_tokens'
import type { Ability } from '#app/shared/http/caller'

export const impersonationMinutesMax = 60
export const impersonationMinutesDefault = 30
/** The link over to the customers' host is followed at once, or never. */
export const impersonationOpenSeconds = 60

/** What nobody may do in another's name: spend their money, and decide who else may. */
const withheldAbilities = new Set<Ability>(['billing:pay', 'orders:write', 'team:write'])

/** What may be written in another's name; whatever is not here, a new route say, may not. */
const allowedWrites = new Set([
  'PUT /customer',
  'PUT /services/:id',
  'POST /services/:id/change-previews',
  'DELETE /services/:id/changes/open',
  'POST /services/:id/domains',
  'DELETE /services/:id/domains/:domain',
  'POST /services/:id/power-changes',
  'POST /services/:id/startup',
  'DELETE /subscriptions/:id/cancellation',
  // Opening a link uses nothing up: staff go over to the next customer by one.
  'POST /open/:page',
  'POST /live-tickets',
  'PUT /locale',
  'DELETE /impersonation',
  'DELETE /session',
])

/** Pages that show or take secrets of the person. */
const withheldPages = new Set(['/api-tokens', '/recovery-codes', '/confirm', '/security'])

export function abilitiesInName(abilities: ReadonlySet<Ability>): Set<Ability> {
  return new Set([...abilities].filter((ability) => !withheldAbilities.has(ability)))
}

/** @param pattern of the route: `/services/:id` */
export function mayInName({ method, pattern }: { method: string; pattern: string }): boolean {
  if (method === 'GET' || method === 'HEAD') return !withheldPages.has(pattern)
  return allowedWrites.has(`${method} ${pattern}`)
}

export const { make: makeImpersonationToken, hash: hashImpersonationToken } = linkTokens('impersonation')

/** Whether somebody acts in another's name right now. */
export function isUnderWay(
  visit: { begun_at: Date | null; ended_at: Date | null; expires_at: Date },
  wall: Date
): boolean {
  return visit.begun_at !== null && visit.ended_at === null && wall < visit.expires_at
}
