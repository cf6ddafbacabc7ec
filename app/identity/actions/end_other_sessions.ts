import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { sessionsEnded } from '#app/identity/events'
import * as knownBrowsers from '#app/identity/records/known_browsers'
import * as oauthRecords from '#app/identity/records/oauth_records'
import * as sessions from '#app/identity/records/sessions'

/** Signs a person out everywhere, except in the browser that asks: applications ask anew, and browsers for a second factor. */
@inject()
export class EndOtherSessions {
  constructor(private events: EventLog) {}

  async execute({ userId, keptId }: { userId: string; keptId: string | null }): Promise<void> {
    await inTransaction(async () => {
      await sessions.endAllBut(userId, keptId)
      await knownBrowsers.distrustAll(userId)
      await oauthRecords.removeOfUser(userId)
      await this.events.record([fact(sessionsEnded, { kind: 'user', id: userId }, { data: { userId } })])
    })
  }
}
