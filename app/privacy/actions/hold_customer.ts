import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { findCustomer } from '#app/customers/index'
import { legalHoldLifted, legalHoldPlaced } from '#app/privacy/events'
import * as legalHolds from '#app/privacy/records/legal_holds'

export type HoldError = { type: 'customer_not_found' } | { type: 'already_held' }

/** Forbids, and allows again, that anything of a customer is erased: for a lawsuit, or because an authority says so. */
@inject()
export class HoldCustomer {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(input: { customerId: string; reason: string; userId: string }): Promise<Result<void, HoldError>> {
    const { customerId, reason, userId } = input
    return inTransaction(async () => {
      if (!(await findCustomer(customerId))) return err({ type: 'customer_not_found' as const })
      const id = newId()
      const row = { id, customer_id: customerId, reason, placed_by: userId, placed_at: this.clock.now() }
      if (!(await legalHolds.insert(row))) return err({ type: 'already_held' as const })
      const data = { holdId: id, reason }
      await this.events.record([
        fact(legalHoldPlaced, { kind: 'customer', id: customerId }, { customerId, data }),
      ])
      return ok()
    })
  }

  lift(customerId: string, userId: string): Promise<Result<void, { type: 'not_held' }>> {
    return inTransaction(async () => {
      const lifted = await legalHolds.lift(customerId, userId, this.clock.now())
      if (!lifted) return err({ type: 'not_held' as const })
      const data = { holdId: lifted.id }
      await this.events.record([
        fact(legalHoldLifted, { kind: 'customer', id: customerId }, { customerId, data }),
      ])
      return ok()
    })
  }
}
