import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { listStaffRoles } from '#app/identity/index'
import { givingRoles, type LimitKind, type RefundLimit } from '#app/payments/domain/refund_limits'
import { giftLimitsChanged, refundLimitsChanged } from '#app/payments/events'
import type { NamedLimit } from '#app/payments/queries/find_refund_limit'
import { saveLimit } from '#app/payments/records/refund_limits'

const changed = { refund: refundLimitsChanged, gift: giftLimitsChanged }

/** Sets how much staff of a role may give back to one customer, or give away, in a day without a second person. */
@inject()
export class ChangeRefundLimit {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(kind: LimitKind, limit: RefundLimit): Promise<Result<NamedLimit, 'role_not_found'>> {
    return inTransaction(async () => {
      const { role, currency } = limit
      const roles = await listStaffRoles()
      if (!givingRoles(roles).includes(role)) return err('role_not_found')
      await saveLimit(kind, limit, this.clock.now())
      const subject = { kind: 'tenant', id: currentTenant().id }
      await this.events.record([fact(changed[kind], subject, { data: { role, currency } })])
      return ok({ ...limit, label: roles.find(({ name }) => name === role)?.label ?? null })
    })
  }
}
