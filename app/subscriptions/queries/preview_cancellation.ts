import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { decideCancellation } from '#app/subscriptions/domain/cancellation'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import { findPeriodInvoice } from '#app/subscriptions/records/invoiced_periods'

/** The day on which a subscription would end when it were cancelled with its period now; null when that means at once or cannot be. */
@inject()
export class PreviewCancellation {
  constructor(private clock: Clock) {}

  async execute(subscription: Subscription): Promise<CalendarDate | null> {
    const { id, currentPeriodStartsOn } = subscription
    const last = currentPeriodStartsOn
      ? await inReadTransaction(() => findPeriodInvoice(id, currentPeriodStartsOn))
      : null
    const decision = decideCancellation({
      subscription,
      when: 'period_end',
      today: dateIn(currentTenant().timeZone, this.clock.now()),
      isLastPeriodUnpaid: last?.isUnpaid ?? false,
    })
    return decision.ok && !decision.value.isImmediate ? decision.value.endsOn : null
  }
}
