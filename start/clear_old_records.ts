import { Clock } from '#app/shared/time/clock'
import { clearOldSignUps } from '#app/customers/index'
import { clearOldIdempotencyKeys } from '#app/shared/http/api/idempotency'
import { clearOldRateLimits } from '#app/shared/http/rate_limit_store'
import { clearExpiredSessions, clearOldOauthRecords, clearOldGuesses } from '#app/identity/index'

/** Throws away what nothing asks for any more: answers kept for repeats, ended counting windows, forgotten guesses, expired sessions. */
export async function clearOldRecords(): Promise<number> {
  const keys = await clearOldIdempotencyKeys()
  const limits = await clearOldRateLimits(new Clock().wall().getTime())
  const guesses = await clearOldGuesses(new Clock().wall())
  const tokens = await clearOldOauthRecords(new Clock().wall())
  const signUps = await clearOldSignUps(new Clock().now())
  return keys + tokens + signUps + limits + guesses + (await clearExpiredSessions())
}
