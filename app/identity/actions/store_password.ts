import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { Clock } from '#app/shared/time/clock'
import { SignOutOfApplications } from '#app/identity/actions/sign_out_of_applications'
import { markOfPassword } from '#app/identity/domain/password_mark'
import { passwordChanged } from '#app/identity/events'
import * as emailLinks from '#app/identity/records/email_links'
import * as knownBrowsers from '#app/identity/records/known_browsers'
import * as passwordResets from '#app/identity/records/password_resets'
import * as sessions from '#app/identity/records/sessions'
import * as users from '#app/identity/records/users'

export interface StoredPassword {
  userId: string
  passwordHash: string
  /** The session that stays, if any. */
  sessionId: string | null
}

/**
 * Writes a new password and makes older links useless: those that set one or sign in, and those to an address that was asked for, which whoever
 * knew the old password may have done. The person's other sessions end, applications have to ask anew who they are, and no browser is trusted to
 * do without the second factor.
 */
@inject()
export class StorePassword {
  constructor(
    private signOutOfApplications: SignOutOfApplications,
    private clock: Clock,
    private events: EventLog
  ) {}

  async execute({ userId, passwordHash, sessionId }: StoredPassword): Promise<void> {
    await inTransaction(async () => {
      await users.update(userId, { password_hash: passwordHash })
      await passwordResets.useUp(userId, this.clock.now())
      await emailLinks.useUp(userId, ['change', 'release', 'sign_in'], this.clock.now())
      await this.events.record([fact(passwordChanged, { kind: 'user', id: userId }, { data: { userId } })])
      await sessions.endAllBut(userId, sessionId)
      if (sessionId) await sessions.keepWithPassword(sessionId, markOfPassword(passwordHash))
      await knownBrowsers.distrustAll(userId)
      await this.signOutOfApplications.execute({ userId })
    })
  }
}
