import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { impersonationEnded } from '#app/identity/events'
import * as impersonations from '#app/identity/records/impersonations'
import * as sessions from '#app/identity/records/sessions'

export type EndImpersonationError = { type: 'impersonation_not_found' }

/** Stops acting in somebody's name; a link that was not followed stops working. Doing it twice changes nothing. */
@inject()
export class EndImpersonation {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(id: string): Promise<Result<impersonations.NamedImpersonation, EndImpersonationError>> {
    return inTransaction(async () => {
      const visit = await impersonations.lock(id)
      if (!visit) return err({ type: 'impersonation_not_found' as const })
      if (!visit.ended_at) await this.end(visit)
      return ok((await impersonations.find(id))!)
    })
  }

  private async end(visit: impersonations.Impersonation): Promise<void> {
    const { id, user_id: userId, staff_user_id: staffUserId, customer_id: customerId } = visit
    await impersonations.end(id, this.clock.now())
    if (!visit.begun_at) return
    await sessions.endOfImpersonation({ id, userId })
    const data = { impersonationId: id, userId, staffUserId }
    await this.events.record([fact(impersonationEnded, { kind: 'user', id: userId }, { customerId, data })])
  }
}
