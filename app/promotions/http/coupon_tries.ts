import type { HttpContext } from '@adonisjs/core/http'
import { RateLimiterRes } from 'rate-limiter-flexible'
import { countedAddress } from '#app/shared/http/counted_address'
import { sharedLimiter } from '#app/shared/http/rate_limit_store'

const minutes = 60

/** How many codes may be tried. Counted for all processes together: a guesser must not gain from many of them. */
const limiters = {
  address: sharedLimiter({ keyPrefix: 'coupon_address', points: 30, duration: 15 * minutes }),
  customer: sharedLimiter({ keyPrefix: 'coupon_customer', points: 15, duration: 15 * minutes }),
}

/**
 * Codes that are none, whoever entered them. More of them than this in a quarter of an hour are guesses from many addresses, each of which
 * stays below its own limit.
 */
const guessesMax = 200
const guesses = sharedLimiter({ keyPrefix: 'coupon_guesses', points: guessesMax, duration: 15 * minutes })
/** How many a customer may still try meanwhile: who was given a code enters it, and one that exists does not count. */
const triesWhileGuessed = 3

export type CouponEntryRefusal = 'too_many_tries' | 'sign_in_to_enter'

/**
 * Counts codes that are about to be looked up, for the address and for the customer. While codes are guessed in bulk strangers enter none,
 * because addresses cost nothing, and customers few: nobody who has a code is locked out, and guessing takes an account for each few tries.
 * @returns why they are not looked up; null when they are
 */
export async function refuseCouponEntry(ctx: HttpContext, count = 1): Promise<CouponEntryRefusal | null> {
  for (const [name, key] of keysOf(ctx)) {
    const used = await consume(name, key, count)
    if (used === null) return 'too_many_tries'
    if (name === 'customer' && used > triesWhileGuessed && (await isGuessedInBulk(ctx))) return 'too_many_tries' // prettier-ignore
  }
  return ctx.caller?.kind !== 'customer' && (await isGuessedInBulk(ctx)) ? 'sign_in_to_enter' : null
}

/** @returns how many were tried; null when too many */
async function consume(name: keyof typeof limiters, key: string, count: number): Promise<number | null> {
  try {
    return (await limiters[name].consume(key, count)).consumedPoints
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return null
    throw refusal
  }
}

async function isGuessedInBulk({ host }: HttpContext): Promise<boolean> {
  return ((await guesses.get(host.tenant.id))?.consumedPoints ?? 0) >= guessesMax
}

/** Codes that exist no longer count against whoever entered them; those that do not count against all. */
export async function noteEntries(
  ctx: HttpContext,
  { entered, guessed }: { entered: number; guessed: number }
): Promise<void> {
  const known = entered - guessed
  if (known > 0) for (const [name, key] of keysOf(ctx)) await limiters[name].reward(key, known)
  if (guessed > 0) await guesses.penalty(ctx.host.tenant.id, guessed)
}

function keysOf({ host, request, caller }: HttpContext): ['address' | 'customer', string][] {
  const address: ['address', string] = ['address', `${host.tenant.id}:${countedAddress(request.ip())}`]
  return caller?.kind === 'customer'
    ? [address, ['customer', `${host.tenant.id}:${caller.customerId}`]]
    : [address]
}
