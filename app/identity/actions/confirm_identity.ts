import hash from '@adonisjs/core/services/hash'
import { inject } from '@adonisjs/core'
import { err, ok, type Result } from '#app/shared/result'
import { ClaimGuess } from '#app/identity/actions/claim_guess'
import { ProveByCode, type ProveByCodeError } from '#app/identity/actions/prove_by_code'
import { claimsOfOwnPassword } from '#app/identity/domain/guesses'
import { hasSecondFactor } from '#app/identity/domain/sign_in_step'
import { findFactors } from '#app/identity/queries/find_factors'
import type { User } from '#app/identity/records/users'

export interface IdentityProof {
  user: User
  rpId: string
  password: string
  /** Of the app or a recovery code; needed by whoever has a second factor. */
  code: string | null
  ip: string
  userAgent: string | null
}

export type ConfirmIdentityError = { type: 'wrong_password' } | { type: 'code_needed' } | ProveByCodeError

/** Checks once more that somebody who is signed in is who they were: by password, and a code where they have a second factor. */
@inject()
export class ConfirmIdentity {
  constructor(
    private claimGuess: ClaimGuess,
    private proveByCode: ProveByCode
  ) {}

  async execute(proof: IdentityProof): Promise<Result<void, ConfirmIdentityError>> {
    const { user, rpId, password, code } = proof
    const claims = claimsOfOwnPassword(user.id)
    const claimed = await this.claimGuess.execute(claims)
    if (!claimed.ok) return claimed
    if (!(await hash.verify(user.password_hash, password))) return err({ type: 'wrong_password' })
    await this.claimGuess.forgive(claims)
    if (!hasSecondFactor(await findFactors(user.id, rpId))) return ok()
    if (!code) return err({ type: 'code_needed' })
    const proved = await this.proveByCode.execute({ ...proof, code })
    return proved.ok ? ok() : proved
  }
}
