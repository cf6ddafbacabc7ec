import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { checkTerms, type TermsFault } from '#app/promotions/domain/check_terms'
import type { Coupon, CouponStatus, CouponTerms } from '#app/promotions/domain/coupon'
import { findBenefitsAbove } from '#app/promotions/queries/find_discount_limit'
import { couponChanged } from '#app/promotions/events'
import { lockCoupon, updateCoupon } from '#app/promotions/records/coupons'

export type CouponChanges = Partial<Omit<CouponTerms, 'code'>> & { status?: CouponStatus }

export type UpdateCouponError = { type: 'coupon_not_found' } | { type: 'terms_refused'; faults: TermsFault[] }

/** Changes a coupon for whoever enters it from now on, puts it to use or archives it. What was agreed before stays. */
@inject()
export class UpdateCoupon {
  constructor(private events: EventLog) {}

  execute(couponId: string, changes: CouponChanges): Promise<Result<Coupon, UpdateCouponError>> {
    return inTransaction(async () => {
      const coupon = await lockCoupon(couponId)
      if (!coupon) return err({ type: 'coupon_not_found' })
      const changed = { ...coupon, ...changes }
      const faults = checkTerms(changed, coupon.redeemedCount)
      if (faults.length > 0) return err({ type: 'terms_refused', faults })
      // A draft may promise anything: it waits for somebody who may. Anybody may end one.
      const above = changed.status === 'active' ? await findBenefitsAbove(changed) : []
      if (above.length > 0) return err({ type: 'terms_refused', faults: above })
      await updateCoupon(changed)
      const { id, code, status } = changed
      await this.events.record([
        fact(couponChanged, { kind: 'coupon', id }, { data: { couponId: id, code, status } }),
      ])
      return ok(changed)
    })
  }
}
