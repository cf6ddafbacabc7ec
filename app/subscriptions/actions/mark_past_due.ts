import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { moveSubscription } from '#app/subscriptions/domain/subscription_state'
import { subscriptionPastDue } from '#app/subscriptions/events'
import { markFallenBehind } from '#app/subscriptions/records/overdue'

/** Marks running subscriptions whose invoice was not paid by its due date. @returns how many */
@inject()
export class MarkPastDue {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(): Promise<number> {
    return inTransaction(async () => {
      const today = dateIn(currentTenant().timeZone, this.clock.now())
      const move = moveSubscription('active', 'fall_behind')
      if (!move.ok) return 0
      const behind = await markFallenBehind({ today, from: 'active', to: move.value })
      await this.events.record(
        behind.map(({ id, customerId, since }) =>
          fact(
            subscriptionPastDue,
            { kind: 'subscription', id },
            { customerId, data: { subscriptionId: id, since } }
          )
        )
      )
      return behind.length
    })
  }
}
