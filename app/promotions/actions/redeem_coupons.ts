import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import type { AgreedCoupon } from '#app/promotions/domain/agreed_coupon'
import { couponRedeemed } from '#app/promotions/events'
import { takeCustomerUses, takeUses } from '#app/promotions/records/coupons'
import { insertRedemptions } from '#app/promotions/records/redemptions'

export interface RedeemCouponsInput {
  orderId: string
  customerId: string
  currency: string
  agreed: readonly AgreedCoupon[]
}

export type RedeemCouponsError = { type: 'coupon_used_up' }

/**
 * Takes one use of each coupon for an order that is being placed. Of two orders that race for the last one, one gets it: the other is
 * refused as a whole.
 */
@inject()
export class RedeemCoupons {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({
    orderId,
    customerId,
    currency,
    agreed,
  }: RedeemCouponsInput): Promise<Result<void, RedeemCouponsError>> {
    if (agreed.length === 0) return Promise.resolve(ok())
    return inTransaction(async () => {
      const taken = await takeUses(agreed.map(({ couponId }) => couponId))
      if (taken.length < agreed.length) return err({ type: 'coupon_used_up' })
      const own = await takeCustomerUses(customerId, taken)
      if (own.length < agreed.length) return err({ type: 'coupon_used_up' })
      const redeemedAt = this.clock.now()
      await insertRedemptions(
        agreed.map((coupon) => ({ id: newId(), orderId, customerId, currency, agreed: coupon, redeemedAt }))
      )
      await this.events.record(
        agreed.map(({ couponId, code, variant }) =>
          fact(
            couponRedeemed,
            { kind: 'coupon', id: couponId },
            { customerId, data: { couponId, code, orderId, variant } }
          )
        )
      )
      return ok()
    })
  }
}
