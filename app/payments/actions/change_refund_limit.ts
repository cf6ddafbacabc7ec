import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { type RefundLimit, refundRoles } from '#app/payments/domain/refund_limits'
import { refundLimitsChanged } from '#app/payments/events'
import { saveRefundLimit } from '#app/payments/records/refund_limits'

/** Sets how much staff of a role may give back to one customer in a day without a second person. */
@inject()
export class ChangeRefundLimit {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(limit: RefundLimit): Promise<Result<RefundLimit, 'role_not_found'>> {
    return inTransaction(async () => {
      const { role, currency } = limit
      if (!refundRoles.some((known) => known === role)) return err('role_not_found')
      await saveRefundLimit(limit, this.clock.now())
      const subject = { kind: 'tenant', id: currentTenant().id }
      await this.events.record([fact(refundLimitsChanged, subject, { data: { role, currency } })])
      return ok(limit)
    })
  }
}
