import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { currentTenant } from '#app/shared/database/context'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import {
  findLimitsComplaint,
  type LimitsComplaint,
  type PaymentLimits,
} from '#app/payments/domain/payment_limits'
import { paymentLimitsChanged } from '#app/payments/events'
import { readLimits, saveLimits } from '#app/payments/records/payment_limits'

/** Sets how much customers may pay in and keep in one currency. What is under way stays as it was begun. */
@inject()
export class ChangePaymentLimits {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(limits: PaymentLimits): Promise<Result<PaymentLimits, LimitsComplaint>> {
    return inTransaction(async () => {
      const complaint = findLimitsComplaint(limits)
      if (complaint) return err(complaint)
      const before = await readLimits(limits.currency)
      const changed = (Object.keys(limits) as (keyof PaymentLimits)[]).filter(
        (key) => limits[key] !== before[key]
      )
      if (changed.length === 0) return ok(limits)
      await saveLimits(limits, this.clock.now())
      await this.events.record([
        fact(
          paymentLimitsChanged,
          { kind: 'tenant', id: currentTenant().id },
          {
            data: { currency: limits.currency, changed },
          }
        ),
      ])
      return ok(limits)
    })
  }
}
