import { createHash } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import { RateLimiterRes } from 'rate-limiter-flexible'
import { sharedLimiter } from '#app/shared/http/rate_limit_store'
import { countedAddress, networkOf } from '#app/shared/http/counted_address'
import { normaliseEmail } from '#app/identity/domain/email'

const minutes = 60

/** How often something may be tried. Counted for all processes together: a guesser must not gain from many of them. */
const limiters = {
  signInByAddress: sharedLimiter({ keyPrefix: 'sign_in_address', points: 50, duration: 15 * minutes }),
  passkeyByAddress: sharedLimiter({ keyPrefix: 'passkey_address', points: 100, duration: 15 * minutes }),
  signUpByAddress: sharedLimiter({ keyPrefix: 'sign_up_address', points: 20, duration: 60 * minutes }),
  signUpByNetwork: sharedLimiter({ keyPrefix: 'sign_up_network', points: 60, duration: 60 * minutes }),
  signUpByWhom: sharedLimiter({ keyPrefix: 'sign_up_email', points: 10, duration: 60 * minutes }),
  inviteByAddress: sharedLimiter({ keyPrefix: 'invite_address', points: 50, duration: 60 * minutes }),
  // A provider of a large tenant may say a lot at once, from few addresses; each note that could be its own costs it two questions.
  noteByAddress: sharedLimiter({ keyPrefix: 'note_address', points: 120, duration: minutes }),
  resetByAddress: sharedLimiter({ keyPrefix: 'reset_address', points: 20, duration: 60 * minutes }),
  linkByAddress: sharedLimiter({ keyPrefix: 'link_address', points: 50, duration: 60 * minutes }),
  linkByWhom: sharedLimiter({ keyPrefix: 'link_email', points: 5, duration: 60 * minutes }),
  resetByWhom: sharedLimiter({ keyPrefix: 'reset_email', points: 5, duration: 60 * minutes }),
  // An invitation is a mail to a stranger under the tenant's name.
  inviteByWhom: sharedLimiter({ keyPrefix: 'invite_customer', points: 20, duration: 60 * minutes }),
}

/**
 * Counts one try for a network address and, when given, for whom it is: the e-mail address that a stranger names, or the id of a person or customer
 * who asks for themselves, which no stranger's tries count against. False when one of the limits is passed. How often a password may be guessed is counted by `ClaimGuess`.
 */
export async function mayTry(
  ctx: HttpContext,
  what: 'signIn' | 'signUp' | 'reset' | 'passkey' | 'invite' | 'link' | 'note',
  whom?: string
): Promise<boolean> {
  const byAddress = await consume(`${what}ByAddress`, addressKey(ctx))
  if (!byAddress) return false
  if (what === 'signUp' && !(await consume('signUpByNetwork', networkKey(ctx)))) return false
  const isForWhom = what === 'reset' || what === 'link' || what === 'signUp' || what === 'invite'
  return whom === undefined || !isForWhom || consume(`${what}ByWhom`, whomKey(ctx, whom))
}

async function consume(name: keyof typeof limiters, key: string): Promise<boolean> {
  try {
    await limiters[name].consume(key)
    return true
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return false
    throw refusal
  }
}

function addressKey({ request, host }: HttpContext): string {
  return `${host.tenant.id}:${countedAddress(request.ip())}`
}

function networkKey({ request, host }: HttpContext): string {
  return `${host.tenant.id}:${networkOf(request.ip())}`
}

function whomKey({ host }: HttpContext, whom: string): string {
  return `${host.tenant.id}:${createHash('sha256').update(normaliseEmail(whom)).digest('hex').slice(0, 32)}`
}
