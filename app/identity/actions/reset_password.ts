import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { hashPassword } from '#app/identity/actions/create_user'
import { StorePassword } from '#app/identity/actions/store_password'
import { hashResetToken, isUsable } from '#app/identity/domain/password_reset'
import * as passwordResets from '#app/identity/records/password_resets'

export type ResetPasswordError = { type: 'link_unusable' }

/** Sets a new password for whoever holds the link from the mail. */
@inject()
export class ResetPassword {
  constructor(
    private clock: Clock,
    private storePassword: StorePassword
  ) {}

  async execute({
    token,
    newPassword,
  }: {
    token: string
    newPassword: string
  }): Promise<Result<void, ResetPasswordError>> {
    const passwordHash = await hashPassword(newPassword)
    return inTransaction(async () => {
      const reset = await passwordResets.lockByHash(hashResetToken(token))
      if (!reset || !isUsable(reset, this.clock.now())) return err({ type: 'link_unusable' as const })
      await this.storePassword.execute({ userId: reset.user_id, passwordHash, sessionId: null })
      return ok()
    })
  }
}
