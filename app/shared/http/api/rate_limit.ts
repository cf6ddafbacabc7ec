import type { HttpContext } from '@adonisjs/core/http'
import { apiLimits } from '#config/rate_limits'
import type { Caller } from '#app/shared/http/caller'
import { RequestCounter, type RequestCount } from '#app/shared/http/api/request_counter'
import { sendProblem } from '#app/shared/http/problem'

const counters = {
  address: new RequestCounter('api_address', apiLimits.perAddress),
  token: new RequestCounter('api_token', apiLimits.perToken),
}

/** Changes the limits of this process; tests use it to reach them quickly. */
export function setApiLimits({ perToken, perAddress }: { perToken: number; perAddress: number }): void {
  counters.token.limit = perToken
  counters.address.limit = perAddress
}

/** Counts before anything is looked up, so that guessing tokens is limited as well. */
export async function countAddress(ctx: HttpContext): Promise<boolean> {
  return decide(ctx, await counters.address.count(ctx.request.ip()))
}

export async function countToken(ctx: HttpContext, caller: Caller): Promise<boolean> {
  return decide(ctx, await counters.token.count(caller.tokenId ?? caller.userId))
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
