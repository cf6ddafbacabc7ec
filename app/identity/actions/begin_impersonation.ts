import { inject } from '@adonisjs/core'
import { actingAs, inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { hashImpersonationToken } from '#app/identity/domain/impersonation'
import { impersonationBegun } from '#app/identity/events'
import * as impersonations from '#app/identity/records/impersonations'

const minuteMs = 60_000

export type BeginImpersonationError = { type: 'link_invalid' }

/** Begins to act in somebody's name, by the link that was made for it: once, and within a minute. */
@inject()
export class BeginImpersonation {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({
    token,
    ip,
  }: {
    token: string
    ip: string
  }): Promise<Result<impersonations.Impersonation, BeginImpersonationError>> {
    return inTransaction(async () => {
      const wall = this.clock.wall()
      const begun = await impersonations.begin(hashImpersonationToken(token), { at: this.clock.now(), wall })
      if (!begun) return err({ type: 'link_invalid' as const })
      const { id, user_id: userId, staff_user_id: staffUserId, customer_id: customerId, reason } = begun
      const minutes = Math.round((begun.expires_at.getTime() - wall.getTime()) / minuteMs)
      const data = { impersonationId: id, userId, staffUserId, reason, minutes }
      await actingAs({ actor: { kind: 'staff', id: staffUserId, ip } }, () =>
        this.events.record([fact(impersonationBegun, { kind: 'user', id: userId }, { customerId, data })])
      )
      return ok(begun)
    })
  }
}
