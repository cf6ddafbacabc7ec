import { inTransaction } from '#app/shared/database/unit'
import { addDuration } from '#app/shared/time/calendar'
import * as guesses from '#app/identity/records/guesses'
import * as passkeys from '#app/identity/records/passkeys'

/** Forgets guesses of another day, and questions to passkeys that nobody answered. */
export function clearOldGuesses(now: Date): Promise<number> {
  return inTransaction(async () => {
    const old = await guesses.clearOld(addDuration(now, { days: -1 }))
    return old + (await passkeys.clearChallenges(now))
  })
}
