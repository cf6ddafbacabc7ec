import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { SendEmailLink } from '#app/identity/actions/send_email_link'
import { normaliseEmail } from '#app/identity/domain/email'
import { emailChangeAsked, knownAddressTried } from '#app/identity/events'
import * as emailLinks from '#app/identity/records/email_links'
import * as users from '#app/identity/records/users'

export type ChangeEmailError = { type: 'same_address' }

/**
 * Asks for another address to sign in with. It counts once the links that go there and to the old address were used. An address that somebody has is answered like any other: its owner hears of the try, and the one who asks learns nothing.
 */
@inject()
export class ChangeEmail {
  constructor(
    private clock: Clock,
    private sendLink: SendEmailLink,
    private events: EventLog
  ) {}

  execute(input: { userId: string; email: string }): Promise<Result<void, ChangeEmailError>> {
    const email = normaliseEmail(input.email)
    return inTransaction(async () => {
      const user = await users.lock(input.userId)
      if (!user || user.email === email) return err({ type: 'same_address' as const })
      await emailLinks.forgetRelease(user.id)
      // Always, or silence would tell whoever asks that somebody has the address.
      if (user.email_verified_at)
        await this.sendLink.execute({ userId: user.id, email: user.email, purpose: 'release' })
      const owner = await users.findByEmail(email)
      const asked = { userId: user.id, email: user.email_verified_at ? user.email : null }
      const subject = { kind: 'user', id: user.id }
      await this.events.record([fact(emailChangeAsked, subject, { data: asked })])
      if (owner) {
        const data = { userId: owner.id }
        await this.events.record([fact(knownAddressTried, { kind: 'user', id: owner.id }, { data })])
      }
      const link = { userId: user.id, email, purpose: 'change' as const }
      if (owner || (await emailLinks.isHeld(email, this.clock.now()))) await this.sendLink.withhold(link)
      else await this.sendLink.execute(link)
      return ok()
    })
  }

  /** Lets an asked-for address go before its link was used. */
  async withdraw(userId: string): Promise<void> {
    await inTransaction(() => emailLinks.useUp(userId, ['change', 'release'], this.clock.now()))
  }
}
