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

export interface ReferralFact {
  referralId: string
  referrerId: string
  referredId: string
}

export const referralAttributed = event<ReferralFact>(
  'referral.attributed',
  'A new customer came by the link of another.'
)
export const referralHeld = event<ReferralFact & { invoiceId: string; heldUntil: string }>(
  'referral.held',
  'A customer who was brought paid a first invoice; both rewards wait until it can no longer be refunded.'
)
export const referralPaid = event<ReferralFact>(
  'referral.paid',
  'Both rewards of a referral are on the balances of their customers.'
)
export const referralRefused = event<ReferralFact & { refusal: string }>(
  'referral.refused',
  'A referral turned out to be of the same person; nobody gets anything.'
)
export const referralTakenBack = event<ReferralFact & { invoiceId: string }>(
  'referral.taken_back',
  'The first invoice of a customer who was brought was refunded; the waiting rewards are gone.'
)
export const referralProgrammeChanged = event<{ isOn: boolean }>(
  'referral.programme_changed',
  'Staff changed what customers get for bringing others; it holds for invoices that are paid from now on.'
)
export const discountLimitsChanged = event<{ role: string; before: number | null; after: number | null }>(
  'discount_limits.changed',
  'Staff set how much off a price one person of a role may promise.'
)
