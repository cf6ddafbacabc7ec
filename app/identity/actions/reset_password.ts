import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { asPerson } from '#app/identity/actions/as_person'
import { ClearAccess } from '#app/identity/actions/clear_access'
import { hashPassword } from '#app/identity/actions/create_user'
import { StorePassword } from '#app/identity/actions/store_password'
import { hashResetToken, isUsable } from '#app/identity/domain/password_reset'
import { emailVerified } from '#app/identity/events'
import * as passwordResets from '#app/identity/records/password_resets'
import * as staffMembers from '#app/identity/records/staff_members'
import * as users from '#app/identity/records/users'

export type ResetPasswordError = { type: 'link_unusable' }

/** Sets a new password for whoever holds the link from the mail. */
@inject()
export class ResetPassword {
  constructor(
    private clock: Clock,
    private storePassword: StorePassword,
    private clearAccess: ClearAccess,
    private events: EventLog
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
      return asPerson(reset.user_id, () => this.set(reset.user_id, passwordHash))
    })
  }

  private async set(userId: string, passwordHash: string): Promise<Result<void, ResetPasswordError>> {
    const user = await users.find(userId)
    if (user && !user.email_verified_at) {
      // The first to read the address's mails has the account alone: who began it may have been somebody else. Of staff it was not: somebody let them
      // work here, the first of all by the operator's link, and a mailbox must not be all that it takes to be them.
      if (!(await staffMembers.find(userId))) await this.clearAccess.execute({ userId, since: null })
      await users.update(userId, { email_verified_at: this.clock.now() })
      await this.events.record([fact(emailVerified, { kind: 'user', id: userId }, { data: { userId } })])
    }
    await this.storePassword.execute({ userId, passwordHash, sessionId: null })
    return ok()
  }
}
