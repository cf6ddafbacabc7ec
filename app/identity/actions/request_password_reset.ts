import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { seal } from '#app/shared/secrets/keyring'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { normaliseEmail } from '#app/identity/domain/email'
import { makeResetToken, resetContext, resetMinutes } from '#app/identity/domain/password_reset'
import { passwordResetRequested } from '#app/identity/events'
import * as passwordResets from '#app/identity/records/password_resets'
import * as users from '#app/identity/records/users'

/** Makes a link to set a new password. It says nothing about whether the address is known; the mail follows the fact. */
@inject()
export class RequestPasswordReset {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  async execute({ email }: { email: string }): Promise<void> {
    await inTransaction(async () => {
      const user = await users.findByEmail(normaliseEmail(email))
      if (!user || user.disabled_at) return
      const id = newId()
      const now = this.clock.now()
      const { token, hash } = makeResetToken()
      await passwordResets.insert({
        id,
        user_id: user.id,
        token_hash: hash,
        sealed_token: JSON.stringify(seal(token, resetContext(id))),
        expires_at: addDuration(now, { minutes: resetMinutes }),
        created_at: now,
      })
      const data = { userId: user.id, resetId: id }
      await this.events.record([fact(passwordResetRequested, { kind: 'user', id: user.id }, { data })])
    })
  }
}
