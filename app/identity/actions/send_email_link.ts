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

interface LinkWish {
  userId: string
  /** Where it goes, in its one spelling. */
  email: string
  purpose: EmailLinkPurpose
}

/** Makes a link that proves an address by being used. The mail follows the fact; an earlier link for the same leads nowhere any more. */
@inject()
export class SendEmailLink {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(wish: LinkWish): Promise<void> {
    return inTransaction(async () => {
      const { userId, purpose } = wish
      const data = { userId, linkId: await this.make(wish), purpose }
      await this.events.record([fact(emailLinkMade, { kind: 'user', id: userId }, { data })])
    })
  }

  /** A link that nobody is sent: whoever asked for it sees the same as of any other. */
  async withhold(wish: LinkWish): Promise<void> {
    await inTransaction(() => this.make(wish))
  }

  private async make({ userId, email, purpose }: LinkWish): Promise<string> {
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
    return id
  }
}
