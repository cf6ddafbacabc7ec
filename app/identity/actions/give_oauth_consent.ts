import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { coversScopes } from '#app/identity/domain/oauth'
import { applicationAllowed, applicationDisallowed } from '#app/identity/events'
import { SignOutOfApplications } from '#app/identity/actions/sign_out_of_applications'
import * as oauthConsents from '#app/identity/records/oauth_consents'

/** Lets an application know who somebody is, or takes that back: then its tokens for them stop working. */
@inject()
export class GiveOauthConsent {
  constructor(
    private signOutOfApplications: SignOutOfApplications,
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({
    userId,
    clientId,
    scopes,
  }: {
    userId: string
    clientId: string
    scopes: string[]
  }): Promise<void> {
    return inTransaction(async () => {
      const before = await oauthConsents.find(userId, clientId)
      if (coversScopes(before, scopes)) return
      const all = [...new Set([...before, ...scopes])]
      await oauthConsents.store({
        user_id: userId,
        client_id: clientId,
        scopes: all,
        given_at: this.clock.now(),
      })
      const data = { clientId, userId, scopes: all }
      await this.events.record([fact(applicationAllowed, { kind: 'user', id: userId }, { data })])
    })
  }

  takeBack({
    userId,
    clientId,
  }: {
    userId: string
    clientId: string
  }): Promise<Result<void, { type: 'application_not_found' }>> {
    return inTransaction(async () => {
      const wasThere = await oauthConsents.remove(userId, clientId)
      await this.signOutOfApplications.execute({ userId, clientId })
      if (!wasThere) return err({ type: 'application_not_found' as const })
      const data = { clientId, userId }
      await this.events.record([fact(applicationDisallowed, { kind: 'user', id: userId }, { data })])
      return ok()
    })
  }
}
