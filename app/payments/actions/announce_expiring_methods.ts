import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { methodExpiring } from '#app/payments/events'
import { noteExpiringMethods } from '#app/payments/records/expiring_methods'

/**
 * Announces that saved cards end, 30 and 7 days before and when they have, to customers who are renewed with saved methods. Banks often send
 * the new end by themselves; then nobody hears of the old one again.
 */
@inject()
export class AnnounceExpiringMethods {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @returns how many notices were new */
  execute(): Promise<number> {
    return inTransaction(async () => {
      const today = dateIn(currentTenant().timeZone, this.clock.now())
      const noted = await noteExpiringMethods(today)
      await this.events.record(
        noted.map(({ id, customerId, brand, last4, endsOn, daysBefore, isDefault }) =>
          fact(
            methodExpiring,
            { kind: 'payment_method', id },
            { customerId, data: { paymentMethodId: id, brand, last4, endsOn, daysBefore, isDefault } }
          )
        )
      )
      return noted.length
    })
  }
}
