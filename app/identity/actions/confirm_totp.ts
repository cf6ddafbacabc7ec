import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { err, ok, type Result } from '#app/shared/result'
import { type SealedSecret, unseal } from '#app/shared/secrets/keyring'
import { Clock } from '#app/shared/time/clock'
import { ClaimGuess, type TooManyGuesses } from '#app/identity/actions/claim_guess'
import { asPerson } from '#app/identity/actions/as_person'
import { GiveRecoveryCodes } from '#app/identity/actions/give_recovery_codes'
import { seedContext } from '#app/identity/actions/offer_totp'
import { matchStep } from '#app/identity/domain/totp'
import { secondFactorAdded } from '#app/identity/events'
import * as totpFactors from '#app/identity/records/totp_factors'

export type ConfirmTotpError = { type: 'code_refused' } | { type: 'nothing_offered' } | TooManyGuesses

/** Takes an authenticator app into use, after it has shown a right code. Recovery codes come with the first factor. */
@inject()
export class ConfirmTotp {
  constructor(
    private clock: Clock,
    private claimGuess: ClaimGuess,
    private giveCodes: GiveRecoveryCodes,
    private events: EventLog
  ) {}

  async execute({
    userId,
    code,
  }: {
    userId: string
    code: string
  }): Promise<Result<{ recoveryCodes: string[] | null }, ConfirmTotpError>> {
    const claims = [{ about: `factor:${userId}` }]
    const claimed = await this.claimGuess.execute(claims)
    if (!claimed.ok) return claimed
    const factor = await inReadTransaction(() => totpFactors.find(userId))
    if (!factor || factor.confirmed_at) return err({ type: 'nothing_offered' })
    const seed = unseal(factor.sealed_seed as unknown as SealedSecret, seedContext(userId))
    const step = matchStep(seed, code, this.clock.wall())
    if (step === null) return err({ type: 'code_refused' })
    return inTransaction(async () => {
      if (!(await totpFactors.confirm(userId, step, this.clock.now())))
        return err({ type: 'nothing_offered' as const })
      await this.claimGuess.forgive(claims)
      const data = { userId, factor: 'totp' as const, name: null }
      await asPerson(userId, () =>
        this.events.record([fact(secondFactorAdded, { kind: 'user', id: userId }, { data })])
      )
      return ok({ recoveryCodes: await this.giveCodes.executeWhereNone(userId) })
    })
  }
}
