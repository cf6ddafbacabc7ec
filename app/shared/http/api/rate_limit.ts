import type { HttpContext } from '@adonisjs/core/http'
import { apiLimits, dearRoutes, dearTenantFactor } from '#config/rate_limits'
import type { Caller } from '#app/shared/http/caller'
import { countedAddress } from '#app/shared/http/counted_address'
import { RequestCounter, type RequestCount } from '#app/shared/http/api/request_counter'
import { sendProblem } from '#app/shared/http/problem'

const counters = {
  address: new RequestCounter('api_address', apiLimits.perAddress),
  token: new RequestCounter('api_token', apiLimits.perToken),
  tenant: new RequestCounter('api_tenant', apiLimits.perTenant),
  dear: new RequestCounter('dear_route', apiLimits.perDearRoute),
  dearTenant: new RequestCounter('dear_tenant', apiLimits.perDearRoute * dearTenantFactor),
}

/** Changes the limits of this process; tests use it to reach them quickly. What is not named is as configured. */
export function setApiLimits(limits: Partial<typeof apiLimits>): void {
  const { perToken, perAddress, perTenant, perDearRoute } = { ...apiLimits, ...limits }
  counters.token.limit = perToken
  counters.address.limit = perAddress
  counters.tenant.limit = perTenant
  counters.dear.limit = perDearRoute
  counters.dearTenant.limit = perDearRoute * dearTenantFactor
}

/** Counts before anything is read or looked up, so that guessing tokens is limited as well. */
export async function countAddress(ctx: HttpContext): Promise<boolean> {
  return decide(ctx, await counters.address.count(countedAddress(ctx.request.ip())))
}

/** Counts for the token, for all tokens of its tenant, and for the route where that is a dear one. The narrowest is told. */
export async function countToken(ctx: HttpContext, caller: Caller): Promise<boolean> {
  const who = caller.tokenId ?? caller.userId
  if (!decide(ctx, await counters.token.count(who))) return false
  const ofTenant = await counters.tenant.count(ctx.host.tenant.id)
  if (!ofTenant.isAllowed) return decide(ctx, ofTenant)
  const ofRoute = await countDear(ctx, who)
  return ofRoute === null || ofRoute.isAllowed || decide(ctx, ofRoute)
}

/**
 * Counts a request of a dear route for whoever asks and for the whole tenant. Null for all other routes.
 * @param who the id of a token or person, or an address
 */
export async function countDear({ route, host }: HttpContext, who: string): Promise<RequestCount | null> {
  const name = route?.name
  if (name === undefined || !dearRoutes.has(name)) return null
  const own = await counters.dear.count(`${name}:${host.tenant.id}:${who}`)
  if (!own.isAllowed) return own
  return counters.dearTenant.count(`${name}:${host.tenant.id}`)
}

/** Headers of the IETF draft "RateLimit header fields for HTTP", with Retry-After when refused. */
function decide(ctx: HttpContext, count: RequestCount): boolean {
  ctx.response.header('ratelimit-limit', String(count.limit))
  ctx.response.header('ratelimit-remaining', String(count.remaining))
  ctx.response.header('ratelimit-reset', String(count.resetSeconds))
  if (count.isAllowed) return true
  ctx.response.header('retry-after', String(count.resetSeconds))
  sendProblem(ctx, {
    status: 429,
    code: 'too_many_requests',
    detail: `The limit is ${count.limit} requests a minute. Try again in ${count.resetSeconds} seconds.`,
  })
  return false
}
