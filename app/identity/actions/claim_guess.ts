import { createHash } from 'node:crypto'
import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { decideGuess, type GuessClaim } from '#app/identity/domain/guesses'
import * as guesses from '#app/identity/records/guesses'

export type TooManyGuesses = { type: 'too_many_guesses'; nextAt: Date }

/**
 * Counts one guess of a secret before it is looked at: of many that come at once, no more pass than one after another would. What was
 * guessed right is forgotten by {@link forgive}.
 */
@inject()
export class ClaimGuess {
  constructor(private clock: Clock) {}

  execute(claims: GuessClaim[]): Promise<Result<void, TooManyGuesses>> {
    const now = this.clock.wall()
    return inTransaction(async () => {
      for (const { about, free } of claims) {
        const before = await guesses.lock(keyOf(about), now)
        if (!before) continue
        const decision = decideGuess(before, now, free)
        if (!decision.isAllowed) return err({ type: 'too_many_guesses' as const, nextAt: decision.nextAt })
        await guesses.save(keyOf(about), decision.guesses)
      }
      return ok()
    })
  }

  async forgive(claims: GuessClaim[]): Promise<void> {
    await inTransaction(() => guesses.forget(claims.map(({ about }) => keyOf(about))))
  }
}

function keyOf(about: string): Buffer {
  return createHash('sha256').update(about).digest()
}
