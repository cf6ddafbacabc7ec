import hash from '@adonisjs/core/services/hash'
import { inject } from '@adonisjs/core'
import { inReadTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { ClaimGuess, type TooManyGuesses } from '#app/identity/actions/claim_guess'
import { hashPassword } from '#app/identity/actions/create_user'
import { StorePassword } from '#app/identity/actions/store_password'
import { claimsOfOwnPassword } from '#app/identity/domain/guesses'
import * as users from '#app/identity/records/users'

export interface PasswordChange {
  userId: string
  currentPassword: string
  newPassword: string
  /** The session that asks stays; all others end. */
  sessionId: string | null
}

export type ChangePasswordError = { type: 'wrong_password' } | TooManyGuesses

/** Sets a new password for somebody who knows the old one. */
@inject()
export class ChangePassword {
  constructor(
    private storePassword: StorePassword,
    private claimGuess: ClaimGuess
  ) {}

  async execute(change: PasswordChange): Promise<Result<void, ChangePasswordError>> {
    const claims = claimsOfOwnPassword(change.userId)
    const claimed = await this.claimGuess.execute(claims)
    if (!claimed.ok) return claimed
    const user = await inReadTransaction(() => users.find(change.userId))
    if (!user || !(await hash.verify(user.password_hash, change.currentPassword))) {
      return err({ type: 'wrong_password' })
    }
    await this.claimGuess.forgive(claims)
    const passwordHash = await hashPassword(change.newPassword)
    await this.storePassword.execute({ userId: user.id, passwordHash, sessionId: change.sessionId })
    return ok()
  }
}
