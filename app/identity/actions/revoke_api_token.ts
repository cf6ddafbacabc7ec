import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { apiTokenRevoked } from '#app/identity/events'
import * as apiTokens from '#app/identity/records/api_tokens'

export type RevokeApiTokenError = { type: 'token_not_found' }

/** Ends an API token of a person. Ending it twice is no mistake. */
@inject()
export class RevokeApiToken {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(id: string, owner: apiTokens.TokenOwner): Promise<Result<void, RevokeApiTokenError>> {
    return inTransaction(async () => {
      const token = await apiTokens.lockOfOwner(id, owner)
      if (!token) return err({ type: 'token_not_found' as const })
      if (token.revoked_at) return ok()
      await apiTokens.revoke(id, this.clock.now())
      const subject = { kind: 'user', id: owner.userId }
      const data = { tokenId: id, name: token.name }
      await this.events.record([fact(apiTokenRevoked, subject, { customerId: owner.customerId, data })])
      return ok()
    })
  }
}
