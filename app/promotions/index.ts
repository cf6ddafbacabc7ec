/** The door of promotions: what other domains may use. */
export { applyDiscounts } from '#app/promotions/domain/discount'
export type { Discount, DiscountableLine, DiscountShare } from '#app/promotions/domain/discount'
