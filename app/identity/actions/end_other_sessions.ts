import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { SignOutOfApplications } from '#app/identity/actions/sign_out_of_applications'
import { sessionsEnded } from '#app/identity/events'
import * as knownBrowsers from '#app/identity/records/known_browsers'
import * as sessions from '#app/identity/records/sessions'

/** Signs a person out everywhere, except in the browser that asks: applications ask anew, and browsers for a second factor. */
@inject()
export class EndOtherSessions {
  constructor(
    private signOutOfApplications: SignOutOfApplications,
    private events: EventLog
  ) {}

  async execute({ userId, keptId }: { userId: string; keptId: string | null }): Promise<void> {
    await inTransaction(async () => {
      await sessions.endAllBut(userId, keptId)
      await knownBrowsers.distrustAll(userId)
      await this.signOutOfApplications.execute({ userId })
      await this.events.record([fact(sessionsEnded, { kind: 'user', id: userId }, { data: { userId } })])
    })
  }
}
