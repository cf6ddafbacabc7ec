import { inject } from '@adonisjs/core'
import { listStaffRoles } from '#app/identity/index'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { type DiscountLimit, promisingRoles } from '#app/promotions/domain/discount_limit'
import { discountLimitsChanged } from '#app/promotions/events'
import type { NamedDiscountLimit } from '#app/promotions/queries/find_discount_limit'
import { readDiscountLimits, saveDiscountLimit } from '#app/promotions/records/discount_limits'

/** Sets how much off a price one person of a role may promise. What was promised before stays. */
@inject()
export class ChangeDiscountLimit {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(limit: DiscountLimit): Promise<Result<NamedDiscountLimit, 'role_not_found'>> {
    return inTransaction(async () => {
      const { role, percent } = limit
      const roles = await listStaffRoles()
      if (!promisingRoles(roles).includes(role)) return err('role_not_found')
      const [before] = await readDiscountLimits([role])
      await saveDiscountLimit(limit, this.clock.now())
      const subject = { kind: 'tenant', id: currentTenant().id }
      const data = { role, before: before!.percent, after: percent }
      await this.events.record([fact(discountLimitsChanged, subject, { data })])
      return ok({ ...limit, label: roles.find(({ name }) => name === role)?.label ?? null })
    })
  }
}
