import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { seal } from '#app/shared/secrets/keyring'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import {
  type EmailLinkPurpose,
  linkContext,
  linkMinutes,
  makeLinkToken,
} from '#app/identity/domain/email_link'
import { emailLinkMade } from '#app/identity/events'
import * as emailLinks from '#app/identity/records/email_links'

/** Makes a link that proves an address by being used. The mail follows the fact; an earlier link for the same leads nowhere any more. */
@inject()
export class SendEmailLink {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({
    userId,
    email,
    purpose,
  }: {
    userId: string
    /** Where it goes, in its one spelling. */
    email: string
    purpose: EmailLinkPurpose
  }): Promise<void> {
    return inTransaction(async () => {
      const id = newId()
      const now = this.clock.now()
      const { token, hash } = makeLinkToken()
      if (purpose !== 'undo') await emailLinks.useUp(userId, [purpose], now)
      await emailLinks.insert({
        id,
        user_id: userId,
        purpose,
        email,
        token_hash: hash,
        sealed_token: JSON.stringify(seal(token, linkContext(id))),
        created_at: now,
        expires_at: addDuration(now, { minutes: linkMinutes[purpose] }),
      })
      const data = { userId, linkId: id, purpose }
      await this.events.record([fact(emailLinkMade, { kind: 'user', id: userId }, { data })])
    })
  }
}
