import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { invitationRevoked } from '#app/identity/events'
import * as invitations from '#app/identity/records/invitations'

export type RevokeInvitationError = { type: 'invitation_not_found' }

/** Takes an invitation back before it was answered: its link leads nowhere from then on. */
@inject()
export class RevokeInvitation {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(
    id: string,
    { customerId, userId }: { customerId: string | null; userId: string }
  ): Promise<Result<void, RevokeInvitationError>> {
    return inTransaction(async () => {
      const revoked = await invitations.revoke(id, customerId, this.clock.now())
      if (!revoked) return err({ type: 'invitation_not_found' as const })
      const data = { invitationId: id, email: revoked.email }
      await this.events.record([fact(invitationRevoked, { kind: 'user', id: userId }, { customerId, data })])
      return ok()
    })
  }
}
