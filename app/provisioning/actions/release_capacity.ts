import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { Clock } from '#app/shared/time/clock'
import { capacityReleased } from '#app/provisioning/events'
import { releaseHoldsOfOrder } from '#app/provisioning/records/capacity_holds'

/** Gives back the places kept for an order that failed or was called off. */
@inject()
export class ReleaseCapacity {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(orderId: string): Promise<number> {
    return inTransaction(async () => {
      const count = await releaseHoldsOfOrder(orderId, this.clock.now())
      if (count > 0) {
        await this.events.record([
          fact(capacityReleased, { kind: 'order', id: orderId }, { data: { orderId } }),
        ])
      }
      return count
    })
  }
}
