import type { HttpContext } from '@adonisjs/core/http'
import { RateLimiterRes } from 'rate-limiter-flexible'
import { sharedLimiter } from '#app/shared/http/rate_limit_store'

const minutes = 60

/** How many codes may be tried. Counted for all processes together: a guesser must not gain from many of them. */
const limiters = {
  address: sharedLimiter({ keyPrefix: 'coupon_address', points: 30, duration: 15 * minutes }),
  customer: sharedLimiter({ keyPrefix: 'coupon_customer', points: 15, duration: 15 * minutes }),
}

/** Counts codes that are about to be looked up, for the address and for the customer; false when too many were tried. */
export async function mayEnterCoupons(ctx: HttpContext, count = 1): Promise<boolean> {
  for (const [name, key] of keysOf(ctx)) {
    try {
      await limiters[name].consume(key, count)
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return false
      throw refusal
    }
  }
  return true
}

/** Codes that exist no longer count against whoever entered them: only guesses do. */
export async function rewardEntries(ctx: HttpContext, count: number): Promise<void> {
  if (count === 0) return
  for (const [name, key] of keysOf(ctx)) await limiters[name].reward(key, count)
}

function keysOf({ host, request, caller }: HttpContext): ['address' | 'customer', string][] {
  const address: ['address', string] = ['address', `${host.tenant.id}:${request.ip()}`]
  return caller?.kind === 'customer'
    ? [address, ['customer', `${host.tenant.id}:${caller.customerId}`]]
    : [address]
}
