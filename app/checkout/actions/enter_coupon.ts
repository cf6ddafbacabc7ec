import { inject } from '@adonisjs/core'
import { type CouponRefusal, findCouponSubject, normaliseCode, ShowVariants } from '#app/promotions/index'
import { MakeQuote } from '#app/checkout/actions/make_quote'
import { addCoupon, type Cart } from '#app/checkout/domain/cart'
import { findOpenCart, lockOpenCart, updateCart } from '#app/checkout/records/carts'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'

export interface EnterCouponInput {
  /** Null for somebody without a cart: the answer is that of a code nobody knows. */
  cartId: string | null
  code: string
  customerId: string | null
  country: string | null
}

export type EnterCouponError =
  { type: 'coupon_refused'; reason: CouponRefusal } | { type: 'too_many_coupons' }

/**
 * Puts a code into a cart when it lowers what lies there. One that only waits for the address is kept as well; every other is
 * refused with its reason. An experiment decides once, for the customer or, before we know who it is, for the cart, and stays with that.
 */
@inject()
export class EnterCoupon {
  constructor(
    private clock: Clock,
    private makeQuote: MakeQuote,
    private showVariants: ShowVariants
  ) {}

  async execute(input: EnterCouponInput): Promise<Result<Cart, EnterCouponError>> {
    const cart = input.cartId ? await inReadTransaction(() => findOpenCart(input.cartId!)) : null
    if (!cart) return err({ type: 'coupon_refused', reason: 'not_valid' })
    const code = normaliseCode(input.code)
    const who = { customerId: input.customerId, cartId: cart.id }
    const entry = { code, subject: await findCouponSubject(code, who) }
    const entered = addCoupon(cart.coupons, entry)
    if (!entered.ok) return entered
    const priced = await this.makeQuote.preview({
      items: cart.items,
      currency: cart.currency,
      country: input.country,
      customerId: input.customerId,
      coupons: entered.value,
      dropsTrials: true,
    })
    if (!priced.ok) return err({ type: 'coupon_refused', reason: 'nothing_to_lower' })
    const reason = priced.value.refusedCoupons.find(({ code }) => code === entry.code)?.reason
    if (reason && reason !== 'country_unknown') return err({ type: 'coupon_refused', reason })
    return this.keep(cart.id, entry, priced.value.content.coupons)
  }

  private keep(
    cartId: string,
    entry: { code: string; subject: string },
    agreed: Parameters<ShowVariants['execute']>[0]
  ): Promise<Result<Cart, EnterCouponError>> {
    return inTransaction(async () => {
      const cart = await lockOpenCart(cartId)
      if (!cart) return err({ type: 'coupon_refused', reason: 'not_valid' })
      const entered = addCoupon(cart.coupons, entry)
      if (!entered.ok) return entered
      const changed = { ...cart, coupons: entered.value }
      await updateCart(changed, this.clock.now())
      await this.showVariants.execute(agreed)
      return ok(changed)
    })
  }

  /** Taking out what is not there changes nothing. */
  remove(input: { cartId: string; code: string }): Promise<Cart | null> {
    return inTransaction(async () => {
      const cart = await lockOpenCart(input.cartId)
      if (!cart) return null
      const code = normaliseCode(input.code)
      const changed = { ...cart, coupons: cart.coupons.filter((entry) => entry.code !== code) }
      await updateCart(changed, this.clock.now())
      return changed
    })
  }
}
