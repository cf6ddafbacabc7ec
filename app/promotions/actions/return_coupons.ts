import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { Clock } from '#app/shared/time/clock'
import { couponReturned } from '#app/promotions/events'
import { giveBackUses } from '#app/promotions/records/coupons'
import { closeRedemptions, lockHeldRedemptions } from '#app/promotions/records/redemptions'

/** Gives the uses of an order back that came to nothing. Told twice, it gives back once. */
@inject()
export class ReturnCoupons {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @returns how many uses are free again */
  execute({ orderId }: { orderId: string }): Promise<number> {
    return inTransaction(async () => {
      const held = await lockHeldRedemptions(orderId)
      if (held.length === 0) return 0
      const { customerId } = held[0]!
      await giveBackUses(
        customerId,
        held.map(({ couponId }) => couponId)
      )
      await closeRedemptions(
        held.map(({ id }) => id),
        { status: 'returned', closedAt: this.clock.now(), revenue: null }
      )
      await this.events.record(
        held.map(({ couponId, agreed: { code } }) =>
          fact(
            couponReturned,
            { kind: 'coupon', id: couponId },
            { customerId, data: { couponId, code, orderId } }
          )
        )
      )
      return held.length
    })
  }
}
