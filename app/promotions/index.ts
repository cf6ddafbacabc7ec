/** The door of promotions: what other domains may use. */
export { findCouponSubject } from '#app/promotions/queries/find_coupon_subject'
export { applyDiscounts } from '#app/promotions/domain/discount'
export type { Discount, DiscountableLine, DiscountShare } from '#app/promotions/domain/discount'
export {
  type AgreedCoupon,
  type DiscountedItem,
  discountsFromStart,
  discountsLater,
  type SubscriptionDiscount,
} from '#app/promotions/domain/agreed_coupon'
export {
  chooseDiscounts,
  type ChosenDiscounts,
  type CouponRefusal,
  couponRefusals,
  type RefusedCoupon,
} from '#app/promotions/domain/choose_discounts'
export { plainAddress } from '#app/promotions/domain/referral'
export { normaliseCode } from '#app/promotions/domain/coupon'
export {
  discountsOfInvoice,
  type RenewalDiscounts,
  type RenewingSubscription,
} from '#app/promotions/domain/renewal_discounts'
export {
  loyaltyReward,
  type LoyaltyProgramme,
  type ServiceDays,
  tenureStart,
} from '#app/promotions/domain/loyalty'
export { BeginSubscriptionDiscounts } from '#app/promotions/actions/begin_subscription_discounts'
export { BeginTrialDiscounts } from '#app/promotions/actions/begin_trial_discounts'
export { KeepCoupons } from '#app/promotions/actions/keep_coupons'
export { RedeemCoupons } from '#app/promotions/actions/redeem_coupons'
export { ReturnCoupons } from '#app/promotions/actions/return_coupons'
export { isPriceBelow } from '#app/promotions/domain/discount_limit'
export { findDiscountLimit, listDiscountLimits } from '#app/promotions/queries/find_discount_limit'
export { showDiscountLimit } from '#app/promotions/http/discount_limit_shapes'
export { ShowVariants } from '#app/promotions/actions/show_variants'
export { countDiscountUses, returnDiscountUses } from '#app/promotions/actions/use_discounts'
export { type CodeEntry, findEnteredCoupons } from '#app/promotions/queries/find_entered_coupons'
export {
  type CountedDiscount,
  listCountedDiscounts,
  listSubscriptionDiscounts,
  loadRenewalPromotions,
  type RenewalPromotions,
} from '#app/promotions/queries/load_renewal_promotions'
export { noteEntries, refuseCouponEntry } from '#app/promotions/http/coupon_tries'
export { presentReferralToStaff } from '#app/promotions/http/referral_transformer'
export { showReferralLink } from '#app/promotions/http/show_referral_link'
export { listReferrals } from '#app/promotions/queries/list_referrals'
export { MoveReferral } from '#app/promotions/actions/move_referral'
export { listHeldUntil, lockReferral, type Referral } from '#app/promotions/records/referrals'
export { readReferralCookie } from '#app/promotions/http/referral_cookie'
