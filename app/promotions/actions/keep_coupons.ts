import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { closeRedemptions, lockHeldRedemptions } from '#app/promotions/records/redemptions'

/** Counts the uses of an order for good, because its trial was paid for. Told twice, it counts once. */
@inject()
export class KeepCoupons {
  constructor(private clock: Clock) {}

  /**
   * @param input.revenue what the first invoice came to without tax, minor units
   * @returns how many uses count
   */
  execute({ orderId, revenue }: { orderId: string; revenue: bigint }): Promise<number> {
    return inTransaction(async () => {
      const held = await lockHeldRedemptions(orderId)
      if (held.length === 0) return 0
      await closeRedemptions(
        held.map(({ id }) => id),
        { status: 'active', closedAt: this.clock.now(), revenue }
      )
      return held.length
    })
  }
}
