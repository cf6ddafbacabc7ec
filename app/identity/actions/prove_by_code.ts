import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { type SealedSecret, unseal } from '#app/shared/secrets/keyring'
import { Clock } from '#app/shared/time/clock'
import { asPerson } from '#app/identity/actions/as_person'
import { ClaimGuess, type TooManyGuesses } from '#app/identity/actions/claim_guess'
import { seedContext } from '#app/identity/actions/offer_totp'
import { hashRecoveryCode, looksLikeRecoveryCode } from '#app/identity/domain/recovery_code'
import type { SignInFactor } from '#app/identity/domain/sign_in_step'
import { matchStep } from '#app/identity/domain/totp'
import { recoveryCodeUsed } from '#app/identity/events'
import * as recoveryCodes from '#app/identity/records/recovery_codes'
import * as signIns from '#app/identity/records/sign_ins'
import * as totpFactors from '#app/identity/records/totp_factors'

export interface CodeProof {
  user: { id: string; email: string }
  code: string
  ip: string
  userAgent: string | null
}

export type ProveByCodeError = { type: 'code_refused' } | TooManyGuesses

/**
 * Checks a code from an authenticator app, or a recovery code, and uses it up: of two requests with the same code, the database lets one
 * pass. Codes follow the world's clock, as phones do.
 */
@inject()
export class ProveByCode {
  constructor(
    private clock: Clock,
    private claimGuess: ClaimGuess,
    private events: EventLog
  ) {}

  async execute(proof: CodeProof): Promise<Result<'one_time_code' | 'recovery_code', ProveByCodeError>> {
    const { code } = proof
    const userId = proof.user.id
    const claims = [{ about: `factor:${userId}` }]
    const claimed = await this.claimGuess.execute(claims)
    if (!claimed.ok) return claimed
    const isRecovery = looksLikeRecoveryCode(code)
    const isRight = isRecovery ? await this.useRecovery(userId, code) : await this.useOneTime(userId, code)
    const factor = isRecovery ? 'recovery_code' : 'one_time_code'
    if (!isRight) {
      await this.writeDown(proof, factor)
      return err({ type: 'code_refused' })
    }
    await this.claimGuess.forgive(claims)
    return ok(factor)
  }

  private async writeDown({ user, ip, userAgent }: CodeProof, factor: SignInFactor): Promise<void> {
    await inTransaction(() =>
      signIns.insert({
        id: newId(),
        user_id: user.id,
        email: user.email,
        ip,
        user_agent: userAgent?.slice(0, 500) ?? null,
        outcome: 'wrong_factor',
        factor,
        at: this.clock.now(),
      })
    )
  }

  private useOneTime(userId: string, code: string): Promise<boolean> {
    return inTransaction(async () => {
      const factor = await totpFactors.find(userId)
      if (!factor?.confirmed_at) return false
      const seed = unseal(factor.sealed_seed as unknown as SealedSecret, seedContext(userId))
      const step = matchStep(seed, code, this.clock.wall())
      return step !== null && totpFactors.useStep(userId, step)
    })
  }

  private useRecovery(userId: string, code: string): Promise<boolean> {
    return inTransaction(async () => {
      const hash = await hashRecoveryCode(userId, code, await recoveryCodes.findSalt(userId))
      if (!(await recoveryCodes.use(userId, hash, this.clock.now()))) return false
      const data = { userId, left: await recoveryCodes.countUnused(userId) }
      await asPerson(userId, () =>
        this.events.record([fact(recoveryCodeUsed, { kind: 'user', id: userId }, { data })])
      )
      return true
    })
  }
}
