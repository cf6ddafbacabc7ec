/** The facts that promotions announce. Amounts are texts of minor units. */
import { event } from '#app/shared/events/event'

export interface CouponFact {
  couponId: string
  code: string
}

export const couponCreated = event<CouponFact>('coupon.created', 'Staff made a coupon, as a draft.')
export const couponChanged = event<CouponFact & { status: string }>(
  'coupon.changed',
  'Staff changed a coupon, put it to use or archived it; what was agreed before stays.'
)
export const couponRedeemed = event<CouponFact & { orderId: string; variant: string | null }>(
  'coupon.redeemed',
  'An order was placed with a coupon, and one of its uses is taken.'
)
export const couponReturned = event<CouponFact & { orderId: string }>(
  'coupon.returned',
  'The order of a coupon came to nothing; the use is free again.'
)
export const loyaltyChanged = event<{ isOn: boolean }>(
  'loyalty.changed',
  'Staff changed what customers get for their tenure; it holds from the next renewals on.'
)
