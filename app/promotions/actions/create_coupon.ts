import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { checkTerms, type TermsFault } from '#app/promotions/domain/check_terms'
import type { Coupon, CouponTerms } from '#app/promotions/domain/coupon'
import { couponCreated } from '#app/promotions/events'
import { insertCoupon } from '#app/promotions/records/coupons'

export type CreateCouponError = { type: 'code_taken' } | { type: 'terms_refused'; faults: TermsFault[] }

/** Makes a coupon. It is a draft until somebody puts it to use who may promise as much as it does. */
@inject()
export class CreateCoupon {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  async execute(terms: CouponTerms): Promise<Result<Coupon, CreateCouponError>> {
    const faults = checkTerms(terms, 0)
    if (faults.length > 0) return err({ type: 'terms_refused', faults })
    return inTransaction(async () => {
      const coupon: Coupon = {
        ...terms,
        id: newId(),
        status: 'draft',
        redeemedCount: 0,
        createdAt: this.clock.now(),
      }
      if (!(await insertCoupon(coupon))) return err({ type: 'code_taken' })
      const { id, code } = coupon
      await this.events.record([
        fact(couponCreated, { kind: 'coupon', id }, { data: { couponId: id, code } }),
      ])
      return ok(coupon)
    })
  }
}
